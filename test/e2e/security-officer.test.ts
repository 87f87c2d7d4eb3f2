/** A security officer's story: who received what, on which ground and about whom, from the lines of the access log alone. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDemo, type DemoFixture } from '../support/start-demo';

type Entry = Readonly<Record<string, unknown>>;

let demo: DemoFixture;
beforeAll(async () => {
  demo = await startDemo();
}, 60_000);
afterAll(() => demo.stop());

const desk = { as: 'welfare-desk', purpose: 'social-assistance.eligibility' };
const entries = (kind: string): Entry[] => demo.entries().filter((entry) => entry['kind'] === kind);
const decisionOf = (body: { extensions?: Readonly<Record<string, unknown>> }): unknown =>
  (body.extensions?.['lingqu'] as { decisionId: unknown }).decisionId;

/** Coordinates that an entry says were released, with the rows; bit N of a bitmap stands for field N of the shape. */
function releasedBy(entry: Entry): Record<string, { rows: number; masked: boolean }> {
  const shape = entries('shape').find((each) => each['shape'] === entry['shape']);
  const fields = shape?.['fields'] as { coordinate: string }[];
  const released = entry['released'] as { rows: number; fields: string; masked?: string }[];
  const has = (bitmap: string | undefined, index: number): boolean =>
    ((Buffer.from(bitmap ?? '', 'hex')[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
  return Object.fromEntries(
    released.flatMap(({ rows, fields: bits, masked }) =>
      fields.flatMap(({ coordinate }, index) =>
        has(bits, index) ? [[coordinate, { rows, masked: has(masked, index) }] as const] : [],
      ),
    ),
  );
}

test('an answer is found by its decision id: who, for what, on which grants, which fields of how many rows', async () => {
  const query = '{ person(pid: "P-000004") { name idNumber eligible wanted } }';
  const { body } = await demo.ask(query, { ...desk, headers: { 'lingqu-case': 'case-4711' } });
  const [entry, ...others] = entries('access').filter(({ requestId }) => requestId === decisionOf(body));
  if (entry === undefined) throw new Error('the answer is not in the log');
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    ...{ client: 'welfare-desk', organisation: '45-CIV', purpose: 'social-assistance.eligibility', route: 'SHARE' },
    ...{ outcome: 'released', grants: expect.arrayContaining(['G-2026-0001']) as unknown },
    ...{ subgraphs: ['civil-affairs', 'population', 'tax'], counts: { Query: 1, Person: 1 } },
  });
  expect(releasedBy(entry)).toEqual({
    'Query.person': { rows: 1, masked: false },
    'Person.name': { rows: 1, masked: false },
    'Person.idNumber': { rows: 1, masked: true },
    'Person.eligible': { rows: 1, masked: false },
  });
  const shape = entries('shape').find((each) => each['shape'] === entry['shape']);
  expect(shape?.['fields']).toContainEqual(
    expect.objectContaining({ coordinate: 'Person.wanted', decision: 'deny', reason: 'NOT_SHARED', article: '31' }),
  );
});

test('what went from one organisation to another stands there, announced by an intent before it went', async () => {
  const { body } = await demo.ask('{ person(pid: "P-000004") { eligible } }', desk);
  const of = (kind: string): Entry | undefined => entries(kind).find(({ requestId }) => requestId === decisionOf(body));
  const [intent, access] = [of('intent'), of('access')];
  expect(Number(intent?.['index'])).toBeLessThan(Number(access?.['index']));
  const flows = access?.['flows'] as { from: string; toOrganisation: string; coordinate: string; decision: string }[];
  expect(
    flows.map(
      ({ from, toOrganisation, coordinate, decision }) => `${from} → ${toOrganisation}: ${coordinate} ${decision}`,
    ),
  ).toEqual(
    expect.arrayContaining(['45-TAX → 45-CIV: Person.income permit', '45-PSB → 45-CIV: Person.householdSize permit']),
  );
});

test('two entries about one person share a keyed hash, which the entry commits to, and the log names nobody', async () => {
  const about = async (pid: string): Promise<string> => {
    const { body } = await demo.ask(`{ person(pid: "${pid}") { name } }`, {
      ...desk,
      headers: { 'lingqu-case': 'case-4711' },
    });
    const entry = entries('access').find(({ requestId }) => requestId === decisionOf(body));
    const place = entry?.['keyBlock'] as { hash: string; offset: number; bytes: number };
    const { directory } = demo.config.audit;
    const file = readdirSync(directory).find((name) => name.endsWith('.keys')) ?? '';
    const block = readFileSync(join(directory, file)).subarray(place.offset, place.offset + place.bytes);
    expect(place.hash).toBe(`sha256:${createHash('sha256').update(block).digest('hex')}`);
    return block.toString('hex');
  };
  const [first, again, other] = [await about('P-000004'), await about('P-000004'), await about('P-000001')];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  const log = demo.logText();
  for (const word of ['P-00000', 'case-4711', Buffer.from('黄样本').toString('latin1'), '450203']) {
    expect(log).not.toContain(word);
  }
});

test('who was refused, and why, is in the log, too', async () => {
  const answer = await demo.ask('{ persons(nameStartsWith: "韦") { pid } }', {
    as: 'employment-desk',
    purpose: 'social-assistance.employment',
  });
  expect(answer.status).toBe(403);
  expect(entries('deny').at(-1)).toMatchObject({
    ...{ client: 'employment-desk', organisation: '45-HRS', outcome: 'refused' },
    ...{ reasons: ['INFLUENCE_NOT_PERMITTED'], released: [] },
  });
});

test('a grant that the officer suspends gives nothing from then on, and everything again once it is restored', async () => {
  const query = '{ person(pid: "P-000004") { name income } }';
  const income = async (): Promise<unknown> => {
    const { body } = await demo.ask(query, desk);
    const { policyEpoch } = body.extensions?.['lingqu'] as { policyEpoch: number };
    const person = body.data?.['person'] as { income: unknown };
    return { policyEpoch, income: person.income, codes: body.errors?.map(({ extensions }) => extensions['code']) };
  };
  expect(await income()).toEqual({ policyEpoch: 1, income: 9600, codes: undefined });
  expect(await demo.gateway.suspend('G-2026-0002')).toBe(true);
  expect(await income()).toEqual({ policyEpoch: 2, income: null, codes: ['GRANT_SUSPENDED'] });
  expect(await demo.gateway.restore('G-2026-0002')).toBe(true);
  expect(await income()).toEqual({ policyEpoch: 3, income: 9600, codes: undefined });
  expect(await demo.gateway.suspend('G-NOBODY')).toBe(false);
  expect(entries('suspend').at(-1)).toMatchObject({ details: { grant: 'G-2026-0002', policyEpoch: 2 } });
  expect(entries('resume').at(-1)).toMatchObject({ details: { grant: 'G-2026-0002', policyEpoch: 3 } });
});

test('entries are numbered without a gap, and each request of this file stands there once', () => {
  const all = demo.entries();
  expect(all.map(({ index }) => index)).toEqual(all.map((_entry, index) => index));
  const ids = [...entries('access'), ...entries('deny')].map(({ requestId }) => requestId);
  expect(new Set(ids).size).toBe(ids.length);
});
