/** An application developer's story: what `explain` foretells is what is answered, with its reasons, notices and obligations. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDemo, type DemoFixture } from '../support/start-demo';
import { lingqu } from './run-lingqu';

interface Explained {
  readonly fields: readonly {
    readonly position: readonly string[];
    readonly coordinate: string;
    readonly decision: 'permit' | 'mask' | 'deny';
    readonly technique: string | null;
    readonly reason: string | null;
    readonly article: string | null;
    readonly grants: readonly string[];
    readonly remedy: string | null;
  }[];
  readonly flows: readonly { readonly decision: string }[];
}

let demo: DemoFixture;
beforeAll(async () => {
  demo = await startDemo();
}, 60_000);
afterAll(() => demo.stop());

async function explain(query: string, client: string, purpose?: string): Promise<{ code: number; said: Explained }> {
  const operation = join(demo.directory, 'operation.graphql');
  writeFileSync(operation, query);
  const { code, out } = await lingqu(
    ...[
      'explain',
      '--operation',
      operation,
      '--client',
      client,
      ...(purpose === undefined ? [] : ['--purpose', purpose]),
    ],
    ...['--format', 'json', '--config', join(__dirname, '../../lingqu.yaml')],
  );
  return { code, said: JSON.parse(out) as Explained };
}

test.each<[client: string, purpose: string | undefined, query: string]>([
  [
    'welfare-desk',
    'social-assistance.eligibility',
    '{ person(pid: "P-000004") { name idNumber phone income eligible gender wanted household { size } } }',
  ],
  [
    'hospital-desk',
    'public-health.treatment',
    '{ person(pid: "P-000001") { name eligible income visits { ward diagnosis } } }',
  ],
  [
    'employment-desk',
    'social-assistance.employment',
    '{ person(pid: "P-000001") { gender phone householdSize address } }',
  ],
  ['anonymous', undefined, '{ residentCount person(pid: "P-000001") { name } division(code: "450103") { name } }'],
])('what `explain` tells %s (%s) is what happens', async (client, purpose, query) => {
  const { code, said } = await explain(query, client, purpose);
  expect(code).toBe(0);
  const how = { ...(client === 'anonymous' ? {} : { as: client }), ...(purpose === undefined ? {} : { purpose }) };
  const { status, body } = await demo.ask(query, how);
  expect(status).toBe(200);

  const told = said.fields
    .filter(({ decision }) => decision === 'deny')
    .map(({ position, coordinate, reason, article, remedy }) => ({
      ...{ position, coordinate, code: reason, article },
      remedy,
    }));
  const met = (body.errors ?? []).map(({ message, extensions: { position, coordinate, code: reason, article } }) => ({
    ...{ position, coordinate, code: reason, article },
    // A message says why, then what would make it right.
    remedy: message.slice(message.indexOf('; ') + 2),
  }));
  expect(told.length).toBeGreaterThan(0);
  expect(met).toEqual(expect.arrayContaining(told));
  expect(told).toHaveLength(met.length);

  const { obligations } = body.extensions?.['lingqu'] as {
    obligations: { position: string[]; mask: string | null; grant: string | null }[];
  };
  const masked = said.fields
    .filter(({ decision }) => decision === 'mask')
    .map((each) => [each.position, each.technique]);
  expect(obligations.filter(({ mask }) => mask !== null).map(({ position, mask }) => [position, mask])).toEqual(masked);
  for (const { position, grants, decision } of said.fields) {
    const relied = obligations
      .filter((each) => each.position.join() === position.join())
      .flatMap(({ grant }) => grant ?? []);
    if (decision !== 'deny') expect(relied.sort()).toEqual([...grants].sort());
  }
});

test('one denied field and `Lingqu-On-Deny: reject`: 403, no data, and the field is named', async () => {
  const query = '{ person(pid: "P-000001") { name wanted } }';
  const desk = { as: 'welfare-desk', purpose: 'social-assistance.eligibility' };
  const { status, body } = await demo.ask(query, { ...desk, headers: { 'lingqu-on-deny': 'reject' } });
  expect(status).toBe(403);
  expect(body).not.toHaveProperty('data');
  expect(body.errors?.map(({ message, extensions: { code, article } }) => ({ message, code, article }))).toEqual([
    { message: '`Person.wanted` is not shared; leave it out: no grant opens it', code: 'NOT_SHARED', article: '31' },
  ]);
});

test('an answer limited to a region says so, and nothing of the rows that are missing', async () => {
  const bureau = { as: 'nanning-data-bureau', purpose: 'population.planning' };
  const [there, elsewhere, nowhere] = await Promise.all(
    ['P-000001', 'P-000004', 'P-999999'].map((pid) => demo.ask(`{ person(pid: "${pid}") { name } }`, bureau)),
  );
  expect(there?.body.data).toEqual({ person: { name: '韦示例' } });
  const bare = ({ body }: NonNullable<typeof there>): unknown => {
    const { decisionId: _, ...rest } = body.extensions?.['lingqu'] as Record<string, unknown>;
    return { data: body.data, errors: body.errors, rest };
  };
  if (elsewhere === undefined || nowhere === undefined) throw new Error('three questions have three answers');
  expect(bare(elsewhere)).toEqual(bare(nowhere));
  expect(bare(elsewhere)).toMatchObject({
    data: { person: null },
    rest: { notices: expect.arrayContaining([expect.objectContaining({ code: 'SCOPE_LIMITED' })]) as unknown },
  });
});
