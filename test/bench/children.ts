/** Processes that the benchmark starts. INVARIANT: none of them outlives it, however it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export interface Child {
  readonly pid: number;
  /** Code or signal, once it has ended. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Resolves with what the pattern found in what was written to standard output or error. */
  says(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray>;
  /** The next message over the channel to node processes. */
  tells(): Promise<unknown>;
  ask(message: string): void;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly core?: Core;
  /** Where its output is kept, for whoever wants to know why it did not start. */
  readonly logFile?: string;
  /** A channel for messages (node only). */
  readonly channel?: boolean;
}

/** Gateways have a core of their own; load and subgraphs share the other. */
export type Core = 'gateway' | 'load';

const stopMs = 10_000;
/** Of the output, enough to look for a line in. */
const most = 1_000_000;
const living = new Set<ChildProcess>();

/** Whether there are two cores and a program that pins to them. */
export const pinned = availableParallelism() >= 2 && existsSync('/usr/bin/taskset');

/** The command line that runs on one core. */
export function onCore(core: Core | undefined, command: readonly string[]): readonly string[] {
  return pinned && core !== undefined ? ['taskset', '-c', core === 'gateway' ? '0' : '1', ...command] : command;
}

export function startChild(command: readonly string[], options: ChildOptions = {}): Child {
  const [program = '', ...args] = onCore(options.core, command);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', ...(options.channel === true ? (['ipc'] as const) : [])],
    // A process group of its own, so that what it starts can be ended with it.
    detached: true,
  });
  living.add(child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`\`${program}\` could not be started`);
  let text = '';
  let look = (): void => undefined;
  const log = options.logFile === undefined ? null : createWriteStream(options.logFile);
  const heard = (chunk: Buffer): void => {
    log?.write(chunk);
    if (text.length < most) text += chunk.toString('utf8');
    look();
  };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code, signal) => {
      living.delete(child);
      resolve(code ?? signal);
    });
  });
  return {
    pid,
    ended,
    says: (pattern, timeoutMs) =>
      new Promise((resolve, reject) => {
        const give = (error: Error): void => {
          clearTimeout(timer);
          reject(error);
        };
        const timer = setTimeout(
          () => give(new Error(`\`${program}\` did not say ${String(pattern)}: ${text.slice(-2000)}`)),
          timeoutMs,
        );
        look = () => {
          const found = pattern.exec(text);
          if (found === null) return;
          clearTimeout(timer);
          look = () => undefined;
          resolve(found);
        };
        look();
        void ended.then((how) =>
          give(new Error(`\`${command.join(' ')}\` ended with ${String(how)}: ${text.slice(-2000)}`)),
        );
      }),
    tells: () =>
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        void ended.then((how) =>
          reject(new Error(`\`${command.join(' ')}\` ended with ${String(how)}: ${text.slice(-2000)}`)),
        );
      }),
    ask: (message) => void child.send(message),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // It tells those that it started itself, in its turn; whatever is left of them then goes at once.
      child.kill('SIGTERM');
      const impatience = setTimeout(() => signalGroup(pid, 'SIGKILL'), stopMs);
      await ended;
      clearTimeout(impatience);
      signalGroup(pid, 'SIGKILL');
    },
  };
}

/** Ends what still runs, at once; safe while the process exits. */
export function endAllChildren(): void {
  for (const { pid } of living) if (pid !== undefined) signalGroup(pid, 'SIGKILL');
}

/** From now on no end of this process leaves a child behind. */
export function endChildrenWithUs(): void {
  process.on('exit', endAllChildren);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
