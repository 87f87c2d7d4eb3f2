/** Workers without processes and time without waiting: each does what a sound worker does, unless a test says otherwise. */
import type { Clock, Ears, Spawn } from '../../../../gateway/server/workers/worker';
import type { FromWorker, ToWorker } from '../../../../gateway/server/workers/worker-message';

export interface FakeProcess {
  readonly pid: number;
  readonly told: readonly ToWorker[];
  readonly slot: () => number;
  readonly alive: () => boolean;
  says(message: FromWorker): void;
  dies(how?: string): void;
}

/** What a worker says to a message; `null` = nothing. */
export type Behaviour = (message: ToWorker, worker: FakeProcess) => readonly FromWorker[] | 'dies' | null;

export const sound: Behaviour = (message) => {
  switch (message.type) {
    case 'serve':
      return [{ type: 'serving', url: 'http://127.0.0.1:4000/graphql' }];
    case 'register':
      return [{ type: 'applied', change: message.change }];
    case 'count':
      return [{ type: 'counted', request: message.request, counted: [] }];
    case 'retire':
    case 'stop':
      return 'dies';
    case 'total':
      return null;
  }
};

export interface FakeWorkers extends Clock {
  readonly spawn: Spawn;
  /** All that ever were, in order. */
  readonly all: readonly FakeProcess[];
  alive(): readonly FakeProcess[];
  /** From now on, and until told otherwise. */
  behave(behaviour: Behaviour): void;
  /** Runs what is due then, and lets everything that follows from it happen. */
  advance(milliseconds: number): Promise<void>;
  /** Milliseconds until each timer that was set and is not called off. */
  timers(): readonly number[];
}

/** Everything that is bound to happen without time going by has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

export function fakeWorkers(): FakeWorkers {
  const all: FakeProcess[] = [];
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();
  let time = 0;
  let behaviour = sound;

  const spawn: Spawn = (ears: Ears) => {
    const told: ToWorker[] = [];
    let alive = true;
    const dies = (how = 'SIGKILL'): void => {
      if (!alive) return;
      alive = false;
      ears.ended(how);
    };
    const worker: FakeProcess = {
      pid: all.length + 1,
      told,
      alive: () => alive,
      slot: () => {
        const [first] = told;
        if (first?.type !== 'serve') throw new Error('the first message says what to serve');
        return first.slot;
      },
      says: (message) => {
        if (alive) ears.heard(message);
      },
      dies,
    };
    all.push(worker);
    return {
      pid: worker.pid,
      send(message) {
        told.push(message);
        const answer = behaviour(message, worker);
        queueMicrotask(() => {
          if (answer === 'dies') dies('exit code 0');
          else for (const each of answer ?? []) worker.says(each);
        });
      },
      kill: () => queueMicrotask(() => dies()),
    };
  };
  return {
    ...{ spawn, all },
    alive: () => all.filter((worker) => worker.alive()),
    behave: (next) => void (behaviour = next),
    after(milliseconds, task) {
      const timer = { at: time + milliseconds, task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    now: () => time,
    async advance(milliseconds) {
      time += milliseconds;
      for (const timer of [...timers].filter(({ at }) => at <= time)) {
        timers.delete(timer);
        timer.task();
      }
      await settled();
    },
    timers: () => [...timers].map(({ at }) => at - time),
  };
}
