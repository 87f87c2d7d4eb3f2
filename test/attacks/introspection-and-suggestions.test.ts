/** The schema that clients see is the published one: no hidden element shows in introspection, errors or suggestions. */
import { startTown, type Town } from '../support/lawful-town';

let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const everything = `{ __schema { directives { name args { name } } types { name fields(includeDeprecated: true) { name args(includeDeprecated: true) { name } }
  inputFields(includeDeprecated: true) { name } enumValues(includeDeprecated: true) { name } possibleTypes { name } } } }`;

test('introspection shows what may be asked, the same to all, and nothing hidden', async () => {
  const texts = await Promise.all(
    [{}, { as: 'desk', purpose: 'aid' }, { as: 'stranger', purpose: 'aid' }].map(async (who) => {
      const { body } = await town.ask(everything, who);
      expect(body.errors).toBeUndefined();
      return JSON.stringify(body.data);
    }),
  );
  const [text = ''] = texts;
  expect(new Set(texts).size).toBe(1);
  expect(text).toContain('"grantMoney"');
  for (const hidden of [
    '"hid"',
    '_entities',
    '_service',
    '_Any',
    '_Entity',
    'join__',
    'link__',
    '_FieldSet',
    'federation__',
  ]) {
    expect(text).not.toContain(hidden);
  }
  for (const ours of [
    'provider',
    'defaults',
    'share',
    'open',
    'influences',
    'consumes',
    'deidentified',
    'noOnwardTransfer',
  ]) {
    expect(text).not.toContain(`"name":"${ours}"`);
  }
  expect(town.captured).toEqual([]);
});

test('`__type` shows no more than `__schema`', async () => {
  for (const name of [
    '_Entity',
    '_Any',
    '_Service',
    'join__Graph',
    'link__Purpose',
    'governance__x',
    'toString',
    '__proto__',
  ]) {
    const answer = await town.ask(`{ __type(name: "${name}") { name fields { name } } }`);
    expect(answer.body.data).toEqual({ __type: null });
  }
  const household = await town.ask('{ __type(name: "Household") { fields { name } } }');
  expect(JSON.stringify(household.body.data)).not.toContain('"hid"');
});

test('introspection rides along with data, under any alias, and opens nothing', async () => {
  const answer = await town.ask(
    '{ people: __schema { queryType { name } } region: __typename find { ... on Person { nickname secret: __typename } } }',
    { as: 'stranger', purpose: 'aid' },
  );
  expect(answer.body.data).toMatchObject({ people: { queryType: { name: 'Query' } }, region: 'Query' });
  // The key is fetched because each person is traced.
  expect([...new Set(town.fetched().map(({ coordinate }) => coordinate))]).toEqual(['Person.pid']);
});

test.each([
  ['a field', '{ people { secre } }'],
  ['a field of the root', '{ peopl { region } }'],
  ['a hidden field', '{ household { hid } }'],
  ['nearly a hidden field', '{ household { hi } }'],
  ['an argument', '{ people(nam: "x") { region } }'],
  ['an input field', '{ people(filter: { secretI: "x" }) { region } }'],
  ['an enum value', '{ people(order: SECRET_DES) { region } }'],
  ['a type', '{ find { ... on Perso { region } } }'],
  ['a type of a variable', 'query($f: PersonFilte) { people(filter: $f) { region } }'],
  ['a directive', '{ people { region @skp(if: true) } }'],
])('%s that is not there: refused without naming what is', async (_, query) => {
  const answer = await town.ask(query, { as: 'desk', purpose: 'aid' });
  expect(answer.status).toBe(400);
  expect(answer.text).not.toMatch(/did you mean/i);
  expect(answer.text).not.toMatch(/secretIn|SECRET_DESC|"secret"|`secret`|grantMoney/);
  expect(answer.text).not.toMatch(/stacktrace|node_modules|\.ts:/);
  expect(town.captured).toEqual([]);
});

test.each([
  ['an input field', { f: { secretI: ['x'] } }],
  ['an enum value', { o: 'SECRET_DES' }],
  ['a field of a nested input', { f: { and: [{ secretI: 'x' }] } }],
])('%s of a variable that is not there: the same', async (_, variables) => {
  const answer = await town.ask(
    'query($f: PersonFilter, $o: PersonOrder) { people(filter: $f, order: $o) { region } }',
    {
      as: 'desk',
      purpose: 'aid',
      variables,
    },
  );
  expect(answer.status).toBe(400);
  expect(answer.text).not.toMatch(/did you mean/i);
  expect(answer.text).not.toMatch(/secretIn|SECRET_DESC/);
  expect(town.captured).toEqual([]);
});

test('hidden and absent fields are told apart by nothing', async () => {
  const messages = await Promise.all(
    ['hid', 'hix'].map(async (name) => {
      const { body } = await town.ask(`{ household { ${name} } }`, { as: 'desk', purpose: 'aid' });
      return JSON.stringify(body.errors).replaceAll(name, 'NAME');
    }),
  );
  expect(messages[0]).toBe(messages[1]);
});

test('where introspection is off, neither door shows the schema', async () => {
  const closed = await startTown({
    yaml: 'listen: { port: 0 }\nidentity: { development: true }\nintrospection: false\n',
  });
  try {
    for (const query of [
      everything,
      '{ __type(name: "Person") { name } }',
      '{ ...F } fragment F on Query { x: __schema { queryType { name } } }',
    ]) {
      const answer = await closed.ask(query);
      expect(answer.text).not.toContain('"Person"');
      expect(answer.text).not.toContain('queryType');
    }
    expect((await closed.ask('{ motto }')).body.data).toEqual({ motto: 'query-motto-of-all' });
  } finally {
    await closed.stop();
  }
});
