/** One worker's part: messages of the primary in, a gateway, messages to the primary out. */
import type { Logger } from 'pino';
import { deepFreeze } from '../config/freeze';
import { createGateway, type GatewayOptions, type RunningGateway } from '../create-gateway';
import { endWhenBroken, startMessage } from '../main';
import { gatewayMetrics, type Metrics } from '../metrics';
import { traceOf } from '../refusal-of';
import type { MetricsPage } from './total-metrics';
import type { FromWorker, ServedLaw, ToWorker } from './worker-message';

export interface WorkerSurroundings {
  readonly log: Logger;
  /** Resolves once it has left this process. */
  send(message: FromWorker): Promise<void>;
  exit(code: 0 | 1): void;
  /** Default: `createGateway`. */
  readonly create?: (options: GatewayOptions) => Promise<RunningGateway>;
}

/** @returns takes what the primary says */
export function serveAsWorker(surroundings: WorkerSurroundings): (message: ToWorker) => void {
  const { send, exit } = surroundings;
  const own = gatewayMetrics();
  const waiting = new Map<number, (page: MetricsPage) => void>();
  let log = surroundings.log;
  let asked = 0;
  let over = false;
  let gateway: RunningGateway | null = null;
  let law: ServedLaw;

  const metrics: Metrics = {
    ...own,
    page: () =>
      new Promise((resolve) => {
        const request = (asked += 1);
        waiting.set(request, resolve);
        void send({ type: 'total?', request });
      }),
  };

  const serve = async (slot: number): Promise<void> => {
    log = log.child({ slot });
    const { config, register, supergraph } = law;
    try {
      const create = surroundings.create ?? createGateway;
      gateway = await create({ config, register, supergraph, log, slot, metrics, onBroken: endWhenBroken(log, exit) });
    } catch (error) {
      await send({ type: 'refused', reasons: [startMessage(error, config)] });
      return exit(1);
    }
    await send({ type: 'serving', url: gateway.url });
  };

  const end = async (how: 'retire' | 'stop'): Promise<void> => {
    await gateway?.[how]();
    // Told to stop while it retires, it gets here twice.
    if (over) return;
    over = true;
    await send({ type: 'ended', counted: await own.snapshot() });
    exit(0);
  };

  const obey = async (message: ToWorker): Promise<void> => {
    switch (message.type) {
      case 'serve':
        law = deepFreeze(message.law);
        return serve(message.slot);
      case 'register':
        law = { ...law, register: deepFreeze(message.register) };
        // In force even where the log no longer takes that down: such a worker is about to end.
        await gateway
          ?.replace(law.register, law.supergraph)
          .catch((error: unknown) => log.warn(traceOf(error), 'a change of the register could not be logged'));
        return send({ type: 'applied', change: message.change });
      case 'retire':
      case 'stop':
        return end(message.type);
      case 'count':
        return send({ type: 'counted', request: message.request, counted: await own.snapshot() });
      case 'total':
        waiting.get(message.request)?.(message.page);
        waiting.delete(message.request);
    }
  };

  const guarded = (message: ToWorker): Promise<void> =>
    obey(message).catch((error: unknown) => {
      log.fatal(traceOf(error), 'a worker ends: it could not do what it was told');
      exit(1);
    });
  let before: Promise<void> = Promise.resolve();
  return (message) => {
    switch (message.type) {
      case 'serve':
      case 'register':
        before = before.then(() => guarded(message));
        return;
      // Draining takes its time, in which a change of the register must still take effect.
      case 'retire':
      case 'stop':
        void before.then(() => guarded(message));
        return;
      case 'count':
      case 'total':
        void guarded(message);
    }
  };
}
