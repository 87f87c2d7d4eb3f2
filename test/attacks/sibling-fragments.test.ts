/** Two fragments under one response key: the one that is permitted must not carry the other's value out. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf, valueOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

test('the surface is real: one response key yields different fields of different types', async () => {
  const answer = await town.ask('{ find { ... on Person { x: nickname } ... on Household { x: label } } }', {
    as: 'desk',
    purpose: 'aid',
  });
  expect(answer.body.errors).toBeUndefined();
  expect(released(answer)).toEqual(['Household.label', 'Person.nickname']);
});

test.each([
  ['denied first', '... on Person { x: nickname } ... on Household { x: label }'],
  ['permitted first', '... on Household { x: label } ... on Person { x: nickname }'],
  ['twice', '... on Household { x: label } ... on Person { x: nickname } ... on Person { x: nickname }'],
  [
    'nested',
    '... on Found { ... on Person { ... on Node { ... on Person { x: nickname } } } ... on Household { x: label } }',
  ],
])('%s: only the permitted one', async (_, selection) => {
  const answer = await town.ask(`{ find { ${selection} } }`, stranger);
  expect(denials(answer)).toEqual(['GRANT_REQUIRED Person.nickname']);
  expect(answer.body.data?.find).toEqual([
    { x: null },
    { x: null },
    { x: null },
    { x: null },
    { x: valueOf('Household.label', 'h1') },
    { x: valueOf('Household.label', 'h2') },
  ]);
  expect(tracesOf(town, ['Person.nickname'], answer)).toEqual([]);
});

test('one key of two implementations, decided apart', async () => {
  const answer = await town.ask(
    '{ accounts { ... on HomeAccount { x: holder } ... on TradeAccount { x: tariff } ... on TradeAccount { holder } } }',
    stranger,
  );
  expect(released(answer)).toEqual(['TradeAccount.holder', 'TradeAccount.tariff']);
  expect(tracesOf(town, ['HomeAccount.holder', 'HomeAccount.tariff'], answer)).toEqual([]);
});

test('a fragment on an interface beside one on a type: the stricter field does not ride along', async () => {
  const answer = await town.ask(
    '{ accounts { ... on Account { usage } ... on HomeAccount { usage } ... on TradeAccount { usage } } }',
    stranger,
  );
  expect(released(answer)).toEqual(['TradeAccount.usage']);
  expect(tracesOf(town, ['HomeAccount.usage'], answer)).toEqual([]);
});

test('composite siblings merge, and each leaf keeps its own decision', async () => {
  const answer = await town.ask(
    '{ people { card { issuer } ... on Person { card { number } } } cases { person { region } ... on Case { person { nickname } } } }',
    stranger,
  );
  expect(released(answer)).toEqual(['Person.region']);
  expect(tracesOf(town, ['Card.number', 'Card.issuer', 'Person.nickname'], answer)).toEqual([]);
});

test('two fields that cannot share a response key are refused before anything is fetched', async () => {
  const answer = await town.ask(
    '{ people { x: region ... on Node { x: id } ... on Person { x: nickname } } }',
    stranger,
  );
  expect(answer.status).toBe(400);
  expect(town.captured).toEqual([]);
});
