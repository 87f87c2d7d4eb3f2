/**
 * Keeps a number of workers serving: replaces those that die, one by one those that are out of date, and tells all what changed.
 * Knows no processes, clocks or files: they are ports.
 * INVARIANT: no two living workers have the same slot.
 */
import type { Logger } from 'pino';
import type { Register } from '../../policy/register';
import type { MetricsSnapshot } from '../metrics';
import { lastingPart, totalPage, type MetricsPage } from './total-metrics';
import { launchWorker, type Clock, type Spawn, type Started, type Worker } from './worker';
import type { ServedLaw } from './worker-message';

export interface PoolOptions extends Clock {
  readonly size: number;
  readonly law: ServedLaw;
  readonly log: Logger;
  readonly spawn: Spawn;
  /** No worker is left, and none can be started. */
  onFallen(reasons: readonly string[]): void;
}

export interface WorkerPool {
  /** Resolves once all serve, or one cannot. */
  start(): Promise<Started>;
  /** In place, at once. Resolves once every living worker decides by it. */
  apply(register: Register): Promise<void>;
  /** Replaces all workers, one after the other. @returns whether all serve this law; if not, the log says what does */
  roll(law: ServedLaw): Promise<boolean>;
  /** All together, in order. */
  stop(): Promise<void>;
  /** What all have counted, those that have ended included. */
  metrics(): Promise<MetricsPage>;
}

/** Who served that long was sound. */
const soundMs = 60_000;
const longestPauseMs = 30_000;
/** In a row, before it counts as hopeless. */
const maxFailures = 5;

export function workerPool(options: PoolOptions): WorkerPool {
  const { size, log, after } = options;
  const workers = new Set<Worker>();
  /** Of logs that need a person: they are left as they are. */
  const refusedSlots = new Set<number>();
  let law = options.law;
  let past: Promise<MetricsSnapshot> = Promise.resolve([]);
  let asked = 0;
  let restoring = 0;
  let stopping = false;

  const staying = (): readonly Worker[] => [...workers].filter((worker) => !worker.leaving());
  const freeSlot = (): number => {
    const taken = new Set([...refusedSlots, ...[...workers].map(({ slot }) => slot)]);
    let slot = 0;
    while (taken.has(slot)) slot += 1;
    return slot;
  };
  const pauses = new Set<() => void>();
  const pause = async (milliseconds: number): Promise<void> => {
    if (milliseconds === 0) return;
    await new Promise<void>((wake) => {
      const callOff = after(milliseconds, wake);
      pauses.add(() => {
        callOff();
        wake();
      });
    });
  };

  /** @param failures how often those whose place it takes died young, one after the other */
  const launch = async (served: ServedLaw, failures = 0): Promise<Started> => {
    const worker = launchWorker(freeSlot(), served, { ...options, total: metrics });
    const { slot, pid } = worker;
    workers.add(worker);
    void worker.ended.then(({ how, servedMs }) => {
      workers.delete(worker);
      past = past.then((before) => lastingPart([before, worker.counted()]));
      if (servedMs === null || stopping) return;
      log.error({ slot, pid, how }, 'a worker died; another one takes its place');
      void restore(servedMs < soundMs ? failures + 1 : 0);
    });
    const started = await worker.started;
    if (!started.ok && started.refused) refusedSlots.add(slot);
    if (started.ok) log.info({ slot, pid }, 'a worker serves');
    return started;
  };

  /** A worker for one that died: at once, and if that one had died young, too, after a while, longer each time. */
  const restore = async (young: number): Promise<void> => {
    restoring += 1;
    for (let failures = young; ; failures += 1) {
      await pause(pauseAfter(failures));
      if (stopping || staying().length >= size) break;
      const started = await launch(law, failures);
      if (started.ok || stopping) break;
      const hopeless = started.refused || failures >= maxFailures;
      const what = hopeless ? 'a worker cannot be started' : 'a worker did not start; it is tried again';
      log.error({ reasons: started.reasons }, what);
      // The last one that has no hope tells.
      const alone = staying().length === 0 && restoring === 1;
      if (hopeless && alone) options.onFallen(started.reasons);
      if (started.refused || (hopeless && alone)) break;
    }
    restoring -= 1;
  };

  const metrics = async (): Promise<MetricsPage> => {
    const request = (asked += 1);
    const all = [...workers];
    await Promise.all(all.map((worker) => worker.count(request)));
    return totalPage([await past, ...all.filter((worker) => workers.has(worker)).map((worker) => worker.counted())]);
  };

  return {
    metrics,
    async start() {
      const all = await Promise.all(Array.from({ length: size }, () => launch(law)));
      return all.find(({ ok }) => !ok) ?? all[0] ?? { ok: false, refused: true, reasons: ['there are no workers'] };
    },
    async apply(register) {
      law = { ...law, register };
      const change = (asked += 1);
      // Those that leave answer requests, too.
      await Promise.all([...workers].map((worker) => worker.apply(change, { ...worker.law(), register })));
    },
    async roll(next) {
      const outdated = (): Worker | undefined =>
        staying().find((worker) => {
          const { config, supergraph } = worker.law();
          return config !== next.config || supergraph !== next.supergraph;
        });
      for (let failures = 0; !stopping && (outdated() !== undefined || staying().length < size);) {
        const started = await launch(next);
        if (!started.ok) {
          failures += 1;
          log.error({ reasons: started.reasons }, 'a worker for what changed did not start');
          if (law !== next || failures >= maxFailures) return false;
          await pause(pauseAfter(failures + 1));
          continue;
        }
        // From here on those that die are replaced by this, too.
        law = next;
        const before = staying().length > size ? outdated() : undefined;
        // It must serve before it can leave: else its end would read as a start that failed.
        await before?.started;
        if (before !== undefined && workers.has(before)) await before.leave('retire');
      }
      return !stopping;
    },
    async stop() {
      stopping = true;
      for (const wake of pauses) wake();
      await Promise.all([...workers].map((worker) => worker.leave('stop')));
    },
  };
}

function pauseAfter(failures: number): number {
  return failures <= 1 ? 0 : Math.min(longestPauseMs, 250 * 2 ** (failures - 2));
}
