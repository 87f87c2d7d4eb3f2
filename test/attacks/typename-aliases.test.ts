/** `__typename` is what the gateway goes by; no client's alias takes its place, and it tells nothing that is withheld. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf, valueOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

test('another field under the name `__typename` does not decide which type an object has', async () => {
  // HomeAccount.holder is denied, TradeAccount.holder is open: who could call a HomeAccount a TradeAccount would have both.
  const answer = await town.ask(
    '{ accounts { __typename: tariff2 ... on HomeAccount { holder } ... on TradeAccount { holder } } }'.replace(
      '__typename: tariff2',
      '... on HomeAccount { __typename: tariff } ... on TradeAccount { __typename: tariff }',
    ),
    stranger,
  );
  expect(answer.status).toBe(200);
  expect(released(answer)).toEqual(['HomeAccount.tariff', 'TradeAccount.holder', 'TradeAccount.tariff']);
  expect(tracesOf(town, ['HomeAccount.holder'], answer)).toEqual([]);
});

test.each([
  ['a key', '{ people { __typename: region taxBand } }', ['Person.region', 'Person.taxBand']],
  ['a denied field', '{ people { __typename: nickname region } }', ['Person.region']],
  ['an input', '{ people { income: __typename eligible region } }', ['Person.region']],
  ['a key from a type', '{ people { pid: __typename taxBand } }', ['Person.taxBand']],
])('aliases around `__typename` and %s: each gets its own value', async (_, query, values) => {
  const answer = await town.ask(query, stranger);
  expect(answer.status).toBe(200);
  expect(released(answer)).toEqual(values);
  expect(tracesOf(town, ['Person.nickname'], answer)).toEqual([]);
});

test('any alias of `__typename` tells the type, at the root, in lists, of mutations', async () => {
  const answer = await town.ask(
    '{ a: __typename people { b: __typename c: __typename } node(id: "person-id-of-p1") { region: __typename } }',
    {
      as: 'desk',
      purpose: 'aid',
    },
  );
  expect(answer.body.data).toEqual({
    a: 'Query',
    people: Array.from({ length: 4 }, () => ({ b: 'Person', c: 'Person' })),
    node: { region: 'Person' },
  });
});

test('rows that are withheld do not show by their `__typename`', async () => {
  const city = { as: 'city', purpose: 'aid' };
  const answer = await town.ask(
    '{ people { __typename nickname } node(id: "person-id-of-p3") { __typename ... on Person { nickname } } }',
    city,
  );
  expect(answer.body.data).toEqual({
    people: [
      { __typename: 'Person', nickname: valueOf('Person.nickname', 'p1') },
      { __typename: 'Person', nickname: valueOf('Person.nickname', 'p2') },
    ],
    node: null,
  });
  expect(denials(answer)).toEqual([]);
});
