/** `lingqu serve`: the gateway alone, until SIGTERM. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, type Command } from 'commander';
import { loadConfig } from '../server/config/load';
import { serverLog, serveUntilSignal, startFromConfig, StartFailure, type ServingGateway } from '../server/main';
import type { Config } from '../server/config/config';
import { supervise, type SupervisedGateway } from '../server/workers/supervise';
import { readConfig, withConfig, type ConfigOption } from './configured';
import { CommandFailure, type ExitCode, type Terminal } from './terminal';

interface ServeOptions extends ConfigOption {
  readonly workers: number;
}

const help = `
Workers are processes of their own behind one port; each writes the access log of its slot, \`<audit.directory>/<slot>\`.
One that dies is replaced. With \`--workers 0\` everything runs in this very process (for debugging), as slot 0.

Signals to this process:
  SIGTERM, SIGINT  not ready, requests in flight are finished, logs are closed, exit code 0
  SIGHUP           takes changed files over now (they are looked at every second anyway): the register in place in every worker,
                   supergraph and configuration by replacing the workers one after the other; \`listen\` needs a new start
  SIGUSR2          replaces all workers one after the other, whatever changed`;

export function serveCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('serve'))
    .description('the gateway alone; changed files are taken over, SIGTERM ends it in order')
    .option('--workers <n>', 'how many processes serve (0: this one)', wholeNumber, defaultWorkers())
    .addHelpText('after', help)
    .action(async (options: ServeOptions) => ended(await serve(options, terminal)));
}

async function serve(options: ServeOptions, terminal: Terminal): Promise<ExitCode> {
  const log = serverLog();
  const config = readConfig(options, terminal);
  if (options.workers === 0) {
    const gateway = await startGateway(config, log);
    const stopped = serveUntilSignal(gateway, log);
    terminal.out(`gateway  ${gateway.url}`);
    await stopped;
    return 0;
  }
  const readAgain = () => loadConfig(options.config, terminal.env);
  const gateway = await orFailure<SupervisedGateway>(supervise(config, { workers: options.workers, log, readAgain }));
  // Before anybody can know that it serves: who then sends a signal means an end in order.
  const stopped = serveUntilSignal(gateway, log).then(() => null);
  terminal.out(`gateway  ${gateway.url}`);
  const reasons = await Promise.race([stopped, gateway.fallen]);
  if (reasons === null) return 0;
  await gateway.stop();
  throw new CommandFailure(1, reasons);
}

/** In this process. @throws CommandFailure */
export async function startGateway(config: Config, log: ReturnType<typeof serverLog>): Promise<ServingGateway> {
  return orFailure(startFromConfig(config, { log }));
}

async function orFailure<T>(starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    if (error instanceof StartFailure) throw new CommandFailure(error.exitCode, error.reasons);
    throw error;
  }
}

function wholeNumber(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number.');
}

/** One core is left to what serves nobody: the primary, the planner, the collector of garbage. */
function defaultWorkers(): number {
  return Math.max(1, availableParallelism() - 1);
}
