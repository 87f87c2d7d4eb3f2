/** Names that every object has by birth are names like others: as aliases, variables, types and operations. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf, valueOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const names = [
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'length',
  'toJSON',
  '__defineGetter__',
  '__proto__',
];

test.each(names)('alias `%s`: permitted arrives, denied does not', async (name) => {
  const answer = await town.ask(
    `{ ${name}: people { ${name}: region } denied: people { ${name}: nickname region } }`,
    stranger,
  );
  expect(answer.status).toBe(200);
  const data = JSON.parse(answer.text) as { data: Record<string, unknown> };
  expect(Object.keys(data.data)).toEqual([name, 'denied']);
  expect(answer.text).toContain(`{"${name}":"${String(valueOf('Person.region', 'p1'))}"}`);
  expect(answer.text).toContain(`{"${name}":null,"region":"${String(valueOf('Person.region', 'p1'))}"}`);
  expect(denials(answer)).toEqual(['GRANT_REQUIRED Person.nickname']);
  expect(tracesOf(town, ['Person.nickname'], answer)).toEqual([]);
});

test.each(names)('variable `%s` is counted like any other', async (name) => {
  const answer = await town.ask(`query($${name}: String) { people(name: $${name}) { region } }`, {
    ...stranger,
    variables: JSON.parse(`{ "${name}": "x" }`) as Record<string, unknown>,
  });
  // `__proto__` sent as JSON is an own property; wherever it is lost, the argument is not given, and influences nothing.
  expect(town.captured.every(({ request }) => !request.includes('"x"'))).toBe(true);
  expect([200, 400, 403]).toContain(answer.status);
  if (name !== '__proto__') expect(denials(answer)).toEqual(['INFLUENCE_NOT_PERMITTED Person.name']);
});

test.each(names)('operation and fragment `%s`', async (name) => {
  const answer = await town.ask(
    `query ${name} { people { ...${name} } } fragment ${name} on Person { region nickname }`,
    {
      ...stranger,
      operationName: name,
    },
  );
  expect(answer.status).toBe(200);
  expect(released(answer)).toEqual(['Person.region']);
});

test.each(names)('field, argument and type `%s` are not there', async (name) => {
  for (const query of [
    `{ ${name} }`,
    `{ people { ${name} } }`,
    `{ people(${name}: 1) { region } }`,
    `{ find { ... on ${name} { region } } }`,
  ]) {
    const answer = await town.ask(query, stranger);
    expect(answer.status).toBe(400);
    expect(town.captured).toEqual([]);
  }
});

test.each(['__proto__', 'constructor', 'toString'])('client and purpose `%s` are nobody and none', async (name) => {
  expect((await town.ask('{ motto }', { as: name })).status).toBe(403);
  const answer = await town.ask('{ people { region } }', { as: 'desk', purpose: name });
  expect([answer.status, ...denials(answer)]).toEqual([403, 'PURPOSE_NOT_ALLOWED -']);
  expect(town.captured).toEqual([]);
});

test('a body whose members are named so changes nobody’s defaults', async () => {
  const response = await fetch(town.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ people { nickname employer { title } } }","__proto__":{"polluted":true},"variables":{"__proto__":{"polluted":true}},"extensions":{"__proto__":{"polluted":true}}}',
  });
  expect(await response.text()).not.toContain('person-nickname');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
