/** Runs one command of `lingqu` in this process, as somebody types it, and keeps what it said. */
import { createColors } from 'picocolors';
import { runProgram } from '../../gateway/cli/program';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export async function lingqu(...args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runProgram(args, {
    out: (text) => void out.push(text),
    error: (text) => void error.push(text),
    colours: createColors(false),
    env: {},
  });
  return { code, out: out.join('\n'), error: error.join('\n') };
}
