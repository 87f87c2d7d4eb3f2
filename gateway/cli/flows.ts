/** `lingqu flows`: every flow between organisations that the supergraph can cause, and what covers it (Art 34, 35). */
import { Option, type Command } from 'commander';
import { isFatal } from '../../schema/compose';
import { reportFlows, type FlowEntry } from '../../schema/flow-report';
import { missingConsumptions, printConsumption } from '../../schema/propose-consumption';
import { readConfig, readLaw, withConfig, type ConfigOption } from './configured';
import { countedFindings, printFindings } from './print-findings';
import type { ExitCode, Terminal } from './terminal';
import { textTable } from './text-table';

interface FlowsOptions extends ConfigOption {
  readonly write?: boolean;
  readonly format: 'text' | 'json';
}

export function flowsCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('flows'))
    .description('every flow between organisations that the supergraph can cause, and which grant covers it')
    .option('--write', 'print the `@consumes` lines that are missing')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options: FlowsOptions) => ended(await flows(options, terminal)));
}

async function flows(options: FlowsOptions, terminal: Terminal): Promise<ExitCode> {
  const { composition, register } = await readLaw(readConfig(options, terminal));
  const { subgraphs, labelMap, findings } = composition;
  if (labelMap === null || composition.supergraphSdl === null) {
    printFindings(findings.filter(isFatal), terminal);
    terminal.out(countedFindings(findings));
    return 1;
  }
  const law = { subgraphs, labelMap, register, now: Date.now() };
  const entries = reportFlows(law);
  if (options.write === true) {
    for (const line of missingConsumptions(law, entries)) {
      terminal.out(`# ${line.subgraph}\n${printConsumption(line)}`);
    }
  } else if (options.format === 'json') {
    terminal.out(JSON.stringify({ flows: entries.map(published) }, null, 2));
  } else {
    const head = ['FROM', 'COORDINATE', 'TO', 'THROUGH', 'PURPOSE', 'GRANT', 'STATUS'];
    const rows = entries.map((entry) => rowOf(entry, terminal));
    for (const line of textTable(head, rows)) terminal.out(line);
    terminal.out(`${String(entries.length)} flows`);
  }
  return 0;
}

function rowOf(
  { from, coordinate, to, through, consumedBy, grant, status }: FlowEntry,
  { colours }: Terminal,
): string[] {
  const mark = status === 'permitted' ? colours.green : colours.yellow;
  return [
    from,
    coordinate,
    `${to.subgraph} (${to.organisation})`,
    through,
    consumedBy ?? '–',
    grant ?? '–',
    mark(status),
  ];
}

function published({ from, coordinate, to, via, through, consumedBy, grant, status }: FlowEntry): object {
  return { from, coordinate, to, via, through, purpose: consumedBy, grant, status };
}
