/** `lingqu check`: everything that is wrong with the supergraph and its labels, at once. */
import { Option, type Command } from 'commander';
import type { Finding } from '../../schema/finding';
import { readConfig, readLaw, withConfig, type ConfigOption } from './configured';
import { countedFindings, printFindings } from './print-findings';
import type { ExitCode, Terminal } from './terminal';

interface CheckOptions extends ConfigOption {
  readonly format: 'text' | 'json';
  readonly fix?: boolean;
}

export function checkCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('check'))
    .description('composition and governance findings; exits 1 where one is an error')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--fix', 'print the SDL lines that are missing')
    .action(async (options: CheckOptions) => ended(await check(options, terminal)));
}

async function check(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { composition, warnings } = await readLaw(readConfig(options, terminal));
  const { findings, subgraphs } = composition;
  if (options.format === 'json') {
    terminal.out(JSON.stringify({ findings: findings.map(published) }, null, 2));
  } else {
    for (const warning of warnings) terminal.out(`register: ${warning}`);
    printFindings(findings, terminal);
    for (const { name, sdlHash } of subgraphs) terminal.out(terminal.colours.dim(`${name}  ${sdlHash}`));
    terminal.out(countedFindings(findings));
    if (options.fix === true) printFixes(findings, terminal);
  }
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function published({ code, severity, coordinate, subgraph, line, message, article }: Finding): Omit<Finding, 'fix'> {
  return { code, severity, coordinate, subgraph, line, message, article };
}

function printFixes(findings: readonly Finding[], { out, colours }: Terminal): void {
  const bySubgraph = new Map<string, Set<string>>();
  for (const { subgraph, fix } of findings) {
    if (fix === undefined) continue;
    const name = subgraph ?? '';
    bySubgraph.set(name, (bySubgraph.get(name) ?? new Set()).add(fix));
  }
  for (const [subgraph, lines] of bySubgraph) {
    out(colours.bold(`\n# add to the SDL of ${subgraph}, or as it stands to an overlay of it`));
    for (const line of lines) out(line);
  }
}
