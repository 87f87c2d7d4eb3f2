/** The built gateway with several workers behind one port: whatever is changed under load, no request fails and every answer is in a log. */
import { load, type Asked, type Load } from './load';
import { logOf, logsOf, startRealDemo, workersOf, type Entry, type RealDemo } from './real-processes';

let demo: RealDemo;
let asked: Asked;
beforeAll(async () => {
  demo = await startRealDemo();
  const token = await demo.lingqu('token', '--client', 'welfare-desk', '--ttl', '3600');
  asked = { query: '{ person(pid: "P-000004") { name income } }', token, purpose: 'social-assistance.eligibility' };
}, 600_000);
afterAll(() => demo.stop());

const answer = { person: { name: '黄样本', income: 9600 } };
const open = { query: '{ residentCount(regionCode: "450100") }' };

function expectRight(clients: Load, data: unknown): void {
  const wrong = clients.ended.filter((one) => one.status !== 200 || one.code !== null);
  expect(wrong).toEqual([]);
  for (const one of clients.ended) expect(one.data).toEqual(data);
}

/** Nothing is missing in any of them, and whoever wrote it ended in order. */
function expectWhole(logs: readonly (readonly Entry[])[]): void {
  for (const entries of logs) {
    expect(entries.map(({ index }) => index)).toEqual(entries.map((_entry, index) => index));
    expect(entries.at(-1)).toMatchObject({ kind: 'seal' });
  }
}

function expectAllLogged(clients: Load): void {
  const entries = logsOf(demo.auditDirectory).flat();
  const ids = new Set(entries.filter(({ kind }) => kind === 'access').map(({ requestId }) => requestId));
  expect(clients.ended.filter(({ decisionId }) => !ids.has(decisionId))).toEqual([]);
}

test('a changed supergraph replaces the workers one after the other, under load, without a failed request', async () => {
  const gateway = await demo.serve(2);
  expect(new Set(workersOf(gateway).map(({ slot }) => slot))).toEqual(new Set([0, 1]));
  const clients = load(gateway.url, asked, 8, true);
  await clients.reaches(100);
  const news = `news: String @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")
    @catalogue(id: "45-TAX/NEWS", title: "通知", updateCycle: "P1Y", aggregation: "INTERFACE")`;
  demo.files.change('subgraphs/tax/schema.graphql', 'type Query {', `type Query { ${news}`);
  await gateway.says(/"restarted":true/);
  await clients.reaches(clients.ended.length + 100);
  await clients.stop();
  expectRight(clients, answer);

  // Each new one took a slot that nobody held, and both answer by the new schema.
  const workers = workersOf(gateway);
  expect(workers.slice(2).map(({ slot }) => slot)).toEqual([2, expect.any(Number)]);
  expect(new Set(workers.map(({ pid }) => pid)).size).toBe(4);
  const known = load(gateway.url, { query: '{ __type(name: "Query") { fields { name } } }' }, 4);
  await known.reaches(8);
  await known.stop();
  for (const { data } of known.ended) expect(JSON.stringify(data)).toContain('"news"');

  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  expect(gateway.said()).not.toMatch(/"level":(50|60)/);
  const logs = logsOf(demo.auditDirectory);
  expect(logs).toHaveLength(3);
  expectWhole(logs);
  expectAllLogged(clients);
}, 600_000);

test('a grant that the register suspends gives nothing in any worker, from the moment that this is acknowledged', async () => {
  const gateway = await demo.serve(2);
  const clients = load(gateway.url, asked, 4);
  await clients.reaches(20);
  const [before, after] = ['ACTIVE', 'SUSPENDED'].map(
    (status) => `status: ${status}\n\n  # A city gets the rows of that city.`,
  ) as [string, string];
  demo.files.change('register.yaml', before, after);
  await gateway.says(/"restarted":false/);
  const acknowledged = [0, 1].map((slot) => logOf(demo.auditDirectory, slot).length);
  const denied = load(gateway.url, asked, 4);
  await denied.reaches(40);
  await Promise.all([clients.stop(), denied.stop()]);
  const withheld = { person: { name: '黄样本', income: null } };
  for (const { status, code, data } of denied.ended)
    expect([status, code, data]).toEqual([200, 'GRANT_SUSPENDED', withheld]);
  // Both workers were asked, before and after, and are the same as before.
  for (const slot of [0, 1]) {
    const requests = logOf(demo.auditDirectory, slot)
      .slice(acknowledged[slot])
      .filter(({ kind }) => kind === 'access' || kind === 'deny');
    expect(requests.length).toBeGreaterThan(0);
  }
  expect(workersOf(gateway)).toHaveLength(2);
  demo.files.change('register.yaml', after, before);
  await gateway.says(/"restarted":false[\s\S]*"restarted":false/);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  expectWhole(logsOf(demo.auditDirectory));
}, 600_000);

test('a changed lingqu.yaml, and SIGUSR2, replace the only worker without a failed request; a broken file changes nothing', async () => {
  const gateway = await demo.serve(1);
  const clients = load(gateway.url, open, 4, true);
  await clients.reaches(20);
  const introspection = async (): Promise<number> => {
    const query = { query: '{ __schema { queryType { name } } }' };
    const one = load(gateway.url, query, 1);
    await one.reaches(1);
    await one.stop();
    return one.ended[0]?.status ?? 0;
  };
  expect(await introspection()).toBe(200);
  demo.files.change('lingqu.yaml', 'supergraph:', 'supergrph:');
  await gateway.says(/supergrph[\s\S]*not taken over; the last good one stays in force/);
  demo.files.change('lingqu.yaml', 'supergrph:', 'introspection: false\nsupergraph:');
  await gateway.says(/"restarted":true/);
  expect(await introspection()).toBe(400);
  gateway.child.kill('SIGUSR2');
  await gateway.says(/"restarted":true[\s\S]*"restarted":true/);
  await clients.reaches(clients.ended.length + 20);
  await clients.stop();
  expectRight(clients, { residentCount: 5477 });
  expect(workersOf(gateway).map(({ slot }) => slot)).toEqual([0, 1, 0]);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  demo.files.change('lingqu.yaml', 'introspection: false\n', '');
  expectAllLogged(clients);
}, 600_000);

test('whichever worker is asked for metrics tells what all have counted', async () => {
  const gateway = await demo.serve(2);
  const clients = load(gateway.url, open, 4);
  await clients.reaches(40);
  await clients.stop();
  const slots = [0, 1].map((slot) => logOf(demo.auditDirectory, slot).filter(({ outcome }) => outcome === 'released'));
  expect(slots.every((entries) => entries.length > 0)).toBe(true);
  const counts: number[] = [];
  // Each over a connection of its own: they are dealt out in turn.
  for (let asking = 0; asking < 2; asking += 1) {
    const page = await fetch(new URL('/metrics', gateway.url), { headers: { connection: 'close' } });
    const [, count] = /^lingqu_request_seconds_count\{status="200"\} (\d+)$/m.exec(await page.text()) ?? [];
    counts.push(Number(count));
  }
  expect(counts).toEqual([clients.ended.length, clients.ended.length + 1]);
  gateway.child.kill('SIGINT');
  expect(await gateway.ended).toBe(0);
}, 600_000);
