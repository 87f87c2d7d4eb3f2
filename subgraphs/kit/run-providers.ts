/** Starts providers as a process of their own: one line each, a graceful stop on SIGTERM and SIGINT, gone when the parent is. */
import { join } from 'node:path';
import type { Provider } from './provider';
import { serveProvider, type RunningProvider, type ServeOptions } from './serve-provider';
import { readSigningKey } from './signing-key';

export interface PlacedProvider {
  /** @param options a port there wins over the provider's own */
  readonly start: (options: Omit<ServeOptions, 'port'> & { readonly port?: number }) => Promise<RunningProvider>;
  readonly name: string;
  readonly port: number;
}

export function placed<Loaders extends object>(provider: Provider<Loaders>, port: number): PlacedProvider {
  return { name: provider.name, port, start: (options) => serveProvider(provider, { port, ...options }) };
}

/**
 * Reads `--keys DIR` (or `LINGQU_SUBGRAPH_KEYS`), a directory with one file per subgraph, named after it, and serves until a signal
 * comes. What is printed goes to stdout, errors of requests to stderr.
 */
export async function runProviders(providers: readonly PlacedProvider[], args: readonly string[]): Promise<void> {
  const flag = args.indexOf('--keys');
  const keys = flag >= 0 ? args[flag + 1] : process.env['LINGQU_SUBGRAPH_KEYS'];
  if (keys === undefined || keys === '') {
    throw new Error('give the directory of the signing keys: `--keys DIR` or `LINGQU_SUBGRAPH_KEYS`');
  }
  const parent = process.ppid;
  const running: RunningProvider[] = [];
  try {
    for (const { name, start } of providers) {
      const provider = await start({ key: readSigningKey(join(keys, name)), log: logError });
      running.push(provider);
      process.stdout.write(`${name.padEnd(16)} ${provider.url}\n`);
    }
    await untilStopped(parent);
  } finally {
    await Promise.all(running.map((provider) => provider.stop()));
  }
}

function logError(message: string, error: unknown): void {
  process.stderr.write(`${message}\n${error instanceof Error && error.stack !== undefined ? `${error.stack}\n` : ''}`);
}

/** A parent that ends without a signal closes the channel, or leaves us to another parent. */
function untilStopped(parent: number): Promise<void> {
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (process.ppid !== parent) stop();
    }, 1000);
    const stop = (): void => {
      clearInterval(watch);
      resolve();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.once('disconnect', stop);
  });
}

/** For `server.ts` files: runs and turns a failure to start into one line and exit code 1. */
export function main(providers: readonly PlacedProvider[]): void {
  runProviders(providers, process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
