/** A masked value leaves the gateway masked, whatever door, alias or form it takes; raw it moves nowhere. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, tracesOf, valueOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterEach(() => town.tamper(null));
afterAll(() => town.stop());

const coordinates = ['Person.idNumber', 'Person.birth', 'Person.name', 'Person.phone'];
const told = (traces: readonly string[]): string[] => traces.filter((each) => /^(told|access|server)/.test(each));

test('the surface is real: the raw values are fetched, and those with a grant get them', async () => {
  const answer = await town.ask('{ people { idNumber birth name } }', { as: 'desk', purpose: 'aid' });
  expect((answer.body.data?.people as unknown[])[0]).toEqual({
    idNumber: valueOf('Person.idNumber', 'p1'),
    birth: valueOf('Person.birth', 'p1'),
    name: valueOf('Person.name', 'p1'),
  });
});

test.each([
  ['plainly', 'people { idNumber birth name phone }'],
  ['under aliases', 'people { name: idNumber phone: birth idNumber: name birth: phone }'],
  ['twice', 'people { idNumber other: idNumber ... on Person { again: idNumber } birth name phone }'],
  ['through node()', 'node(id: "person-id-of-p1") { ... on Person { idNumber birth name phone } }'],
  ['through a union', 'find { ... on Person { idNumber birth name phone } }'],
  ['nested', 'household { members { idNumber birth name phone } }'],
  ['as entities', 'cases { person { idNumber birth name phone } }'],
  ['in pages', 'pages { edges { node { idNumber birth name phone } } }'],
])('%s: masked', async (_, selection) => {
  const answer = await town.ask(`{ ${selection} }`, stranger);
  expect(answer.status).toBe(200);
  expect(told(tracesOf(town, coordinates, answer))).toEqual([]);
  for (const masked of ['450103************', '"1990"', '138******0', '"p*']) expect(answer.text).toContain(masked);
});

test('raw for one type, masked for none: the same name beside a permitted field stays masked', async () => {
  const answer = await town.ask('{ people { region idNumber: region name: idNumber } }', stranger);
  expect((answer.body.data?.people as unknown[])[0]).toEqual({
    region: valueOf('Person.region', 'p1'),
    idNumber: valueOf('Person.region', 'p1'),
    name: '450103************',
  });
});

test('anonymous callers get the forms that are open, and no others', async () => {
  const answer = await town.ask('{ pages { edges { node { name } } } }');
  expect(answer.text).toContain('p****');
  expect(told(tracesOf(town, coordinates, answer))).toEqual([]);
  const closed = await town.ask('{ people { birth } }');
  expect(denials(closed)).toEqual(['NOT_OPEN Person.birth']);
  expect(closed.text).not.toContain('1990');
});

test.each([
  ['another form', '"not-a-number-at-all"'],
  ['too short', '"450103"'],
  ['a blank', '""'],
  ['spaces around', '" 450103199001010001 "'],
  ['two of them', '"450103199001010001 450103199001010002"'],
  ['other digits', '"４５０１０３１９９００１０１０００１"'],
])('a value of %s becomes null, and never passes unmasked', async (_, value) => {
  town.tamper((__, reply) => ({ ...reply, body: reply.body.replaceAll(/"45010319900101000\d"/g, value) }));
  const answer = await town.ask('{ people { region idNumber } }', stranger);
  expect((answer.body.data?.people as { idNumber: unknown }[]).map(({ idNumber }) => idNumber)).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(answer.status).toBe(200);
});

test('a masked field is no permit for its oracle, nor for a flow', async () => {
  const oracle = await town.ask('{ people(name: "p") { name } }', stranger);
  expect([oracle.status, ...denials(oracle)]).toEqual([403, 'INFLUENCE_NOT_PERMITTED Person.name']);
  const birth = await town.ask('{ people(filter: { birthFrom: "1990-01-01" }) { birth } }', stranger);
  expect([birth.status, ...denials(birth)]).toEqual([403, 'INFLUENCE_NOT_PERMITTED Person.birth']);
  expect(town.captured).toEqual([]);
});

test('a scoped permit does not fall back to the mask outside', async () => {
  const answer = await town.ask('{ people { birth } }', { as: 'city', purpose: 'aid' });
  expect(answer.body.data).toEqual({
    people: [{ birth: valueOf('Person.birth', 'p1') }, { birth: valueOf('Person.birth', 'p2') }],
  });
});

test('the client is told what was masked', async () => {
  const answer = await town.ask('{ people { x: idNumber } }', stranger);
  const { obligations } = answer.body.extensions?.lingqu as { obligations: unknown[] };
  expect(obligations).toEqual([
    expect.objectContaining({ position: ['people', 'x'], coordinate: 'Person.idNumber', mask: 'id-number' }),
  ]);
});
