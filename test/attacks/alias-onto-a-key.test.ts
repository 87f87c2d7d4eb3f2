/** The planner fetches keys under their own names; a client alias of that name must not receive them. */
import { startTown, type Town } from '../support/lawful-town';
import { released, tracesOf, valueOf } from '../support/traces';

// A department without any grant: neither `pid` nor, raw, `idNumber` is for it, yet `taxBand` is fetched by way of `pid`.
const stranger = { as: 'stranger', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

test('the surface is real: a plain query sends keys that the client may not have', async () => {
  const answer = await town.ask('{ people { region taxBand } }', stranger);
  expect(answer.body.errors).toBeUndefined();
  expect(released(answer)).toEqual(['Person.region', 'Person.taxBand']);
  expect(town.sent()).toEqual(['taxes ← Person.pid']);
});

test.each([
  ['a key', 'pid: region taxBand'],
  ['a key, the other way round', 'taxBand pid: region'],
  ['the other key', 'idNumber: region taxBand'],
  ['both keys', 'pid: region idNumber: taxBand'],
  ['a key by a field of another provider', 'pid: taxBand region'],
  ['a key in a fragment', '... on Person { pid: region } ... on Node { ... on Person { taxBand } }'],
  ['names of each other', 'region: taxBand taxBand: region'],
])('an alias onto %s gets its own value', async (_, selection) => {
  const answer = await town.ask(`{ people { ${selection} } }`, stranger);
  expect(answer.body.errors).toBeUndefined();
  expect(released(answer)).toEqual(['Person.region', 'Person.taxBand']);
  expect(town.sent()).toEqual(['taxes ← Person.pid']);
  expect(tracesOf(town, ['Person.idNumber'], answer)).toEqual([]);
});

test('each value stands under the alias that asked for it', async () => {
  const answer = await town.ask('{ people { pid: region idNumber: taxBand } }', stranger);
  expect((answer.body.data?.people as unknown[])[0]).toEqual({
    pid: valueOf('Person.region', 'p1'),
    idNumber: valueOf('Person.taxBand', 'p1'),
  });
});

test('an alias onto a key that is hidden from clients gets its own value', async () => {
  const desk = { as: 'desk', purpose: 'aid' };
  const honest = await town.ask('{ people { household { grantMoney } } }', desk);
  expect(released(honest)).toEqual(['Household.grantMoney']);
  expect(town.sent()).toContain('aid ← Household.hid');
  for (const selection of ['hid: grantMoney', 'hid: label grantMoney', 'label: grantMoney hid: label']) {
    const answer = await town.ask(`{ people { household { ${selection} } } }`, desk);
    expect(answer.body.errors).toBeUndefined();
    expect(tracesOf(town, ['Household.hid'], answer).filter((trace) => trace.startsWith('told'))).toEqual([]);
  }
});

test('aliases like those that the gateway gives are refused', async () => {
  for (const alias of ['_l0', '_l1', '_l99']) {
    const answer = await town.ask(`{ people { ${alias}: region taxBand } }`, stranger);
    expect(answer.status).toBe(400);
    expect(town.captured).toEqual([]);
  }
});
