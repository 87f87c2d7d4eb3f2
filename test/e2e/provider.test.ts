/** A provider's story: a subgraph from no label to served, and the finding that each mistake in the demo draws at the command line. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { buildSchema, graphql } from 'graphql';
import { pino } from 'pino';
import type { Finding } from '../../schema/finding';
import { loadConfig } from '../../gateway/server/config/load';
import { startFromConfig } from '../../gateway/server/main';
import { makeProject, type Project } from '../support/project';
import { copyDemo, type DemoCopy } from './demo-copy';
import { lingqu } from './run-lingqu';

type Published = Omit<Finding, 'fix'>;

async function check(config: string): Promise<{ code: number; errors: Published[]; warnings: Published[] }> {
  const { code, out } = await lingqu('check', '--config', config, '--format', 'json');
  const { findings } = JSON.parse(out) as { findings: Published[] };
  const of = (severity: string): Published[] => findings.filter((each) => each.severity === severity);
  return { code, errors: of('error'), warnings: of('warning') };
}

const codes = (findings: readonly Published[]): string[] => [...new Set(findings.map(({ code }) => code))].sort();

const parks = buildSchema('type Query { park(id: ID!): Park } type Park { id: ID! name: String }');

async function answerOne(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { query, variables } = (await json(request)) as { query: string; variables: Record<string, unknown> };
  const rootValue = { park: { id: '1', name: '人民公园' } };
  const result = await graphql({ schema: parks, source: query, rootValue, variableValues: variables });
  response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
}

describe('a subgraph that nobody labelled', () => {
  const federation = '@link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])';
  const bare = (link: string, provider: string, label = ''): string => `
extend schema ${federation} ${link} ${provider}
type Query { park(id: ID!): Park ${label} }
type Park @key(fields: "id") { id: ID! ${label} name: String ${label} }
`;
  let project: Project;
  beforeEach(() => {
    project = makeProject();
    serveAt('http://127.0.0.1:9/');
    project.write('parks.graphql', bare('', ''));
  });
  afterEach(() => project.remove());

  function serveAt(url: string): void {
    project.write(
      'supergraph.yaml',
      `subgraphs:\n  parks: { routing_url: "${url}", schema: { file: ./parks.graphql } }\n`,
    );
  }

  async function fixes(): Promise<string[]> {
    const { out } = await lingqu('check', '--config', project.config, '--fix');
    return (out.split(/^# add to the SDL of parks.*\n/m)[1] ?? '').split('\n').filter(Boolean);
  }

  async function ask(query: string): Promise<unknown> {
    const reading = loadConfig(project.config, {});
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const options = { log: pino({ level: 'silent' }), plan: 'in-process', onBroken: () => undefined } as const;
    const gateway = await startFromConfig(reading.config, options);
    try {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
      const { data, errors } = (await response.json()) as {
        data: unknown;
        errors?: { extensions: { code: string } }[];
      };
      return { status: response.status, data, codes: errors?.map(({ extensions }) => extensions.code) };
    } finally {
      await gateway.stop();
    }
  }

  test('is led by `check --fix` to one without an error, and answers', async () => {
    const first = await check(project.config);
    expect([first.code, codes(first.errors)]).toEqual([1, ['GX0301', 'GX3101']]);
    const [provider = '', ...labels] = await fixes();
    expect(provider).toMatch(/^extend schema @provider\(org: "…"/);
    expect(labels).toHaveLength(3);

    // Its owner writes what was printed beside what is there, and is told what must be imported for it.
    const stated = provider.replace('extend schema ', '').replace('…', 'A');
    const label = /@share\(.*\)(?= })/.exec(labels[0] ?? '')?.[0] ?? '';
    project.write('parks.graphql', bare('', stated, label));
    const unlinked = await check(project.config);
    expect(codes(unlinked.errors)).toEqual(['COMPOSITION', 'GX0001', 'GX0301']);
    const link = unlinked.errors
      .filter(({ code, coordinate }) => code === 'GX0001' && coordinate === null)
      .map(({ message }) => /@link\(.*?\]\)/.exec(message)?.[0] ?? '')[0];
    const linked = (link ?? '').replace('["@provider"]', '["@provider", "@share", "@open"]');

    project.write('parks.graphql', bare(linked, stated));
    const known = await check(project.config);
    expect([known.code, codes(known.errors)]).toEqual([1, ['GX3101']]);
    expect(await ask('{ park(id: "1") { name } }')).toMatchObject({ data: { park: null }, codes: ['UNCLASSIFIED'] });

    project.write('parks.graphql', bare(linked, stated, label));
    expect(await check(project.config)).toMatchObject({ code: 0, errors: [] });
    const subgraph = createServer((request, response) => void answerOne(request, response));
    await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
    try {
      serveAt(`http://127.0.0.1:${String((subgraph.address() as AddressInfo).port)}/`);
      expect(await ask('{ park(id: "1") { name } }')).toEqual({
        status: 200,
        data: { park: { name: '人民公园' } },
        codes: undefined,
      });
    } finally {
      subgraph.close();
      subgraph.closeAllConnections();
    }
  });

  test('takes the printed lines as they stand from an overlay, and its SDL stays as it was', async () => {
    const lines = (await fixes()).join('\n').replace('…', 'A');
    project.write('labels.graphql', lines);
    project.write('lingqu.yaml', 'overlays: { parks: { file: ./labels.graphql } }\n');
    expect(await check(project.config)).toMatchObject({ code: 0, errors: [] });
  });

  test('is labelled as a whole by `assume`, for the SDL that was looked at and no other', async () => {
    const { out } = await lingqu('check', '--config', project.config);
    const hash = /parks\s+(sha256:\w+)/.exec(out)?.[1] ?? '';
    project.write(
      'lingqu.yaml',
      `overlays: { parks: { provider: { org: A, kind: GOV_DEPT, level: REGION, region: "450000" }, assume: { share: UNCONDITIONAL, open: UNCONDITIONAL, sdlHash: "${hash}" } } }\n`,
    );
    expect(await check(project.config)).toMatchObject({ code: 0, errors: [] });
    project.write('parks.graphql', bare('', '').replace('name: String', 'name: String keeper: String'));
    const changed = await check(project.config);
    expect([changed.code, codes(changed.errors)]).toEqual([1, ['GX3101']]);
    expect(changed.errors.map(({ coordinate }) => coordinate)).toContain('Park.keeper');
  });
});

describe('a mistake in the demo', () => {
  const label =
    '@share(class: "CONDITIONAL", basis: ["CN-TAX-COLLECTION-LAW:8", "CN-PIPL:28"], conditions: ["SUBJECT_SERVED", "OWN_STATUTORY_DUTY"], scope: ["PERSONS_SERVED"]) @open(class: "NONE", reason: ["PRIVACY"], basis: ["CN-TAX-COLLECTION-LAW:8", "CN-PIPL:28"])';
  const income = `): Int ${label} @purpose(allow: ["social-assistance.eligibility", "taxation"])`;
  const scoped = '@key(fields: "householdId") @scope(by: "regionCode"';
  const free = 'Int! @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';
  let demo: DemoCopy;
  beforeEach(() => void (demo = copyDemo()));
  afterEach(() => demo.remove());

  test.each<[finding: string, subgraph: string, before: string, after: string, follows?: string[]]>([
    ['GX0001 Person.income', 'tax', income, income.replace('"CONDITIONAL"', '"CONDITIONALLY"'), ['GX3501']],
    [
      'GX0002 –',
      'tax',
      'import: ["@key"])',
      'import: ["@key"]) @link(url: "https://specs.example.org/x/v1.0", for: SECURITY)',
    ],
    ['GX0301 –', 'tax', 'org: "45-TAX"', 'org: "45-NOBODY"', ['GX3503']],
    ['GX2501 Person.income', 'tax', 'aggregation: "INTERFACE")\n  "Of', 'aggregation: "LOGICAL")\n  "Of'],
    ['GX3101 Person.income', 'tax', income, '): Int', ['GX3503']],
    ['GX3102 Person.income', 'tax', income, income.replace(/basis: .*?\], /, '')],
    ['GX3103 Person.income', 'tax', income, income.replace(/, conditions: .*?\), /, '), ').replace(/ @purpose.*/, '')],
    ['GX3104 Person.income', 'tax', income, income.replace('reason: ["PRIVACY"], ', '')],
    ['GX3105 Query.residentCount', 'population', free, `${free} @purpose(allow: ["population"])`],
    ['GX3401 Household', 'population', scoped, scoped.replace('regionCode', 'area')],
    [
      'GX3501 Person.eligible',
      'civil-affairs',
      '@consumes(fields: ["Person.income"]',
      '@consumes(fields: ["Person.pid"]',
    ],
    ['GX3503 Person.eligible', 'civil-affairs', 'R-2026-0001', 'R-2026-0009'],
    [
      'GX3504 Query.persons(nameStartsWith:)',
      'population',
      'nameStartsWith: String @influences(fields: ["Person.name"])',
      'nameStartsWith: String',
    ],
    ['GX3505 Query.residentCount', 'population', free, `${free} @noOnwardTransfer`],
    [
      'GX3601 Person.income',
      'tax',
      income,
      income.replace('@open(class: "NONE"', '@open(class: "CONDITIONAL", conditions: ["C"]'),
    ],
    [
      'GX3602 Person.householdSize',
      'population',
      'householdSize: Int\n',
      'householdSize: Int @deidentified(technique: "name", share: "UNCONDITIONAL", evidence: "E-45-PSB-2")\n',
      ['GX3503'],
    ],
    ['GX3603 Query.residentCount', 'population', free, free.replace(/"\)$/, '", reason: ["TIMELY"])')],
    ['COMPOSITION –', 'civil-affairs', '): Int @external', '): String @external'],
  ])('draws %s of %s, at its line', async (finding, subgraph, before, after, follows = []) => {
    demo.change(`subgraphs/${subgraph}/schema.graphql`, before, after);
    demo.review(subgraph);
    const { code, errors } = await check(demo.config);
    expect(code).toBe(1);
    expect(errors.map((each) => `${each.code} ${each.coordinate ?? '–'} of ${each.subgraph ?? '–'}`)).toContain(
      `${finding} of ${subgraph}`,
    );
    const [own = ''] = finding.split(' ');
    expect(codes(errors)).toEqual([own, ...follows].sort());
    const first = errors.find((each) => each.code === own);
    if (own !== 'COMPOSITION') expect(first?.line).toEqual(expect.any(Number));
    expect(first?.message).not.toMatch(/\n\s+at |node_modules/);
  });

  test('in an SDL that was reviewed puts its defaults out of force until it is reviewed again', async () => {
    demo.change('subgraphs/population/schema.graphql', 'type Query {', 'type Query {\n  nothing: Int');
    const { code, errors } = await check(demo.config);
    expect([code, errors.filter(({ code: each }) => each === 'GX3101').map(({ coordinate }) => coordinate)]).toEqual([
      1,
      expect.arrayContaining(['Query.nothing', 'Person.name']),
    ]);
    demo.review('population');
    expect(await check(demo.config)).toMatchObject({ code: 0, errors: [] });
  });
});
