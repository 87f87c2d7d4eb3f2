/** What was decided is kept for the next request of its kind; it must answer nobody else, for no other purpose, in no other state of the law. */
import type { Register } from '../../gateway/policy/register';
import { startTown, type Town } from '../support/lawful-town';
import { companies } from '../support/town-data';
import { townRegister } from '../support/town-register';
import { denials, released } from '../support/traces';
import type { Answer, Asking } from '../support/start-gateway';

const query = '{ people { region nickname income } }';
const all = ['Person.income', 'Person.nickname', 'Person.region'];
const desk: Asking = { as: 'desk', purpose: 'aid' };
const start = Date.now();
const ending = start + 60_000;

let instant = start;
let town: Town;
let register: Register;
beforeAll(async () => {
  town = await startTown({
    options: { now: () => instant },
    register: (stated) =>
      (register = {
        ...stated,
        grants: stated.grants.map((grant) =>
          grant.id === 'G-CIV-TAX'
            ? { ...grant, validUntil: ending }
            : grant.id === 'G-DEV-TAX'
              ? { ...grant, validFrom: ending }
              : grant,
        ),
      }),
  });
});
beforeEach(async () => {
  instant = start;
  town.tamper(null);
  // Kept from here on: each test asks for what the desk was just given.
  expect(released(await town.ask(query, desk))).toEqual(all);
});
afterEach(() => town.gateway.replace(register, town.supergraph));
afterAll(() => town.stop());

function hits(metrics: string): number {
  return Number(/lingqu_compiled_operations_total\{result="hit"\} (\d+)/.exec(metrics)?.[1] ?? 0);
}
const metricsPage = async (): Promise<string> => (await fetch(new URL('/metrics', town.gateway.url))).text();

test('the surface is real: the same asked again is not decided again', async () => {
  await town.ask(query, desk);
  const before = hits(await metricsPage());
  await town.ask(query, desk);
  expect(hits(await metricsPage())).toBe(before + 1);
});

test('two that ask in turn get each its own', async () => {
  for (let turn = 0; turn < 3; turn++) {
    expect(released(await town.ask(query, { as: 'stranger', purpose: 'aid' }))).toEqual(['Person.region']);
    expect(released(await town.ask(query, desk))).toEqual(all);
    expect(released(await town.ask(query))).toEqual([]);
  }
});

test('for another purpose it is another question', async () => {
  expect(released(await town.ask(query, { ...desk, purpose: 'audit' }))).toEqual(['Person.region']);
  expect(released(await town.ask(query, { as: 'desk' }))).toEqual([]);
  expect((await town.ask(query, { ...desk, purpose: 'health' })).body.errors?.[0]?.extensions.code).toBe(
    'PURPOSE_NOT_ALLOWED',
  );
  expect(released(await town.ask(query, desk))).toEqual(all);
});

test('a grant that ends between two requests permits the first only, and again when the clock is set back', async () => {
  instant = ending - 1;
  expect(released(await town.ask(query, desk))).toEqual(all);
  instant = ending;
  const late = await town.ask(query, desk);
  expect(released(late)).not.toContain('Person.income');
  expect(denials(late)).toEqual(['GRANT_EXPIRED Person.income']);
  instant = start;
  expect(released(await town.ask(query, desk))).toEqual(all);
});

test('a grant that begins between two requests permits the second', async () => {
  const developer: Asking = { as: 'developer', purpose: 'aid' };
  const asked = `{ company(code: "${companies[0]?.code ?? ''}") { revenue } }`;
  expect(denials(await town.ask(asked, developer))).toEqual(['GRANT_REQUIRED Company.revenue']);
  instant = ending;
  expect(released(await town.ask(asked, developer))).toEqual(['Company.revenue']);
  instant = ending - 1;
  expect(denials(await town.ask(asked, developer))).toEqual(['GRANT_REQUIRED Company.revenue']);
});

test('a suspension, and its end, hold from the next request on', async () => {
  await town.gateway.suspend('G-CIV-PSB');
  expect(denials(await town.ask(query, desk))).toContain('GRANT_SUSPENDED Person.nickname');
  await town.gateway.restore('G-CIV-PSB');
  expect(released(await town.ask(query, desk))).toEqual(all);
});

test('another register holds from the next request on', async () => {
  const clients = register.clients.map((each) => (each.id === 'desk' ? { ...each, organisation: 'STA' } : each));
  await town.gateway.replace({ ...register, clients }, town.supergraph);
  expect(released(await town.ask(query, desk))).toEqual(['Person.region']);
});

