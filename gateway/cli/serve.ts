/** `lingqu serve`: the gateway alone, until SIGTERM. */
import type { Command } from 'commander';
import { serverLog, serveUntilSignal, startFromConfig, StartFailure, type ServingGateway } from '../server/main';
import type { Config } from '../server/config/config';
import { readConfig, withConfig, type ConfigOption } from './configured';
import { CommandFailure, type ExitCode, type Terminal } from './terminal';

export function serveCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('serve'))
    .description('the gateway alone; SIGHUP and changed files are taken over, SIGTERM ends it in order')
    .action(async (options: ConfigOption) => ended(await serve(options, terminal)));
}

async function serve(options: ConfigOption, terminal: Terminal): Promise<ExitCode> {
  const log = serverLog();
  const gateway = await startGateway(readConfig(options, terminal), log);
  terminal.out(`gateway  ${gateway.url}`);
  await serveUntilSignal(gateway, log);
  return 0;
}

/** @throws CommandFailure */
export async function startGateway(config: Config, log: ReturnType<typeof serverLog>): Promise<ServingGateway> {
  try {
    return await startFromConfig(config, { log });
  } catch (error) {
    if (error instanceof StartFailure) throw new CommandFailure(error.exitCode, error.reasons);
    throw error;
  }
}
