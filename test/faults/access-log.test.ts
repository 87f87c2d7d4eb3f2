/** Whatever happens to the process or its disk: an answer that was received is in the log, and what cannot be logged is not answered. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, type Ended, type Load } from '../services/load';
import { logOf, logsOf, startRealDemo, type RealDemo } from '../services/real-processes';

const asked = { query: '{ residentCount(regionCode: "450100") }' };

const received = (clients: Load): readonly Ended[] => clients.ended.filter(({ status }) => status === 200);

function released(directory: string): ReadonlySet<unknown> {
  const entries = logsOf(directory).flat();
  return new Set(entries.filter(({ outcome }) => outcome === 'released').map(({ requestId }) => requestId));
}

function expectAllLogged(clients: Load, directory: string): void {
  const ids = released(directory);
  const answers = received(clients);
  expect(answers.every(({ decisionId }) => decisionId !== null)).toBe(true);
  expect(answers.filter(({ decisionId }) => !ids.has(decisionId))).toEqual([]);
}

test('kill -9 under load, three times over: every answer that was received is in the log, which goes on without a gap', async () => {
  const demo = await startRealDemo();
  try {
    for (const kill of [1, 2, 3]) {
      const gateway = await demo.serve();
      const clients = load(gateway.url, asked, 16);
      await clients.reaches(150 * kill);
      gateway.child.kill('SIGKILL');
      expect(await gateway.ended).toBe('SIGKILL');
      await clients.stop();
      expect(received(clients).length).toBeGreaterThanOrEqual(150);
      expectAllLogged(clients, demo.auditDirectory);
    }
    const last = await demo.serve();
    last.child.kill('SIGTERM');
    expect(await last.ended).toBe(0);
    const indices = logOf(demo.auditDirectory, 0).map(({ index }) => index);
    expect(indices).toEqual(indices.map((_index, place) => place));
  } finally {
    await demo.stop();
  }
}, 240_000);

describe('a full disk', () => {
  /** Above the watermark of 64 MiB by what the tests fill. */
  const megabytes = 96;
  let disk: string;
  let demo: RealDemo;
  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), 'lingqu-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', disk]);
    demo = await startRealDemo(join(disk, 'audit'));
  }, 120_000);
  afterAll(async () => {
    await demo.stop();
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  const filler = (): string => join(disk, 'filler');
  const free = (): number => {
    const { bavail, bsize } = statfsSync(disk);
    return bavail * bsize;
  };

  /** Asks until an answer has this status. */
  async function untilStatus(url: string, status: number): Promise<Ended> {
    for (;;) {
      const clients = load(url, asked, 1);
      await clients.reaches(1);
      await clients.stop();
      const last = clients.ended.at(-1);
      if (last?.status === status) return last;
    }
  }

  test('that runs short: 503 before it is full, said by readiness too, and service again once there is room', async () => {
    const gateway = await demo.serve();
    const readiness = async (): Promise<number> => (await fetch(new URL('/health/ready', gateway.url))).status;
    expect((await untilStatus(gateway.url, 200)).code).toBeNull();
    writeFileSync(filler(), Buffer.alloc(free() - (32 << 20)));
    expect(await untilStatus(gateway.url, 503)).toMatchObject({ code: 'AUDIT_UNAVAILABLE', data: null });
    expect(await readiness()).toBe(503);
    rmSync(filler());
    await untilStatus(gateway.url, 200);
    expect(await readiness()).toBe(200);
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
  }, 60_000);

  test('that is full at once, under load: no answer without its entry, nothing but 503 after it, and the next process goes on', async () => {
    const gateway = await demo.serve();
    const clients = load(gateway.url, asked, 16);
    await clients.reaches(50);
    try {
      writeFileSync(filler(), Buffer.alloc(free() + (1 << 20)));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
    const filled = clients.ended.length;
    // An entry that no longer fits ends the process; where the watermark was seen first, it refuses and lives.
    await Promise.race([gateway.ended, clients.reaches(filled + 500).catch(() => gateway.ended)]);
    const byItself = gateway.child.exitCode;
    if (byItself === null) gateway.child.kill('SIGTERM');
    await gateway.ended;
    await clients.stop();
    expect(free()).toBeLessThan(1 << 20);
    expectAllLogged(clients, demo.auditDirectory);
    const refused = clients.ended.filter(({ status }) => status !== 200 && status !== 0);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, code, data } of refused)
      expect([status, code, data]).toEqual([503, 'AUDIT_UNAVAILABLE', null]);
    expect([null, 1]).toContain(byItself);
    if (byItself === 1) expect(gateway.said()).toMatch(/the access log can no longer be written/);

    rmSync(filler());
    const next = await demo.serve();
    await untilStatus(next.url, 200);
    expectAllLogged(clients, demo.auditDirectory);
    next.child.kill('SIGTERM');
    expect(await next.ended).toBe(0);
  }, 90_000);
});
