/** What a command may do to the world around it, so that a test can run it without a process. */
import { createColors } from 'picocolors';

export interface Terminal {
  /** One line, or several with line ends between them, to standard output. */
  out(text: string): void;
  /** To standard error. */
  error(text: string): void;
  readonly colours: ReturnType<typeof createColors>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** 0: done. 1: findings, or refused. 2: wrong usage or configuration. */
export type ExitCode = 0 | 1 | 2;

/** A command ends early; what is to be said was not said yet. */
export class CommandFailure extends Error {
  constructor(
    readonly exitCode: Exclude<ExitCode, 0>,
    readonly lines: readonly string[],
  ) {
    super(lines.join('\n'));
    this.name = 'CommandFailure';
  }
}

export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    error: (text) => void process.stderr.write(`${text}\n`),
    colours: createColors(process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined),
    env: process.env,
  };
}
