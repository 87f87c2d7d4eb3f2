/** `lingqu compose`: writes `supergraph.graphql` and `label-map.json`, which carry one schema id. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { writeArtefacts } from '../../schema/artefacts';
import { readConfig, readLaw, withConfig, type ConfigOption } from './configured';
import { countedFindings, printFindings } from './print-findings';
import type { ExitCode, Terminal } from './terminal';

interface ComposeOptions extends ConfigOption {
  readonly output: string;
}

export function composeCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('compose'))
    .description('compose the supergraph and its label map; writes nothing where a finding is an error')
    .option('--output <dir>', 'where to write', './schema')
    .action(async (options: ComposeOptions) => ended(await compose(options, terminal)));
}

async function compose(options: ComposeOptions, terminal: Terminal): Promise<ExitCode> {
  const { composition } = await readLaw(readConfig(options, terminal));
  const { findings, supergraph } = composition;
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (supergraph === null || errors.length > 0) {
    printFindings(findings, terminal);
    terminal.out(countedFindings(findings));
    return 1;
  }
  mkdirSync(options.output, { recursive: true });
  for (const [name, text] of Object.entries(writeArtefacts(supergraph))) {
    const path = join(options.output, name);
    writeFileSync(path, String(text));
    terminal.out(path);
  }
  terminal.out(`schema ${supergraph.schemaId}  ${countedFindings(findings)}`);
  return 0;
}
