/** Filters, orders and counts tell values apart that nobody shows: each needs the raw permit of what it influences, however it is given. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
const desk = { as: 'desk', purpose: 'aid' };
const city = { as: 'city', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const onSecret = 'INFLUENCE_NOT_PERMITTED Person.secret';
const onName = 'INFLUENCE_NOT_PERMITTED Person.name';

test('the surface is real: who has the raw value filters by it', async () => {
  const answer = await town.ask(
    '{ people(name: "n", filter: { birthFrom: "1990" }, order: NAME_ASC) { region } }',
    desk,
  );
  expect(answer.body.errors).toBeUndefined();
  expect(released(answer)).toEqual(['Person.region']);
  expect(town.captured[0]?.request).toContain('NAME_ASC');
});

test.each<[string, string, string, Record<string, unknown>?]>([
  ['a literal', '{ people(name: "n") { region } }', onName],
  [
    'a literal for a masked value',
    '{ people(filter: { birthFrom: "1990" }) { region } }',
    'INFLUENCE_NOT_PERMITTED Person.birth',
  ],
  ['an explicit null', '{ people(name: null) { region } }', onName],
  ['a variable', 'query($n: String) { people(name: $n) { region } }', onName, { n: 'n' }],
  ['a variable that is null', 'query($n: String) { people(name: $n) { region } }', onName, { n: null }],
  ['a default of the client', 'query($n: String = "n") { people(name: $n) { region } }', onName],
  ['a null default of the client', 'query($n: String = null) { people(name: $n) { region } }', onName],
  ['a default of the schema', '{ ranked { region } }', onSecret],
  ['a null default of the schema', '{ absent { region } }', onSecret],
  ['a default of an input field', '{ sifted(filter: { name: "n" }) { region } }', onSecret],
  [
    'a default of an input field, by variable',
    'query($f: RankFilter) { sifted(filter: $f) { region } }',
    onSecret,
    { f: {} },
  ],
  [
    'a default of the client for a whole input',
    'query($f: RankFilter = {}) { sifted(filter: $f) { region } }',
    onSecret,
  ],
  [
    'a default of an input field beside a variable that is not given',
    'query($n: String) { sifted(filter: { name: $n }) { region } }',
    onSecret,
  ],
  [
    'a default of an input field whose variable is not given',
    'query($s: String) { sifted(filter: { secretFrom: $s }) { region } }',
    onSecret,
  ],
  [
    'a default of the schema whose variable is not given',
    'query($o: PersonOrder) { ranked(order: $o) { region } }',
    onSecret,
  ],
  [
    'a null default of the schema whose variable is not given',
    'query($s: [String!]) { absent(secret: $s) { region } }',
    onSecret,
  ],
  ['an empty list', '{ people(filter: { secretIn: [] }) { region } }', onSecret],
  ['a single value for a list', '{ people(filter: { secretIn: "s" }) { region } }', onSecret],
  [
    'a nested object',
    '{ people(filter: { and: [{ city: "c" }, { and: [{ secretIn: ["s"] }] }] }) { region } }',
    onSecret,
  ],
  ['a single object for a list', '{ people(filter: { and: { and: { secretIn: "s" } } }) { region } }', onSecret],
  [
    'a variable in a nested object',
    'query($s: [String!]) { people(filter: { and: [{ secretIn: $s }] }) { region } }',
    onSecret,
    { s: ['s'] },
  ],
  [
    'a nested object in a variable',
    'query($f: PersonFilter) { people(filter: $f) { region } }',
    onSecret,
    { f: { and: [{ and: [{ secretIn: ['s'] }] }] } },
  ],
  [
    'a single object in a variable',
    'query($f: PersonFilter) { people(filter: $f) { region } }',
    onSecret,
    { f: { and: { secretIn: 's' } } },
  ],
  ['an enum value', '{ people(order: SECRET_DESC) { region } }', onSecret],
  [
    'an enum value by variable',
    'query($o: PersonOrder) { people(order: $o) { region } }',
    onSecret,
    { o: 'SECRET_DESC' },
  ],
  ['an enum value by default', 'query($o: PersonOrder = SECRET_DESC) { people(order: $o) { region } }', onSecret],
  ['a count', '{ peopleCount(filter: { secretIn: ["s"] }) }', onSecret],
  ['a total', '{ pages(filter: { secretIn: ["s"] }) { total } }', onSecret],
  ['a mere __typename', '{ people(filter: { secretIn: ["s"] }) { __typename } }', onSecret],
  ['a fragment', '{ ...F } fragment F on Query { people(filter: { secretIn: ["s"] }) { region } }', onSecret],
  ['an argument of a key', '{ person(pid: "person-pid-of-p1") { region } }', 'INFLUENCE_NOT_PERMITTED Person.pid'],
  ['one of several fields', '{ motto people { region } x: people(filter: { secretIn: ["s"] }) { region } }', onSecret],
])('%s: refused as a whole, nothing is fetched', async (_, query, denial, variables = {}) => {
  const answer = await town.ask(query, { ...stranger, variables });
  expect(answer.status).toBe(403);
  expect(answer.body).not.toHaveProperty('data');
  expect(denials(answer)).toContain(denial);
  expect(town.captured).toEqual([]);
  expect(tracesOf(town, ['Person.secret', 'Person.pid'], answer)).toEqual([]);
});

test.each<[string, string, Record<string, unknown>?]>([
  ['a variable that is not given', 'query($n: String) { people(name: $n) { region } }'],
  ['a nested variable that is not given', 'query($s: [String!]) { people(filter: { secretIn: $s }) { region } }'],
  ['a filter by what is open', '{ household { label } people(filter: {}) { region } }'],
  ['an input that is not given', '{ sifted { region } }'],
  ['an overridden default', '{ ranked(order: null) { region } }'],
])('%s influences nothing', async (_, query, variables = {}) => {
  const answer = await town.ask(query, { ...stranger, variables });
  expect(denials(answer)).toEqual([]);
  expect(answer.status).toBe(200);
});

test('an order that is permitted runs after one that was refused, and the other way round', async () => {
  const query = 'query($o: PersonOrder) { people(order: $o) { region } }';
  for (const o of ['SECRET_DESC', 'NAME_ASC', 'SECRET_DESC']) {
    const answer = await town.ask(query, { ...desk, variables: { o } });
    expect(answer.status).toBe(o === 'NAME_ASC' ? 200 : 403);
  }
});

test('a permit for some rows permits no oracle over all: a count, a total, a filter where rows do not show', async () => {
  for (const query of ['{ peopleCount(filter: { name: "n" }) }', '{ pages(filter: { name: "n" }) { total } }']) {
    const answer = await town.ask(query, city);
    expect([answer.status, ...denials(answer)]).toEqual([403, onName]);
    expect(town.captured).toEqual([]);
  }
  // Where every row that comes is filtered by the same scope, the filter tells of these rows only.
  const rows = await town.ask('{ people(name: "n") { region } }', city);
  expect(rows.status).toBe(200);
  expect(tracesOf(town, ['Person.region'], rows).filter((trace) => /^told.*p[34]/.test(trace))).toEqual([]);
});

test('an own value may be asked by, and only by its owner', async () => {
  const own = await town.ask('{ people(filter: { secretIn: ["s"] }) { region } ranked { region } }', { as: 'police' });
  expect(own.status).toBe(200);
  for (const who of [desk, city, stranger, { as: 'taxman', purpose: 'tax' }, {}]) {
    expect((await town.ask('{ ranked { employer { title } } }', who)).status).toBe(403);
  }
});
