/** `lingqu explain`: what a client would get of an operation, field by field, why, and what would change it. */
import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { isFatal } from '../../schema/compose';
import { explainOperation, type ExplainedField, type Explanation } from '../server/explain-operation';
import { RefusedRequest } from '../errors';
import { readConfig, readLaw, withConfig, type ConfigOption } from './configured';
import { printFindings } from './print-findings';
import { CommandFailure, type ExitCode, type Terminal } from './terminal';
import { textTable } from './text-table';

interface ExplainOptions extends ConfigOption {
  readonly operation: string;
  readonly client: string;
  readonly purpose?: string;
  readonly variables?: string;
  readonly format: 'text' | 'json';
}

export function explainCommand(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  withConfig(program.command('explain'))
    .description('per field: permit, mask or deny, why, article, and what would make it permitted')
    .requiredOption('--operation <file>', 'GraphQL document with one operation')
    .requiredOption('--client <id>', 'client of the register, or `anonymous`')
    .option('--purpose <code>', 'as `Lingqu-Purpose` would say it')
    .option('--variables <json>', 'variables of the operation')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (options: ExplainOptions) => ended(await explain(options, terminal)));
}

async function explain(options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const operation = readOperation(options.operation);
  const variables = readVariables(options.variables);
  const config = readConfig(options, terminal);
  const { composition, register } = await readLaw(config);
  if (composition.supergraph === null) {
    printFindings(composition.findings.filter(isFatal), terminal);
    return 1;
  }
  let explanation: Explanation;
  try {
    explanation = await explainOperation({
      ...{ supergraph: composition.supergraph, register, operation, variables },
      profile: config.lawProfile,
      limits: config.limits,
      client: options.client,
      purpose: options.purpose ?? null,
      instant: Date.now(),
    });
  } catch (error) {
    if (error instanceof RefusedRequest) throw new CommandFailure(1, [`${error.code}: ${error.message}`]);
    throw error;
  }
  if (options.format === 'json') {
    const { fields, flows } = explanation;
    const head = { operation: options.operation, client: options.client, purpose: options.purpose ?? null };
    terminal.out(JSON.stringify({ ...head, fields, flows }, null, 2));
  } else {
    printExplanation(explanation, terminal);
  }
  return explanation.refused ? 1 : 0;
}

function readOperation(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandFailure(2, [`cannot read \`${file}\`: name a file with one GraphQL operation`]);
  }
}

function readVariables(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text ?? '{}') as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new CommandFailure(2, ['`--variables` must be a JSON object, such as \'{"pid":"P-000001"}\'']);
}

function printExplanation({ refused, fields, flows }: Explanation, terminal: Terminal): void {
  const { out, colours } = terminal;
  if (refused) out(colours.red('the whole operation is refused:'));
  const head = ['POSITION', 'COORDINATE', 'DECISION', 'WHY', 'ART', 'REMEDY'];
  for (const line of textTable(
    head,
    fields.map((field) => rowOf(field, terminal)),
  ))
    out(line);
  if (flows.length === 0) return;
  out('');
  const flowRows = flows.map(({ from, to, coordinates, via, decision, grant }) => [
    from,
    `${to.subgraph} (${to.organisation})`,
    coordinates.join(', '),
    via,
    decision === 'permit' ? colours.green('permit') : colours.red('deny'),
    grant ?? '–',
  ]);
  for (const line of textTable(['FLOW FROM', 'TO', 'COORDINATES', 'VIA', 'DECISION', 'GRANT'], flowRows)) out(line);
}

function rowOf(field: ExplainedField, { colours }: Terminal): string[] {
  const { position, coordinate, decision, technique, reason, article, grants, scope, remedy } = field;
  const paint = { permit: colours.green, mask: colours.yellow, deny: colours.red }[decision];
  const limited = scope?.map(({ grant, values }) => `${grant}: ${JSON.stringify(values)}`).join(' or ');
  const why = [
    ...(reason === null ? [] : [reason]),
    ...(grants.length === 0 ? [] : [grants.join(', ')]),
    ...(limited === undefined ? [] : [`rows within ${limited}`]),
  ].join('; ');
  return [
    position.length === 0 ? '(operation)' : position.join('.'),
    coordinate,
    paint(technique === null ? decision : `${decision} (${technique})`),
    why === '' ? '–' : why,
    article ?? '–',
    remedy ?? '–',
  ];
}
