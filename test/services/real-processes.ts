/** The built demo as real processes on free ports, with files of its own: what `dist/` holds is what is tested here. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSecret } from '../../gateway/server/secret-file';
import { subgraphKey } from '../../gateway/executor/subgraph-key';
import { demoProviders } from '../../subgraphs/demo-providers';
import { copyDemo, type DemoCopy } from '../e2e/demo-copy';

export interface Started {
  readonly child: ChildProcess;
  /** Standard output and error so far. */
  said(): string;
  /** Resolves with what the pattern found in what was said. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Code or signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

export interface RealDemo {
  readonly files: DemoCopy;
  /** Of the access logs. */
  readonly auditDirectory: string;
  /** A new gateway over the same files, in one process or with so many workers. @returns once it serves */
  serve(workers?: number): Promise<Started & { readonly url: string }>;
  /** Runs one command to its end. @returns standard output */
  lingqu(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

const dist = join(__dirname, '../../dist');
export const cli = join(dist, 'gateway/cli/main.js');

/** `demo.js` knows the ports of supergraph.yaml only. */
const startProviders = `
const { join } = require('node:path');
const [dist, keys] = process.argv.slice(1);
const { demoProviders } = require(join(dist, 'subgraphs/demo-providers'));
const { readSigningKey } = require(join(dist, 'subgraphs/kit/signing-key'));
Promise.all(demoProviders.map(({ name, start }) => start({ key: readSigningKey(join(keys, name)), port: 0 })))
  .then((running) => console.log('running ' + JSON.stringify(Object.fromEntries(running.map(({ name, url }) => [name, url])))));
`;

/** One process of node. */
export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let look = (): void => undefined;
  const heard = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    look();
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  return {
    child,
    ended,
    said: () => text,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const found = pattern.exec(text);
          if (found !== null) resolve(found);
        };
        look();
        void ended.then((how) => reject(new Error(`it ended with ${String(how)} and said: ${text}`)));
      }),
  };
}

export async function startRealDemo(auditDirectory?: string): Promise<RealDemo> {
  const files = copyDemo();
  const masterKey = await loadSecret(files.path('data/keys/subgraph-signing.key'));
  const keys = files.path('data/keys/subgraphs');
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  for (const { name } of demoProviders) {
    writeFileSync(join(keys, name), `${subgraphKey(masterKey, name).toString('base64url')}\n`, { mode: 0o600 });
  }
  const providers = start(['-e', startProviders, dist, keys]);
  const [, urls = '{}'] = await providers.says(/^running (.*)$/m);
  for (const [name, url] of Object.entries(JSON.parse(urls) as Record<string, string>)) {
    const was = demoProviders.find((each) => each.name === name)?.port;
    files.change('supergraph.yaml', `http://127.0.0.1:${String(was)}/graphql`, url);
  }
  const directory = auditDirectory ?? files.path('data/audit');
  const running: Started[] = [providers];
  return {
    files,
    auditDirectory: directory,
    async serve(workers = 0) {
      const gateway = start([cli, 'serve', '--config', files.config, '--workers', String(workers)], {
        LINGQU_LISTEN__PORT: '0',
        LINGQU_AUDIT__DIRECTORY: directory,
      });
      running.push(gateway);
      const [, url = ''] = await gateway.says(/^gateway {2}(\S+)$/m);
      return { ...gateway, url };
    },
    async lingqu(...args) {
      const command = start([cli, ...args, '--config', files.config]);
      const code = await command.ended;
      if (code !== 0) throw new Error(`\`lingqu ${args.join(' ')}\` ended with ${String(code)}: ${command.said()}`);
      return command.said().trim();
    },
    async stop() {
      for (const { child } of running) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await Promise.all(running.map(({ ended }) => ended));
      files.remove();
    },
  };
}

export type Entry = Readonly<Record<string, unknown>>;

/** Entries of the access log of one slot, in order; a torn last line of a killed process is no entry. */
export function logOf(auditDirectory: string, slot: number): readonly Entry[] {
  const folder = join(auditDirectory, String(slot));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Entry),
    );
}

/** The logs of all slots, by slot. */
export function logsOf(auditDirectory: string): readonly (readonly Entry[])[] {
  const logs: (readonly Entry[])[] = [];
  while (existsSync(join(auditDirectory, String(logs.length)))) logs.push(logOf(auditDirectory, logs.length));
  return logs;
}

/** Pids of the workers that ever served, by slot, in order. */
export function workersOf(gateway: Started): readonly { readonly slot: number; readonly pid: number }[] {
  return gateway
    .said()
    .split('\n')
    .filter((line) => line.includes('"a worker serves"'))
    .map((line) => JSON.parse(line) as { slot: number; pid: number })
    .map(({ slot, pid }) => ({ slot, pid }));
}
