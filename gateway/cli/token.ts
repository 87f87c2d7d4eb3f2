/** `lingqu token`: a token of the built-in development issuer, alone on its line. */
import { InvalidArgumentError, type Command } from 'commander';
import { formatProblem } from '../../schema/strict-yaml';
import { loadRegister } from '../server/config/load';
import { issueToken } from '../server/issue-token';
import { readConfig, withConfig, type ConfigOption } from './configured';
import { CommandFailure, type ExitCode, type Terminal } from './terminal';

interface TokenOptions extends ConfigOption {
  readonly client: string;
  readonly subject?: string;
  readonly actor: readonly string[];
  readonly ttl: number;
}

export function tokenCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('token'))
    .description('a token of the development issuer; refused where `identity.development` is not true')
    .requiredOption('--client <id>', 'registered client')
    .option('--subject <name>', 'the person who asks; default: the client itself')
    .option(
      '--actor <organisation>',
      'acts for the client; repeat it for a chain, the current actor first',
      collect,
      [],
    )
    .option('--ttl <seconds>', 'lifetime', wholeSeconds, 3_600)
    .action(async (options: TokenOptions) => ended(await token(options, terminal)));
}

async function token(options: TokenOptions, terminal: Terminal): Promise<ExitCode> {
  const config = readConfig(options, terminal);
  const read = loadRegister(config);
  if (!read.ok) throw new CommandFailure(2, read.problems.map(formatProblem));
  const issued = await issueToken(config, read.register, {
    client: options.client,
    subject: options.subject ?? null,
    actors: options.actor,
    lifetimeSeconds: options.ttl,
    issuedAt: Math.floor(Date.now() / 1_000),
  });
  if ('refused' in issued) throw new CommandFailure(1, [issued.refused]);
  terminal.out(issued.token);
  return 0;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function wholeSeconds(value: string): number {
  const seconds = Number(value);
  if (!Number.isSafeInteger(seconds) || seconds < 1) throw new InvalidArgumentError('give whole seconds, at least 1');
  return seconds;
}
