/** Who is started, told and ended when: with workers that are no processes. */
import fc from 'fast-check';
import { pino } from 'pino';
import type { Register } from '../../../../gateway/policy/register';
import { gatewayMetrics } from '../../../../gateway/server/metrics';
import { workerPool, type WorkerPool } from '../../../../gateway/server/workers/worker-pool';
import type { ServedLaw, ToWorker } from '../../../../gateway/server/workers/worker-message';
import { registerWith } from '../../../support/start-gateway';
import { fakeWorkers, settled, sound, type Behaviour, type FakeProcess, type FakeWorkers } from './fake-workers';

let workers: FakeWorkers;
let pool: WorkerPool;
let fallen: (readonly string[])[];
let said: string[];

/** The pool hands these on and compares them, and looks into none. */
const lawNamed = (schemaId: string): ServedLaw =>
  ({ config: {}, register: registerWith(), supergraph: { schemaId } }) as unknown as ServedLaw;
const register = (id: string): Register => registerWith({ reviews: [{ subgraph: id, sdlHash: '', reviewedBy: '' }] });

const first = lawNamed('first');
function make(size: number): void {
  workers = fakeWorkers();
  fallen = [];
  said = [];
  pool = workerPool({
    ...{ size, law: first, spawn: workers.spawn, after: workers.after, now: workers.now },
    log: pino({}, { write: (line: string) => void said.push(line) }),
    onFallen: (reasons) => void fallen.push(reasons),
  });
}
const slots = (): number[] => workers.alive().map((worker) => worker.slot());
const lawOf = ({ told }: FakeProcess): ServedLaw | undefined =>
  told.flatMap((message) => (message.type === 'serve' ? [message.law] : []))[0];
const types = ({ told }: FakeProcess): ToWorker['type'][] => told.map(({ type }) => type);
const worker = (index: number): FakeProcess => {
  const one = workers.all[index];
  if (one === undefined) throw new Error(`there is no worker ${String(index)}`);
  return one;
};
const refusing: Behaviour = (message, process) =>
  message.type === 'serve' ? (process.says({ type: 'refused', reasons: ['the log is damaged'] }), 'dies') : null;
const dying: Behaviour = (message) => (message.type === 'serve' ? 'dies' : null);

describe('start', () => {
  test('as many as asked for, each with a slot of its own; resolves once all serve', async () => {
    make(3);
    workers.behave((message, process) => (process.pid === 3 ? null : sound(message, process)));
    let started = false;
    const starting = pool.start().then((how) => {
      started = true;
      return how;
    });
    await settled();
    expect([slots(), started]).toEqual([[0, 1, 2], false]);
    worker(2).says({ type: 'serving', url: 'the same' });
    expect(await starting).toEqual({ ok: true, url: 'http://127.0.0.1:4000/graphql' });
  });

  test('fails with the words of one that refuses, and with the end of one that just dies', async () => {
    make(2);
    workers.behave((message, process) => (process.pid === 2 ? refusing : sound)(message, process));
    expect(await pool.start()).toEqual({ ok: false, refused: true, reasons: ['the log is damaged'] });
    make(1);
    workers.behave(dying);
    expect(await pool.start()).toMatchObject({ ok: false, refused: false, reasons: [expect.stringMatching(/slot 0/)] });
  });

  test('does not wait for ever: one that never serves is ended', async () => {
    make(1);
    workers.behave(() => null);
    const starting = pool.start();
    await settled();
    await workers.advance(120_000);
    expect(await starting).toMatchObject({ ok: false });
    expect(workers.alive()).toEqual([]);
  });
});

