/** Interfaces, unions and `node()` lead to the same decision as the plain field. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf, valueOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
const desk = { as: 'desk', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const p1 = `node(id: "${String(valueOf('Person.id', 'p1'))}")`;

test('the surface is real: every door leads to values that some may have', async () => {
  const answer = await town.ask(
    `{ ${p1} { id ... on Person { nickname } } find { ... on Person { nickname } ... on Household { label } } accounts { holder usage } }`,
    desk,
  );
  expect(denials(answer)).toEqual(['PURPOSE_NOT_ALLOWED Visit.id']);
  expect(released(answer)).toEqual([
    'HomeAccount.holder',
    'HomeAccount.usage',
    'Household.label',
    'Person.id',
    'Person.nickname',
    'TradeAccount.holder',
    'TradeAccount.usage',
  ]);
});

test.each([
  ['node()', `${p1} { ... on Person { nickname } }`],
  ['node() and a fragment on itself', `${p1} { ... on Node { ... on Person { nickname } } }`],
  ['a named fragment', `${p1} { ...Door }`],
  ['a union', 'find { ... on Person { nickname } }'],
  ['a union and an interface', 'find { ... on Node { ... on Person { nickname } } }'],
  ['a list of a value', 'people { friends { nickname } nickname }'],
  ['an entity of another provider', 'companies { owner { nickname } }'],
  ['a case', 'cases { person { nickname } }'],
])('%s: what is denied plainly is denied, and not fetched', async (_, selection) => {
  const fragment = selection.includes('...Door') ? 'fragment Door on Person { nickname }' : '';
  const answer = await town.ask(`{ ${selection} } ${fragment}`, stranger);
  expect(denials(answer)).toContain('GRANT_REQUIRED Person.nickname');
  expect(tracesOf(town, ['Person.nickname'], answer)).toEqual([]);
});

test('a field of an interface is denied for the types that deny it', async () => {
  const answer = await town.ask(`{ ${p1} { id } }`, stranger);
  expect(denials(answer)).toEqual(['GRANT_REQUIRED Person.id', 'PURPOSE_NOT_ALLOWED Visit.id']);
  expect(answer.body.data).toEqual({ node: null });
  // The id is the client's own argument; no provider gives it back.
  expect(tracesOf(town, ['Person.id'], answer)).toEqual(
    ['sent to people: Person.id of p1'].filter(() => town.captured.length > 0),
  );
});

test('accounts show what their own kind permits, side by side', async () => {
  const answer = await town.ask('{ accounts { holder usage tariff: __typename } }', stranger);
  expect(denials(answer)).toEqual(['GRANT_REQUIRED HomeAccount.holder', 'GRANT_REQUIRED HomeAccount.usage']);
  expect(answer.body.data?.accounts).toEqual([
    { holder: null, usage: null, tariff: 'HomeAccount' },
    {
      holder: valueOf('TradeAccount.holder', 'a2'),
      usage: valueOf('TradeAccount.usage', 'a2'),
      tariff: 'TradeAccount',
    },
    { holder: null, usage: null, tariff: 'HomeAccount' },
    {
      holder: valueOf('TradeAccount.holder', 'a4'),
      usage: valueOf('TradeAccount.usage', 'a4'),
      tariff: 'TradeAccount',
    },
  ]);
  expect(tracesOf(town, ['HomeAccount.holder', 'HomeAccount.usage'], answer)).toEqual([]);
});

test('what an `@interfaceObject` contributes is denied for every concrete type', async () => {
  const honest = await town.ask('{ accounts { subsidy } }', desk);
  expect(released(honest)).toEqual(['HomeAccount.subsidy', 'TradeAccount.subsidy']);
  town.forget();
  for (const selection of [
    'subsidy',
    '... on TradeAccount { subsidy }',
    '... on HomeAccount { holder: subsidy }',
    'number subsidy',
  ]) {
    const answer = await town.ask(`{ accounts { ${selection} } }`, stranger);
    expect(denials(answer).every((each) => /^GRANT_REQUIRED (Home|Trade)Account.subsidy$/.test(each))).toBe(true);
    expect(tracesOf(town, ['HomeAccount.subsidy', 'TradeAccount.subsidy'], answer)).toEqual([]);
  }
});

describe('a type that is denied as a whole', () => {
  let closed: Town;
  const closedType =
    '@share(class: "CONDITIONAL", basis: ["LAW"], conditions: ["C"], scope: ["S"]) @purpose(allow: ["aid"]) @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"])';
  beforeAll(async () => {
    closed = await startTown({
      sdl: (name, sdl) =>
        name === 'people'
          ? sdl.replace('type Household @key(fields: "hid")', `type Household @key(fields: "hid") ${closedType}`)
          : sdl,
    });
  });
  afterAll(() => closed?.stop());

  test('shows not even that it is there: its elements leave lists, with one error however many there were', async () => {
    const answer = await closed.ask('{ find { __typename ... on Person { region } } }', stranger);
    expect(denials(answer)).toEqual(['GRANT_REQUIRED Household']);
    expect(answer.body.data?.find).toEqual(
      ['p1', 'p2', 'p3', 'p4'].map((row) => ({ __typename: 'Person', region: valueOf('Person.region', row) })),
    );
    expect(answer.text).not.toContain('"__typename":"Household"');
  });

  test('its fields are denied through every door', async () => {
    for (const selection of [
      'find { ... on Household { label } }',
      'people { household { label } }',
      'household { label }',
    ]) {
      const answer = await closed.ask(`{ ${selection} }`, stranger);
      expect(denials(answer).length).toBeGreaterThan(0);
      expect(tracesOf(closed, ['Household.label'], answer)).toEqual([]);
    }
  });
});