test('on behalf of another it is another question', async () => {
  const behalf = { ...desk, headers: { 'lingqu-represented-party': 'WAT' } };
  expect(denials(await town.ask(query, behalf))).toContain('ONWARD_TRANSFER Person.nickname');
  const token = await town.token('desk', { actors: ['WAT'] });
  const acted = { purpose: 'aid', headers: { authorization: `Bearer ${token}` } };
  expect(denials(await town.ask(query, acted))).toContain('ONWARD_TRANSFER Person.nickname');
  expect(released(await town.ask(query, desk))).toEqual(all);
});

test('`Lingqu-On-Deny: reject` is another question', async () => {
  const part = '{ people { region blood } }';
  expect((await town.ask(part, desk)).status).toBe(200);
  expect((await town.ask(part, { ...desk, headers: { 'lingqu-on-deny': 'reject' } })).status).toBe(403);
  expect((await town.ask(part, desk)).status).toBe(200);
});

test('each request is logged as its own: its id, its person, its case', async () => {
  const before = town.entries().length;
  const token = await town.token('desk', { subject: 'somebody' });
  const answers: Answer[] = [];
  const heads: Asking['headers'][] = [
    { 'lingqu-case': 'C-1' },
    { 'lingqu-case': 'C-2' },
    { authorization: `Bearer ${token}` },
  ];
  for (const headers of heads) {
    answers.push(await town.ask(query, { ...desk, headers }));
  }
  const entries = town
    .entries()
    .slice(before)
    .filter(({ kind }) => kind === 'access');
  const lingqu = answers.map(({ body }) => body.extensions?.lingqu as { decisionId: string });
  expect(entries.map(({ requestId }) => requestId)).toEqual(lingqu.map(({ decisionId }) => decisionId));
  expect(new Set(entries.map((entry) => entry.case)).size).toBe(3);
  expect(entries.map(({ person }) => person === null)).toEqual([true, true, false]);
});

test('values of variables are each request’s own, and so is what they reveal', async () => {
  const asked = 'query A($f: PersonFilter, $p: ID!) { people(filter: $f) { region } person(pid: $p) { pid } }';
  const ask = (f: unknown, p: string): Promise<Answer> => town.ask(asked, { ...desk, variables: { f, p } });
  const first = await ask({ name: 'x' }, 'P-1');
  expect(first.status).toBe(200);
  town.forget();
  await ask({ name: 'y' }, 'P-2');
  expect(town.captured.map(({ request }) => request).join()).toContain('P-2');
  expect(town.captured.map(({ request }) => request).join()).not.toMatch(/P-1|"x"/);
  // Another form: what it filters by was never granted.
  const refused = await ask({ name: 'y', and: [{ secretIn: ['z'] }] }, 'P-2');
  expect(denials(refused)).toEqual(['INFLUENCE_NOT_PERMITTED Person.secret']);
});

describe('a client that is struck off while its request runs', () => {
  const without = townRegister.clients.filter(({ id }) => id !== 'desk');
  test.each<[string, Register['clients'], string]>([
    ['removed', without, 'CLIENT_UNKNOWN'],
    ['moved to another organisation', [...without, change({ organisation: 'STA' })], 'CLIENT_UNKNOWN'],
    ['moved to the other route', [...without, change({ route: 'OPEN' })], 'CLIENT_UNKNOWN'],
    ['without the purpose', [...without, change({ purposes: ['audit'] })], 'PURPOSE_NOT_ALLOWED'],
    ['without the method', [...without, change({ methods: ['MUTATE'] })], 'METHOD_NOT_ALLOWED'],
  ])('%s: the answer is withheld, and logged as such', async (_what, clients, code) => {
    let done = false;
    town.tamper(async (_asked, reply) => {
      if (!done) await town.gateway.replace({ ...register, clients }, town.supergraph);
      done = true;
      return reply;
    });
    const answer = await town.ask('{ people { region } }', desk);
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([403, code]);
    expect(released(answer)).toEqual([]);
    expect(town.entries().at(-1)).toMatchObject({ outcome: 'withheld', reasons: [code], released: [] });
  });

  test('with another client changed, it is answered', async () => {
    let done = false;
    const clients = register.clients.filter(({ id }) => id !== 'stranger');
    town.tamper(async (_asked, reply) => {
      if (!done) await town.gateway.replace({ ...register, clients }, town.supergraph);
      done = true;
      return reply;
    });
    expect(released(await town.ask('{ people { region } }', desk))).toEqual(['Person.region']);
  });

  function change(changes: Partial<Register['clients'][number]>): Register['clients'][number] {
    const [found] = townRegister.clients.filter(({ id }) => id === 'desk');
    if (found === undefined) throw new Error('the town has no desk');
    return { ...found, ...changes };
  }
});
