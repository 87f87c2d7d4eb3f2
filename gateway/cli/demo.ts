/** `lingqu demo` (`npm start`): all demo subgraphs in a process of their own, the gateway, and commands to try them with. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../server/config/config';
import { serverLog, serveUntilSignal } from '../server/main';
import { subgraphSigningKey } from '../server/subgraph-signing-key';
import { readConfig, readLaw, withConfig, type ConfigOption } from './configured';
import { demoExamples } from './demo-examples';
import { startGateway } from './serve';
import { CommandFailure, type ExitCode, type Terminal } from './terminal';

export function demoCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('demo'))
    .description('the demo: all its subgraphs, the gateway, and commands that show it (npm start)')
    .action(async (options: ConfigOption) => ended(await demo(options, terminal)));
}

const startMs = 30_000;
const pollMs = 100;
const stopMs = 8_000;

async function demo(options: ConfigOption, terminal: Terminal): Promise<ExitCode> {
  const config = readConfig(options, terminal);
  const { composition } = await readLaw(config);
  const subgraphs = Object.values(composition.supergraph?.subgraphs ?? {});
  if (subgraphs.length === 0) throw new CommandFailure(1, ['the demo does not compose: `lingqu check` says why']);
  const places = subgraphs.map(({ name, routingUrl }) => ({ name, url: new URL(routingUrl) }));
  for (const { name, url } of places) {
    if (await answers(url)) {
      throw new CommandFailure(1, [`port ${url.port} of subgraph \`${name}\` is in use: stop what listens there`]);
    }
  }
  const keys = await writeKeys(
    config,
    subgraphs.map(({ name }) => name),
  );
  const providers = startProviders(keys);
  try {
    await untilAll(
      places.map(({ url }) => url),
      providers,
    );
    const log = serverLog();
    const gateway = await startGateway(config, log);
    for (const { name, url } of places) terminal.out(`${name.padEnd(16)} ${url.href}`);
    terminal.out(`${terminal.colours.bold('gateway'.padEnd(16))} ${gateway.url}`);
    for (const line of demoExamples(gateway.url)) terminal.out(line);
    terminal.out('\nCtrl-C stops everything.');
    const fallen = new Promise<number | null>((end) => providers.once('exit', end));
    const stopped = serveUntilSignal(gateway, log);
    const code = await Promise.race([stopped.then(() => 0), fallen.then(() => 1)]);
    if (code === 0) return 0;
    terminal.error('the demo subgraphs ended; the gateway ends, too');
    await gateway.stop();
    return 1;
  } finally {
    await stopProviders(providers);
  }
}

async function stopProviders(providers: ChildProcess): Promise<void> {
  if (providers.exitCode !== null || providers.signalCode !== null) return;
  const exited = once(providers, 'exit');
  providers.kill('SIGTERM');
  // An open channel would keep it alive.
  if (providers.connected) providers.disconnect();
  const impatience = setTimeout(() => providers.kill('SIGKILL'), stopMs);
  await exited;
  clearTimeout(impatience);
}

/** One file per subgraph, as its provider would keep it. */
async function writeKeys(config: Config, names: readonly string[]): Promise<string> {
  const folder = join(dirname(config.subgraphs.signingKeyFile), 'subgraphs');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const path = join(folder, name);
    await writeFile(path, `${await subgraphSigningKey(config, name)}\n`, { mode: 0o600 });
    await chmod(path, 0o600);
  }
  return folder;
}

/** The gateway knows its demo providers as anybody's: by what they answer, in a process of their own. */
function startProviders(keys: string): ChildProcess {
  const script = resolve(__dirname, '../../subgraphs/demo.js');
  if (!existsSync(script)) throw new CommandFailure(1, ['the demo is not built: run `npm run build` first']);
  // In a group of its own: Ctrl-C is for us, and we stop it in our turn; should we be killed, it sees the channel close.
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
  return spawn(process.execPath, [script, '--keys', keys], { stdio: [...stdio], detached: true });
}

async function untilAll(urls: readonly URL[], providers: ChildProcess): Promise<void> {
  let ended = false;
  providers.once('exit', () => (ended = true));
  const deadline = Date.now() + startMs;
  for (const url of urls) {
    while (!(await answers(url))) {
      if (ended) throw new CommandFailure(1, ['the demo subgraphs did not start; what they said stands above']);
      if (Date.now() > deadline) throw new CommandFailure(1, [`no subgraph answers at ${url.href}`]);
      await new Promise((wake) => setTimeout(wake, pollMs));
    }
  }
}

function answers({ hostname, port }: URL): Promise<boolean> {
  return new Promise((tell) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => {
      socket.destroy();
      tell(true);
    });
    socket.once('error', () => tell(false));
  });
}
