/** `lingqu subgraph-key`: the signing key of one subgraph, alone on its line, for its provider; the master key is never printed. */
import type { Command } from 'commander';
import { subgraphSigningKey } from '../server/subgraph-signing-key';
import { readConfig, withConfig, type ConfigOption } from './configured';
import { CommandFailure, type ExitCode, type Terminal } from './terminal';

export function subgraphKeyCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('subgraph-key'))
    .description('the key with which requests to one subgraph are signed (32 bytes, base64url)')
    .argument('<name>', 'subgraph, as supergraph.yaml names it')
    .action(async (name: string, options: ConfigOption) => ended(await subgraphKey(name, options, terminal)));
}

async function subgraphKey(name: string, options: ConfigOption, terminal: Terminal): Promise<ExitCode> {
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) {
    throw new CommandFailure(2, [`\`${name}\` cannot name a subgraph: give a name as in supergraph.yaml`]);
  }
  terminal.out(await subgraphSigningKey(readConfig(options, terminal), name));
  return 0;
}
