/** Ways to be answered that nobody judges yet are refused before anything is called: subscriptions, `@defer`, `@stream`, batches. */
import { startTown, type Town } from '../support/lawful-town';

const desk = { as: 'desk', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

test.each([
  ['a subscription', 'OPERATION_NOT_SUPPORTED', 'subscription { people { nickname } }'],
  [
    'a subscription among others',
    'OPERATION_NOT_SUPPORTED',
    'query A { motto } subscription B { people { nickname } }',
    'B',
  ],
  ['`@defer`', 'OPERATION_NOT_SUPPORTED', '{ people { region ... @defer { nickname } } }'],
  ['`@defer` that is off', 'OPERATION_NOT_SUPPORTED', '{ people { region ... @defer(if: false) { nickname } } }'],
  ['`@stream`', 'OPERATION_NOT_SUPPORTED', '{ people @stream(initialCount: 1) { nickname } }'],
  [
    '`@defer` in an unused fragment',
    'OPERATION_NOT_SUPPORTED',
    '{ motto } fragment F on Person { ... @defer { nickname } }',
  ],
  ['a definition of a type', 'GRAPHQL_VALIDATION_FAILED', '{ motto } type Person { secret: String }'],
  ['an extension of the schema', 'GRAPHQL_VALIDATION_FAILED', '{ motto } extend type Query { secret: String }'],
])('%s', async (_, code, query, operationName = '') => {
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
    const text = await response.text();
    expect(text).not.toContain('person-');
    // Who accepts none of what the gateway writes is told so, and nothing else.
    if (accept === 'text/event-stream') expect(response.status).toBeGreaterThanOrEqual(400);
    else expect([response.status, text]).toEqual([400, expect.stringContaining(code)]);
    expect(town.captured).toEqual([]);
  }
});

test.each([
  ['depth', 'LIMIT_EXCEEDED', `{ people ${'{ friends '.repeat(40)}{ nickname }${' }'.repeat(40)} }`],
  [
    'depth by fragments',
    'LIMIT_EXCEEDED',
    `{ people { ...F0 } } ${Array.from({ length: 40 }, (_, n) => `fragment F${String(n)} on Person { friends { ...F${String(n + 1)} } }`).join(' ')} fragment F40 on Person { nickname }`,
  ],
  [
    'aliases',
    'LIMIT_EXCEEDED',
    `{ people { ${Array.from({ length: 200 }, (_, n) => `a${String(n)}: nickname`).join(' ')} } }`,
  ],
  [
    'aliases by fragments',
    'LIMIT_EXCEEDED',
    `{ people { ${Array.from({ length: 20 }, (_, n) => `x${String(n)}: friends { ...F }`).join(' ')} } } fragment F on Person { ${Array.from({ length: 20 }, (_, n) => `a${String(n)}: nickname`).join(' ')} }`,
  ],
  ['root fields', 'LIMIT_EXCEEDED', `{ ${Array.from({ length: 40 }, () => 'motto').join(' ')} }`],
  ['tokens', 'LIMIT_EXCEEDED', `{ people { ${'nickname '.repeat(6_000)} } }`],
  [
    'a circle of fragments',
    'GRAPHQL_VALIDATION_FAILED',
    '{ people { ...A } } fragment A on Person { friends { ...B } } fragment B on Person { friends { ...A } }',
  ],
])('too much of %s', async (_, code, query) => {
  const answer = await town.ask(query, desk);
  expect([answer.status, answer.body.errors?.[0]?.extensions['code']]).toEqual([400, code]);
  expect(answer.text).not.toContain('person-');
  expect(town.captured).toEqual([]);
});
