/** Ways to be answered that nobody judges yet are refused before anything is called: subscriptions, `@defer`, `@stream`, batches. */
import { startTown, type Town } from '../support/lawful-town';

const desk = { as: 'desk', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

test.each([
  ['a subscription', 'subscription { people { nickname } }'],
  ['a subscription among others', 'query A { motto } subscription B { people { nickname } }', 'B'],
  ['`@defer`', '{ people { region ... @defer { nickname } } }'],
  ['`@defer` that is off', '{ people { region ... @defer(if: false) { nickname } } }'],
  ['`@stream`', '{ people @stream(initialCount: 1) { nickname } }'],
  ['`@defer` in an unused fragment', '{ motto } fragment F on Person { ... @defer { nickname } }'],
  ['a definition of a type', '{ motto } type Person { secret: String }'],
  ['an extension of the schema', '{ motto } extend type Query { secret: String }'],
])('%s', async (_, query, operationName = '') => {
  for (const accept of [
    'application/json',
    'multipart/mixed; deferSpec=20220824, application/json',
    'text/event-stream',
  ]) {
    const response = await fetch(town.gateway.url, {
      method: 'POST',
      headers: {
        accept,
        'content-type': 'application/json',
        authorization: `Bearer ${await town.token('desk')}`,
        'lingqu-purpose': desk.purpose,
      },
      body: JSON.stringify({ query, ...(operationName === '' ? {} : { operationName }) }),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toContain('person-');
    expect(town.captured).toEqual([]);
  }
});

test.each([
  ['depth', `{ people ${'{ friends '.repeat(40)}{ nickname }${' }'.repeat(40)} }`],
  [
    'depth by fragments',
    `{ people { ...F0 } } ${Array.from({ length: 40 }, (_, n) => `fragment F${String(n)} on Person { friends { ...F${String(n + 1)} } }`).join(' ')} fragment F40 on Person { nickname }`,
  ],
  ['aliases', `{ people { ${Array.from({ length: 200 }, (_, n) => `a${String(n)}: nickname`).join(' ')} } }`],
  [
    'aliases by fragments',
    `{ people { ${Array.from({ length: 20 }, (_, n) => `x${String(n)}: friends { ...F }`).join(' ')} } } fragment F on Person { ${Array.from({ length: 20 }, (_, n) => `a${String(n)}: nickname`).join(' ')} }`,
  ],
  ['root fields', `{ ${Array.from({ length: 40 }, () => 'motto').join(' ')} }`],
  ['tokens', `{ people { ${'nickname '.repeat(6_000)} } }`],
  [
    'a circle of fragments',
    '{ people { ...A } } fragment A on Person { friends { ...B } } fragment B on Person { friends { ...A } }',
  ],
])('too much of %s', async (_, query) => {
  const answer = await town.ask(query, desk);
  expect(answer.status).toBe(400);
  expect(answer.text).not.toContain('person-');
  expect(town.captured).toEqual([]);
});
