/** A document with several operations: the one that is named is the one that is judged and run. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
const desk = { as: 'desk', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const document = `
  query Harmless { people { region } }
  query Greedy { people { nickname } }
  query Shared { people { ...F } }
  mutation Change { greet(pid: "person-pid-of-p1") { nickname } }
  fragment F on Person { region nickname }`;

test.each([
  ['Harmless', [], ['Person.region']],
  ['Greedy', ['GRANT_REQUIRED Person.nickname'], []],
  ['Shared', ['GRANT_REQUIRED Person.nickname'], ['Person.region']],
] as const)('`%s` is judged by what it asks', async (operationName, expected, values) => {
  const answer = await town.ask(document, { ...stranger, operationName });
  expect(denials(answer)).toEqual(expected);
  expect(released(answer)).toEqual(values);
  expect(tracesOf(town, ['Person.nickname'], answer)).toEqual([]);
});

test('the surface is real: who may have it gets what the named operation asks', async () => {
  expect(released(await town.ask(document, { ...desk, operationName: 'Greedy' }))).toEqual(['Person.nickname']);
});

test('one after the other, in any order, the same document runs the one named', async () => {
  for (const [operationName, who] of [
    ['Greedy', desk],
    ['Harmless', stranger],
    ['Greedy', stranger],
    ['Shared', stranger],
    ['Harmless', desk],
    ['Greedy', stranger],
  ] as const) {
    const answer = await town.ask(document, { ...who, operationName });
    const may = who === desk && operationName === 'Greedy';
    expect(released(answer).includes('Person.nickname')).toBe(may);
  }
});

test('a mutation among them is a mutation: refused as a whole, and nothing is called', async () => {
  const answer = await town.ask(document, { ...stranger, operationName: 'Change' });
  expect(answer.status).toBe(403);
  expect(town.captured).toEqual([]);
});

test.each([[undefined], ['Absent'], [''], ['__proto__'], ['constructor'], ['harmless']])(
  'the name `%s` names none of them: refused, nothing is called',
  async (operationName) => {
    const answer = await town.ask(document, {
      ...stranger,
      ...(operationName === undefined ? {} : { operationName }),
    });
    expect(answer.status).toBe(400);
    expect(answer.body.data ?? null).toBeNull();
    expect(town.captured).toEqual([]);
  },
);

test('two operations of one name, or a nameless one beside others, are refused', async () => {
  for (const query of [
    'query A { people { region } } query A { people { nickname } }',
    '{ people { region } } query A { people { nickname } }',
  ]) {
    const answer = await town.ask(query, { ...desk, operationName: 'A' });
    expect(answer.status).toBe(400);
    expect(town.captured).toEqual([]);
  }
});

test('several operations in one body are refused', async () => {
  const response = await fetch(town.gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await town.token('desk')}`,
      'lingqu-purpose': 'aid',
    },
    body: JSON.stringify([{ query: '{ people { region } }' }, { query: '{ people { nickname } }' }]),
  });
  expect(response.status).toBe(400);
  expect(town.captured).toEqual([]);
});

test('a name is not the place of an operation that was cached under the same text', async () => {
  const first = 'query A { people { region } } query B { people { nickname } }';
  const second = 'query B { people { region } } query A { people { nickname } }';
  expect(released(await town.ask(first, { ...stranger, operationName: 'A' }))).toEqual(['Person.region']);
  expect(denials(await town.ask(second, { ...stranger, operationName: 'A' }))).toEqual([
    'GRANT_REQUIRED Person.nickname',
  ]);
});
