/** Plans on a thread of their own: a hard plan holds up no other request. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { print } from 'graphql';
import { RefusedRequest } from '../errors';
import type { PlanReply, PlanRequest } from './plan-message';
import { cachedPlans, type PlanSource } from './plan-source';
import { deepFreeze, type QueryPlan } from './query-plan';

/** Longest time for one plan, waiting for others included; a thread that takes longer is ended. */
const planningTimeoutMs = 15_000;

interface Waiting {
  resolve(plan: QueryPlan): void;
  reject(error: Error): void;
}

/**
 * A thread that dies or hangs fails the plans it owed, and the next request starts another: what cannot be planned is an error,
 * never an answer.
 *
 * @param entry compiled JavaScript of `plan-worker`
 */
export function plansInWorker(planningSdl: string, entry: string = join(__dirname, 'plan-worker.js')): PlanSource {
  let running: { readonly worker: Worker; readonly waiting: Map<number, Waiting> } | null = null;
  let closed = false;
  let lastId = 0;

  const start = (): NonNullable<typeof running> => {
    const worker = new Worker(entry, { workerData: planningSdl });
    const waiting = new Map<number, Waiting>();
    const started = { worker, waiting };
    const end = (why: string): void => {
      if (running === started) running = null;
      for (const { reject } of waiting.values()) reject(new Error(why));
      waiting.clear();
    };
    worker.on('message', (reply: PlanReply) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) worker.unref();
      if ('plan' in reply) asked?.resolve(deepFreeze(reply.plan));
      else if ('refused' in reply) asked?.reject(new RefusedRequest('OPERATION_NOT_SUPPORTED', reply.refused));
      else asked?.reject(new Error(`the operation cannot be planned: ${reply.error}`));
    });
    worker.on('error', (error) => end(`the planning thread failed: ${error.message}`));
    worker.on('exit', () => end('the planning thread ended'));
    return started;
  };

  const ask = (operation: string): Promise<QueryPlan> => {
    if (closed) return Promise.reject(new Error('the planning thread is closed'));
    const { worker, waiting } = (running ??= start());
    const request: PlanRequest = { id: ++lastId, operation };
    return new Promise<QueryPlan>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(request.id);
        reject(new Error(`the operation was not planned within ${String(planningTimeoutMs)} ms`));
        void worker.terminate();
      }, planningTimeoutMs);
      waiting.set(request.id, {
        resolve: (plan) => {
          clearTimeout(timer);
          resolve(plan);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      worker.ref();
      worker.postMessage(request);
    });
  };

  return {
    ...cachedPlans((document) => ask(print(document))),
    async close() {
      closed = true;
      await running?.worker.terminate();
    },
  };
}
