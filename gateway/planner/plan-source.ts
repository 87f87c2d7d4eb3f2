/** Port: where query plans come from; each document is planned once at a time and kept while there is room. */
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { apolloPlanner } from './apollo-planner';
import type { QueryPlan } from './query-plan';

export interface PlanSource {
  /**
   * @param key names everything the document depends on (`CompiledOperation.key`); equal keys mean equal documents
   * @throws Error where no plan can be made; nothing is kept then
   */
  plan(key: string, document: DocumentNode): Promise<QueryPlan>;
  close(): Promise<void>;
}

const maxPlans = 1_000;

/** Bounded, and with a single flight per key: a crowd that asks the same waits for one plan. */
export function cachedPlans(make: (document: DocumentNode) => Promise<QueryPlan>): Pick<PlanSource, 'plan'> {
  const plans = new LRUCache<string, QueryPlan>({ max: maxPlans });
  const flights = new Map<string, Promise<QueryPlan>>();
  return {
    async plan(key, document) {
      const known = plans.get(key);
      if (known !== undefined) return known;
      let flight = flights.get(key);
      if (flight === undefined) {
        flight = make(document).finally(() => flights.delete(key));
        flights.set(key, flight);
      }
      const plan = await flight;
      plans.set(key, plan);
      return plan;
    },
  };
}

/** Plans on the calling thread: for commands and tests. */
export function plansInProcess(planningSdl: string): PlanSource {
  const planner = apolloPlanner(planningSdl);
  return {
    ...cachedPlans(async (document) => planner.plan(document)),
    close: () => Promise.resolve(),
  };
}
