/** What a failing subgraph says may hold anything, values included: clients learn a code and its name, the access log not even that much text. */
import { startTown, type Town } from '../support/lawful-town';
import type { RawReply } from '../support/start-federation';
import { released, tracesOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterEach(() => town.tamper(null));
afterAll(() => town.stop());

const loud = 'person-secret-of-p1';
const json = (body: unknown, status = 200): RawReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const errors = [
  {
    message: `cannot show ${loud}`,
    path: ['_entities', 0, loud],
    locations: [{ line: 710_000_001, column: 1 }],
    extensions: {
      code: loud,
      coordinate: loud,
      stacktrace: [`at ${loud} (/srv/secret.js:1:1)`],
      http: { status: 418, headers: { 'x-loud': loud } },
    },
  },
];

test('the surface is real: without failures the other provider’s field arrives', async () => {
  expect(released(await town.ask('{ people { region taxBand } }', stranger))).toEqual([
    'Person.region',
    'Person.taxBand',
  ]);
});

test.each<[string, (honest: RawReply) => RawReply]>([
  ['errors beside null', () => json({ data: null, errors })],
  ['errors beside data', (honest) => json({ ...(JSON.parse(honest.body) as object), errors })],
  ['errors without data', () => json({ errors })],
  ['errors with extensions', () => json({ data: null, errors, extensions: { loud, tracing: loud } })],
  [
    'status 500 and a page',
    () => ({ status: 500, headers: { 'content-type': 'text/html', 'x-loud': loud }, body: `<h1>${loud}</h1>` }),
  ],
  [
    'status 200 and a page',
    () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: `<h1>${loud}</h1>` }),
  ],
  [
    'half a body',
    () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `{"data":{"_entities":[{"_l0":"${loud}"`,
    }),
  ],
  ['something else', () => json([loud])],
  ['a string', () => json(loud)],
  ['errors that are none', () => json({ data: null, errors: loud })],
  ['a redirect', () => ({ status: 307, headers: { location: `http://127.0.0.1:1/${loud}` }, body: loud })],
  ['nothing', () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '' })],
])('%s: the rest arrives, with a code and a name', async (_, reply) => {
  town.tamper(({ subgraph }, honest) => (subgraph === 'taxes' ? reply(honest) : honest));
  const answer = await town.ask('{ people { region taxBand } }', stranger);
  expect(answer.status).toBe(200);
  expect(released(answer)).toContain('Person.region');
  expect(answer.text).not.toContain(loud);
  expect(answer.text).not.toMatch(/stacktrace|127\.0\.0\.1|secret\.js|<h1>|ECONN|JSON|710000001/);
  expect(JSON.stringify([...answer.headers])).not.toContain(loud);
  expect(town.logText()).not.toContain(loud);
  for (const { extensions } of answer.body.errors ?? []) {
    expect(Object.keys(extensions).sort()).toEqual(expect.arrayContaining(['code', 'subgraph']) as unknown);
    expect(extensions.code).toBe('SUBGRAPH_ERROR');
    expect(extensions.subgraph).toBe('taxes');
  }
  expect(answer.body.errors?.length).toBeGreaterThan(0);
});

test('a failure of the first provider leaves nothing, and says no more', async () => {
  town.tamper(() => json({ data: null, errors }));
  const answer = await town.ask('{ people { region taxBand } }', stranger);
  expect(answer.body.data).toEqual({ people: null });
  expect(answer.text).not.toContain(loud);
  expect(tracesOf(town, ['Person.secret'], answer).filter((trace) => !/^(answered by|server log)/.test(trace))).toEqual(
    [],
  );
});

test('an error at a row that is withheld is not told: its number and place would show the row', async () => {
  const city = { as: 'city', purpose: 'aid' };
  const quiet = await town.ask('{ people { region address } }', city);
  town.tamper((_, honest) => {
    const body = JSON.parse(honest.body) as { data: Record<string, unknown> };
    const [alias = ''] = Object.keys(body.data);
    return json({
      ...body,
      errors: [{ message: 'failed', path: [alias, 3, Object.keys((body.data[alias] as object[])[3] ?? {})[0]] }],
    });
  });
  const noisy = await town.ask('{ people { region address } }', city);
  expect(noisy.body.errors).toEqual(quiet.body.errors);
  expect(noisy.body.data).toEqual(quiet.body.data);
});
