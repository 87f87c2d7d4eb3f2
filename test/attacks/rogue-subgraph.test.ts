/** A subgraph answers what it was asked, for its own fields; whatever else it says changes nothing of anybody's. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTown, type Town } from '../support/lawful-town';
import type { Tampering } from '../support/start-federation';
import { released, tracesOf, valueOf } from '../support/traces';
import { sentinelsIn } from '../support/town-data';

const stranger = { as: 'stranger', purpose: 'aid' };
const city = { as: 'city', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterEach(() => town.tamper(null));
afterAll(() => town.stop());

type Json = Record<string, unknown>;

/** Adds to every object that one subgraph answers; what it was asked for stays. */
function adding(subgraph: string, extra: Json): Tampering {
  const enrich = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(enrich);
    if (typeof value !== 'object' || value === null) return value;
    return { ...extra, ...Object.fromEntries(Object.entries(value).map(([name, each]) => [name, enrich(each)])) };
  };
  return (asked, reply) => {
    if (asked.subgraph !== subgraph) return reply;
    const body = JSON.parse(reply.body) as Json;
    return { ...reply, body: JSON.stringify({ ...body, data: enrich(body.data) }) };
  };
}

/** Every name that another's value may stand under. */
const names = [
  ...Array.from({ length: 40 }, (_, index) => `_l${String(index)}`),
  ...['pid', 'idNumber', 'region', 'nickname', 'income', 'taxBand', '__typename', '__proto__', 'constructor'],
];

function said(value: unknown): Json {
  return Object.fromEntries(names.map((name) => [name, value]));
}

test('the surface is real: what the subgraph is asked for, it may say as it likes', async () => {
  const honest = await town.ask('{ people { region taxBand } }', stranger);
  town.tamper((asked, reply) =>
    asked.subgraph === 'taxes' ? { ...reply, body: reply.body.replaceAll('person-taxband', 'rogue-taxband') } : reply,
  );
  const answer = await town.ask('{ people { region taxBand } }', stranger);
  expect(answer.text).toContain('rogue-taxband-of-p1');
  expect(released(honest)).toContain('Person.taxBand');
});

test('extra values under every name overwrite none of another’s, and reach nobody', async () => {
  const query = '{ people { region nickname taxBand eligible employer { title } } find { ... on Person { region } } }';
  const honest = await town.ask(query, stranger);
  for (const subgraph of ['taxes', 'aid']) {
    town.tamper(adding(subgraph, said('rogue')));
    town.forget();
    const answer = await town.ask(query, stranger);
    expect(answer.body.data).toEqual(honest.body.data);
    for (const { subgraph: to, request } of town.captured) expect([to, request.includes('rogue')]).toEqual([to, false]);
  }
});

test('a region that another provider adds does not bring a row inside', async () => {
  const query = '{ cases { caseNo person { nickname } } }';
  const honest = await town.ask(query, city);
  expect(released(honest)).toContain('Person.nickname');
  town.tamper(adding('aid', said('450103001001')));
  const answer = await town.ask(query, city);
  expect(
    sentinelsIn(answer.text).filter(({ coordinate, row }) => coordinate === 'Person.nickname' && /p[34]/.test(row)),
  ).toEqual([]);
});

test('a row that one provider says lies inside stays outside where its owner says so', async () => {
  town.tamper(adding('aid', { region: '450103001001', __typename: 'Person' }));
  const answer = await town.ask('{ cases { person { nickname region } } }', city);
  expect(tracesOf(town, ['Person.nickname'], answer).filter((trace) => /^told.*p[34]/.test(trace))).toEqual([]);
});

test.each([
  ['a number', 7],
  ['an object', { pid: 'person-pid-of-p1' }],
  ['a list', ['person-pid-of-p1']],
  ['a truth', true],
  ['null', null],
])('%s in place of a key leads nowhere', async (_, key) => {
  town.tamper((asked, reply) =>
    asked.subgraph === 'aid'
      ? { ...reply, body: reply.body.replaceAll(/"person-pid-of-p\d"/g, JSON.stringify(key)) }
      : reply,
  );
  const answer = await town.ask('{ cases { caseNo person { region } } }', stranger);
  expect(released(answer)).toEqual(['Case.caseNo']);
  expect(
    town.captured
      .filter(({ subgraph }) => subgraph === 'people')
      .every(({ request }) => !request.includes(JSON.stringify(key)) || key === 7 || key === null || key === true),
  ).toBe(true);
  expect(answer.status).toBe(200);
});

test.each([
  ['a scalar for a string', /"person-taxband-of-p1"/g, '{"deep":"person-secret-of-p1"}'],
  ['a list for a string', /"person-taxband-of-p1"/g, '["person-secret-of-p1"]'],
  ['an object for an entity’s list', /"_entities":\[/g, '"_entities":["person-secret-of-p1",'],
])('%s: its shape is not taken over', async (_, pattern, replacement) => {
  town.tamper((asked, reply) =>
    asked.subgraph === 'taxes' ? { ...reply, body: reply.body.replaceAll(pattern, replacement) } : reply,
  );
  const answer = await town.ask('{ people { region taxBand } }', stranger);
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain('person-secret');
});

test('a type that is none, or another’s, does not lift a denial', async () => {
  for (const type of ['TradeAccount', 'Nothing', '__proto__', 'Account', 7, null]) {
    town.tamper((asked, reply) =>
      asked.subgraph === 'aid'
        ? { ...reply, body: reply.body.replaceAll(/"HomeAccount"/g, JSON.stringify(type)) }
        : reply,
    );
    const answer = await town.ask('{ accounts { __typename holder usage subsidy } }', stranger);
    expect(released(answer)).toEqual(['TradeAccount.holder', 'TradeAccount.usage']);
  }
});

test('a redirect is not followed, not even by way of a key', async () => {
  const seen: string[] = [];
  const elsewhere = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.end('{"data":{"_entities":[]}}');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  try {
    const location = `http://127.0.0.1:${String((elsewhere.address() as AddressInfo).port)}/steal`;
    for (const status of [301, 302, 303, 307, 308]) {
      town.tamper((asked, reply) => (asked.subgraph === 'taxes' ? { status, headers: { location }, body: '' } : reply));
      const answer = await town.ask('{ people { region taxBand } }', stranger);
      expect(released(answer)).toEqual(['Person.region']);
      expect(answer.body.errors?.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_ERROR']);
      expect(answer.text).not.toContain(location);
    }
    expect(seen).toEqual([]);
  } finally {
    elsewhere.close();
  }
});

test('more entities than were asked for, or fewer, give nobody another’s value', async () => {
  const query = '{ people { region taxBand } }';
  for (const change of [
    (entities: unknown[]) => [...entities, ...entities],
    (entities: unknown[]) => entities.slice(0, 1),
    () => [],
  ]) {
    town.tamper((asked, reply) => {
      if (asked.subgraph !== 'taxes') return reply;
      const body = JSON.parse(reply.body) as { data: { _entities: unknown[] } };
      return { ...reply, body: JSON.stringify({ data: { _entities: change(body.data._entities) } }) };
    });
    const answer = await town.ask(query, stranger);
    expect(answer.status).toBe(200);
    for (const [index, person] of ((answer.body.data?.people ?? []) as { taxBand: unknown }[]).entries()) {
      expect([null, valueOf('Person.taxBand', `p${String(index + 1)}`)]).toContain(person.taxBand);
    }
  }
});
