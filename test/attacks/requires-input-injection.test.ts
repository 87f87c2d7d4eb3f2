/** Clients must not be able to choose what one provider computes from another's data: neither by alias nor by argument. */
import { startTown, type Town } from '../support/lawful-town';
import { valueOf } from '../support/traces';
import { sentinelsIn } from '../support/town-data';

const desk = { as: 'desk', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const postal = (row: string): string => `postal-from-long:${String(valueOf('Person.address', row))}`;
const rows = ['p1', 'p2', 'p3', 'p4'];
const postals = (people: unknown): unknown[] => (people as { postal: unknown }[]).map((person) => person.postal);

test('the surface is real: the computing provider is sent the input, in the form that it requires', async () => {
  const answer = await town.ask('{ people { postal } }', desk);
  expect(postals(answer.body.data?.people)).toEqual(rows.map(postal));
});

test.each([
  ['by alias', 'address: region postal'],
  ['by alias, after', 'postal address: city'],
  ['by argument', 'address(style: "EVIL") postal'],
  ['by argument, after', 'postal address(style: "SHORT")'],
  ['by its default', 'address postal'],
  ['by alias and argument', 'address: address(style: "EVIL") postal'],
  ['by the same argument elsewhere', 'region: address(style: "LONG") address: region postal'],
  ['in a fragment', '... on Person { address(style: "EVIL") } ... on Node { ... on Person { postal } }'],
  ['by a variable', 'address(style: $style) postal'],
])('%s: it computes from the real input', async (_, selection) => {
  const answer = await town.ask(
    `query($style: String = "EVIL") { people { ${selection} } motto @skip(if: true) other: people { a: address(style: $style) } }`,
    desk,
  );
  expect(postals(answer.body.data?.people)).toEqual(rows.map(postal));
});

test('a number is injected neither', async () => {
  const answer = await town.ask('{ people { income: taxBand eligible benefit } }', desk);
  expect((answer.body.data?.people as { eligible: boolean }[]).map(({ eligible }) => eligible)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const sent = town.captured.filter(({ subgraph }) => subgraph === 'aid').map(({ request }) => request);
  expect([...new Set(sentinelsIn(sent.join()).map(({ coordinate }) => coordinate))].sort()).toEqual([
    'Person.income',
    'Person.pid',
  ]);
});

test('no text that a client chose reaches a subgraph: aliases, operation, variable and fragment names', async () => {
  const answer = await town.ask(
    'query EvilName($evilVariable: ID!) { evilAlias: person(pid: $evilVariable) { ...EvilFragment } } fragment EvilFragment on Person { evilField: region evilTax: taxBand }',
    { ...desk, variables: { evilVariable: valueOf('Person.pid', 'p1') } },
  );
  expect(answer.body.data).toEqual({
    evilAlias: { evilField: valueOf('Person.region', 'p1'), evilTax: valueOf('Person.taxBand', 'p1') },
  });
  expect(town.captured.length).toBe(2);
  for (const { request, headers } of town.captured) {
    expect(request).not.toMatch(/evil/i);
    expect(JSON.stringify(headers)).not.toMatch(/evil/i);
  }
});