describe('a dead worker', () => {
  test('is replaced at once, in its slot, by one that serves the same; the others are left alone', async () => {
    make(2);
    await pool.start();
    worker(0).dies();
    await settled();
    expect(slots()).toEqual([1, 0]);
    expect(lawOf(worker(2))).toBe(first);
    expect(types(worker(1))).toEqual(['serve']);
    expect(said.join('')).toMatch(/"how":"SIGKILL","msg":"a worker died/);
  });

  test('that dies young again and again is replaced later each time, but within half a minute', async () => {
    make(1);
    await pool.start();
    const pauses: number[] = [];
    for (let death = 0; death < 11; death += 1) {
      workers.alive()[0]?.dies();
      await settled();
      const [pause = 0] = workers.timers();
      pauses.push(pause);
      await workers.advance(pause);
      expect(workers.alive()).toHaveLength(1);
    }
    expect(pauses).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    await workers.advance(60_000);
    workers.alive()[0]?.dies();
    await settled();
    expect(workers.alive()).toHaveLength(1);
  });

  test('whose successor refuses is not tried again, and its slot is left alone; the others serve on', async () => {
    make(2);
    await pool.start();
    workers.behave(refusing);
    worker(0).dies();
    await settled();
    await workers.advance(600_000);
    expect([workers.all.length, slots(), fallen]).toEqual([3, [1], []]);
    workers.behave(sound);
    worker(1).dies();
    await settled();
    expect(slots()).toEqual([1]);
  });

  test('whose successor refuses, where no other is left: the pool has fallen, with the words of that worker', async () => {
    make(2);
    await pool.start();
    workers.behave(refusing);
    worker(0).dies();
    worker(1).dies();
    await settled();
    expect([workers.all.length, fallen]).toEqual([4, [['the log is damaged']]]);
  });

  test('whose successors die before they serve is given up where no other is left, and not before some tries', async () => {
    make(1);
    await pool.start();
    workers.behave(dying);
    worker(0).dies();
    for (let step = 0; step < 20; step += 1) await workers.advance(30_000);
    expect([workers.all.length, fallen.length]).toEqual([6, 1]);
  });
});

describe('a changed register', () => {
  test('is taken over once all have said so: those that serve, those that leave, and those that only start', async () => {
    make(1);
    await pool.start();
    const holding: Behaviour = (message, process) =>
      message.type === 'retire' || message.type === 'register' ? null : sound(message, process);
    workers.behave(holding);
    const rolling = pool.roll(lawNamed('second'));
    await settled();
    workers.behave((message, process) => (message.type === 'serve' ? null : holding(message, process)));
    worker(1).dies();
    await settled();
    expect(workers.alive().map(types)).toEqual([['serve', 'retire'], ['serve']]);

    let applied = false;
    void pool.apply(register('new')).then(() => (applied = true));
    await settled();
    for (const process of workers.alive()) {
      expect([applied, process.told.at(-1)]).toEqual([
        false,
        { type: 'register', change: 1, register: register('new') },
      ]);
      process.says({ type: 'applied', change: 1 });
      await settled();
    }
    expect(applied).toBe(true);
    worker(2).says({ type: 'serving', url: '' });
    worker(0).dies('exit code 0');
    expect(await rolling).toBe(true);
  });

  test('ends a worker that does not say so in time; its successor decides by it from the beginning', async () => {
    make(2);
    await pool.start();
    workers.behave((message, process) =>
      message.type === 'register' && process.pid === 1 ? null : sound(message, process),
    );
    const applying = pool.apply(register('new'));
    await settled();
    expect(slots()).toEqual([0, 1]);
    await workers.advance(10_000);
    await applying;
    expect(slots()).toEqual([1, 0]);
    expect(lawOf(worker(2))?.register).toEqual(register('new'));
  });
});

describe('replacing all', () => {
  test('one after the other: the new one serves before an old one leaves, in a slot that nobody holds', async () => {
    make(2);
    await pool.start();
    const served: number[] = [];
    workers.behave((message, process) => {
      if (message.type === 'retire') served.push(workers.alive().length);
      return sound(message, process);
    });
    const next = lawNamed('second');
    expect(await pool.roll(next)).toBe(true);
    expect(served).toEqual([3, 3]);
    expect(workers.all.map((process) => process.slot())).toEqual([0, 1, 2, 0]);
    expect(workers.alive().map(lawOf)).toEqual([next, next]);
  });

  test('changes nothing where the first new one does not start', async () => {
    make(2);
    await pool.start();
    workers.behave(refusing);
    expect(await pool.roll(lawNamed('second'))).toBe(false);
    expect([slots(), workers.all.length]).toEqual([[0, 1], 3]);
    workers.behave(sound);
    worker(0).dies();
    await settled();
    expect(lawOf(worker(3))).toBe(first);
  });

  test('goes on with others that die meanwhile: neither one too many nor one of before is left', async () => {
    make(2);
    await pool.start();
    const next = lawNamed('second');
    workers.behave((message, process) =>
      message.type === 'serve' && process.pid === 3 ? null : sound(message, process),
    );
    const rolling = pool.roll(next);
    await settled();
    worker(0).dies();
    await settled();
    worker(2).says({ type: 'serving', url: '' });
    expect(await rolling).toBe(true);
    await settled();
    expect(workers.alive().map(lawOf)).toEqual([next, next]);
    expect(workers.all).toHaveLength(4);
  });

  test('fills up what is missing', async () => {
    make(2);
    await pool.start();
    workers.behave(refusing);
    worker(0).dies();
    await settled();
    workers.behave(sound);
    expect(await pool.roll(lawNamed('second'))).toBe(true);
    expect(slots()).toEqual([2, 3]);
  });

  test('ends one that does not end by itself', async () => {
    make(1);
    await pool.start();
    workers.behave((message, process) => (message.type === 'retire' ? null : sound(message, process)));
    const rolling = pool.roll(lawNamed('second'));
    await settled();
    expect(workers.alive()).toHaveLength(2);
    await workers.advance(15_000);
    expect(await rolling).toBe(true);
    expect(workers.alive().map(({ pid }) => pid)).toEqual([2]);
  });
});

describe('stop', () => {
  test('tells all, ends those that do not end, and starts nobody any more', async () => {
    make(3);
    await pool.start();
    worker(0).dies();
    await settled();
    workers.alive().at(-1)?.dies();
    await settled();
    expect(workers.alive()).toHaveLength(2);
    workers.behave((message, process) => (process.pid === 2 ? null : sound(message, process)));
    const stopping = pool.stop();
    await settled();
    // The one that does not end is all that is waited for: no longer the pause after a second death.
    expect([slots(), workers.timers()]).toEqual([[1], [15_000]]);
    await workers.advance(15_000);
    await stopping;
    expect([workers.alive(), workers.all.length, workers.timers()]).toEqual([[], 4, []]);
  });
});

test('INVARIANT: no two living workers have the same slot', async () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant('dies'), which: fc.nat(3) }),
    fc.record({ what: fc.constant('time'), which: fc.nat(40) }),
    fc.record({ what: fc.constantFrom('roll', 'refuse', 'die', 'hang', 'heal'), which: fc.constant(0) }),
  );
  const behaviours: Readonly<Record<string, Behaviour>> = {
    refuse: refusing,
    die: dying,
    hang: (message, process) => (message.type === 'retire' ? null : sound(message, process)),
    heal: sound,
  };
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 12 }), async (size, steps) => {
      make(size);
      await pool.start();
      for (const { what, which } of steps) {
        if (what === 'dies') workers.alive()[which]?.dies();
        else if (what === 'time') await workers.advance(which * 1_000);
        else if (what === 'roll') void pool.roll(lawNamed('next'));
        else workers.behave(behaviours[what] ?? sound);
        await settled();
        expect(new Set(slots()).size).toBe(workers.alive().length);
      }
      workers.behave(sound);
      const stopping = pool.stop();
      await workers.advance(300_000);
      await stopping;
      expect(workers.alive()).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('what workers counted is added up, and stays counted when they end', async () => {
  make(2);
  await pool.start();
  const counters = new Map<number, ReturnType<typeof gatewayMetrics>>();
  const counted = async (process: FakeProcess, times: number): Promise<void> => {
    const metrics = counters.get(process.pid) ?? gatewayMetrics();
    counters.set(process.pid, metrics);
    for (let time = 0; time < times; time += 1) metrics.answered(200, 0.01);
    metrics.inFlight(times);
    metrics.policyEpoch(process.pid + 6);
    const snapshot = await metrics.snapshot();
    workers.behave((message, one) => {
      if (message.type !== 'count') return sound(message, one);
      const own = one === process ? snapshot : [];
      return [{ type: 'counted', request: message.request, counted: own }];
    });
  };
  const lines = async (): Promise<unknown[]> => {
    const { text } = await pool.metrics();
    return ['request_seconds_count{status="200"}', 'requests_in_flight', 'policy_epoch'].map(
      (name) =>
        text
          .split('\n')
          .find((line) => line.startsWith(`lingqu_${name} `))
          ?.split(' ')
          .at(-1) ?? null,
    );
  };
  await counted(worker(0), 3);
  expect(await lines()).toEqual(['3', '3', '7']);
  worker(0).dies();
  await settled();
  await counted(worker(1), 2);
  expect(await lines()).toEqual(['5', '2', '8']);
  // Too busy to answer: what it said last stands for it.
  workers.behave((message, process) => (message.type === 'count' ? null : sound(message, process)));
  const page = lines();
  await settled();
  await workers.advance(2_000);
  expect(await page).toEqual(['5', '2', '8']);
});
