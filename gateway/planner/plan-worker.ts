/** The planning thread: builds its planner once, answers one request after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { parse } from 'graphql';
import { RefusedRequest } from '../errors';
import { apolloPlanner } from './apollo-planner';
import type { PlanReply, PlanRequest } from './plan-message';

const port = parentPort;
if (port === null) throw new Error('the planning thread is started by `plans-in-worker`');
const planner = apolloPlanner(String(workerData));

port.on('message', ({ id, operation }: PlanRequest) => {
  let reply: PlanReply;
  try {
    reply = { id, plan: planner.plan(parse(operation, { noLocation: true })) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reply = error instanceof RefusedRequest ? { id, refused: message } : { id, error: message };
  }
  port.postMessage(reply);
});
