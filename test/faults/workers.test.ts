/** Workers and their primary die: what was answered is in a log, what lives goes on, and nobody is left behind. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, type Load } from '../services/load';
import { cli, logOf, logsOf, start, startRealDemo, workersOf, type RealDemo } from '../services/real-processes';

const asked = { query: '{ residentCount(regionCode: "450100") }' };
const clientCount = 8;

let demo: RealDemo;
beforeEach(async () => void (demo = await startRealDemo()), 300_000);
afterEach(() => demo.stop());

function expectAllLogged(clients: Load): void {
  const entries = logsOf(demo.auditDirectory).flat();
  const ids = new Set(entries.filter(({ outcome }) => outcome === 'released').map(({ requestId }) => requestId));
  const answered = clients.ended.filter(({ status }) => status === 200);
  expect(answered.length).toBeGreaterThan(0);
  expect(answered.filter(({ decisionId }) => !ids.has(decisionId))).toEqual([]);
}

function expectNoGaps(): void {
  for (const entries of logsOf(demo.auditDirectory))
    expect(entries.map(({ index }) => index)).toEqual(entries.map((_entry, index) => index));
}

const opened = (slot: number): number =>
  logOf(demo.auditDirectory, slot).filter(
    ({ kind, details }) => kind === 'admin' && (details as { event: string }).event === 'log-opened',
  ).length;

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('kill -9 of a worker costs its requests in flight and no others; another takes its slot and its log up', async () => {
  const gateway = await demo.serve(2);
  const victim = workersOf(gateway).find(({ slot }) => slot === 0);
  const clients = load(gateway.url, asked, clientCount, true);
  await clients.reaches(200);
  process.kill(victim?.pid ?? 0, 'SIGKILL');
  await gateway.says(/a worker died[\s\S]*"slot":0[^\n]*a worker serves/);
  await clients.reaches(clients.ended.length + 200);
  await clients.stop();

  const failed = clients.ended.filter(({ status }) => status !== 200);
  // At least one connection was with it, and each had one request in flight.
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThan(clientCount);
  for (const { status } of failed) expect(status).toBe(0);
  expect([opened(0), opened(1)]).toEqual([2, 1]);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  expectNoGaps();
  expectAllLogged(clients);
}, 600_000);

test('kill -9 of the primary leaves nobody behind; the next one goes on with all logs', async () => {
  const gateway = await demo.serve(2);
  const workers = workersOf(gateway);
  const clients = load(gateway.url, asked, clientCount);
  await clients.reaches(100);
  gateway.child.kill('SIGKILL');
  expect(await gateway.ended).toBe('SIGKILL');
  // It ends because every client is cut off: nobody answers any more.
  await clients.stop();
  await expect(fetch(new URL('/health/live', gateway.url))).rejects.toThrow('fetch failed');
  const deadline = Date.now() + 60_000;
  while (workers.some(({ pid }) => lives(pid)) && Date.now() < deadline) await new Promise(setImmediate);
  expect(workers.filter(({ pid }) => lives(pid))).toEqual([]);

  const next = await demo.serve(2);
  next.child.kill('SIGTERM');
  expect(await next.ended).toBe(0);
  expectNoGaps();
  expectAllLogged(clients);
}, 600_000);

test('a damaged log is neither repaired nor written to: the gateway does not start, and says which file it is', async () => {
  const gateway = await demo.serve(2);
  const clients = load(gateway.url, asked, clientCount);
  await clients.reaches(100);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  await clients.stop();
  const file = join(demo.auditDirectory, '1', '00000001.jsonl');
  const bytes = readFileSync(file);
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  writeFileSync(file, bytes);

  const next = start([cli, 'serve', '--config', demo.files.config, '--workers', '2'], { LINGQU_LISTEN__PORT: '0' });
  expect(await next.ended).toBe(1);
  expect(next.said()).toContain(`\`${file}\` is damaged`);
  expect(next.said()).not.toContain('gateway  ');
  expect(readFileSync(file)).toEqual(bytes);
}, 600_000);
