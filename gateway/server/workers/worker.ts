/** One worker as the pool sees it, from its launch to its end. */
import type { MetricsSnapshot } from '../metrics';
import type { MetricsPage } from './total-metrics';
import type { FromWorker, ServedLaw, ToWorker } from './worker-message';

/** Port: a process that runs `serveAsWorker`. */
export interface WorkerProcess {
  readonly pid: number;
  /** Lost where the process is gone. */
  send(message: ToWorker): void;
  /** At once, whatever it does. */
  kill(): void;
}

export interface Ears {
  heard(message: FromWorker): void;
  /** Once, after the last message. */
  ended(how: string): void;
}

export type Spawn = (ears: Ears) => WorkerProcess;

export interface Clock {
  /** @returns what calls it off */
  after(milliseconds: number, task: () => void): () => void;
  /** Monotonic milliseconds. */
  now(): number;
}

export type Started =
  | { readonly ok: true; readonly url: string }
  /** `refused`: it said why, and would say so again. Else it just died. */
  | { readonly ok: false; readonly refused: boolean; readonly reasons: readonly string[] };

export interface End {
  readonly how: string;
  /** How long it had served; `null` = it had not, or was told to leave. */
  readonly servedMs: number | null;
}

export interface Worker {
  readonly slot: number;
  readonly pid: number;
  readonly started: Promise<Started>;
  readonly ended: Promise<End>;
  /** What it was last told to serve. */
  law(): ServedLaw;
  leaving(): boolean;
  /** What it last told. */
  counted(): MetricsSnapshot;
  /** Resolves once it decides by this register, or has ended: where it does not say so in time, it is ended. */
  apply(change: number, law: ServedLaw): Promise<void>;
  /** Resolves once `counted` is new; where that takes too long, it stays old. */
  count(request: number): Promise<void>;
  /** Resolves once it has ended; where that takes too long, it is ended. */
  leave(how: 'retire' | 'stop'): Promise<void>;
}

/** Loaded and compiled: a big supergraph takes its time. */
const startMs = 120_000;
const applyMs = 10_000;
/** More than a gateway takes to drain. */
const endMs = 15_000;
const countMs = 2_000;

export function launchWorker(
  slot: number,
  first: ServedLaw,
  ports: Clock & { readonly spawn: Spawn; readonly total: () => Promise<MetricsPage> },
): Worker {
  const { after, now } = ports;
  let law = first;
  let counted: MetricsSnapshot = [];
  let servingSince: number | null = null;
  let leaving = false;
  let reasons: readonly string[] | null = null;
  let tellStart!: (started: Started) => void;
  let tellEnd!: (end: End) => void;
  const started = new Promise<Started>((tell) => (tellStart = tell));
  const ended = new Promise<End>((tell) => (tellEnd = tell));
  const answered = new Map<number, () => void>();

  const child = ports.spawn({
    heard(message) {
      switch (message.type) {
        case 'serving':
          servingSince = now();
          tellStart({ ok: true, url: message.url });
          break;
        case 'refused':
          reasons = message.reasons;
          break;
        case 'applied':
          answered.get(message.change)?.();
          break;
        case 'counted':
          counted = message.counted;
          answered.get(message.request)?.();
          break;
        case 'ended':
          counted = message.counted;
          break;
        case 'total?':
          void ports.total().then((page) => child.send({ type: 'total', request: message.request, page }));
      }
    },
    ended(how) {
      const died = `worker ${String(child.pid)} of slot ${String(slot)} ended (${how}) before it served`;
      tellStart({ ok: false, refused: reasons !== null, reasons: reasons ?? [died] });
      tellEnd({ how, servedMs: servingSince === null || leaving ? null : now() - servingSince });
    },
  });
  child.send({ type: 'serve', slot, law: first });

  /** Resolves with the answer, with its end, or when `late` was called and has had its effect. */
  const within = async (milliseconds: number, what: Promise<unknown>, late: () => void): Promise<void> => {
    const callOff = after(milliseconds, late);
    await Promise.race([what, ended]);
    callOff();
  };
  const answerTo = (number: number): Promise<void> => new Promise((go) => void answered.set(number, go));

  void within(startMs, started, () => child.kill());
  return {
    ...{ slot, pid: child.pid, started, ended },
    law: () => law,
    leaving: () => leaving,
    counted: () => counted,
    async apply(change, next) {
      law = next;
      const answer = answerTo(change);
      child.send({ type: 'register', change, register: next.register });
      await within(servingSince === null ? startMs : applyMs, answer, () => child.kill());
      answered.delete(change);
    },
    async count(request) {
      const answer = answerTo(request);
      child.send({ type: 'count', request });
      await within(countMs, answer, () => answered.get(request)?.());
      answered.delete(request);
    },
    async leave(how) {
      leaving = true;
      child.send({ type: how });
      await within(endMs, ended, () => child.kill());
    },
  };
}
