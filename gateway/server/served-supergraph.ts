/** One composed supergraph with all that is built from it; replaced as a whole, and closed when its last request is answered. */
import type { GraphQLSchema } from 'graphql';
import type { Supergraph } from '../../schema/supergraph';
import type { PlanExecutor } from '../executor/execute-plan';
import type { SubgraphTransport } from '../executor/execution';
import type { PlanSource } from '../planner/plan-source';

export interface ServedParts {
  readonly supergraph: Supergraph;
  readonly apiSchema: GraphQLSchema;
  readonly plans: PlanSource;
  readonly execute: PlanExecutor;
  readonly transport: SubgraphTransport;
  close(): Promise<void>;
}

export interface ServedSupergraph extends ServedParts {
  /** Keeps it open until `leave`. */
  enter(): void;
  leave(): void;
  /** No request will enter any more. */
  retire(): Promise<void>;
}

export function servedSupergraph(parts: ServedParts): ServedSupergraph {
  let requests = 0;
  let retired = false;
  let empty = (): void => undefined;
  return {
    ...parts,
    enter() {
      requests += 1;
    },
    leave() {
      requests -= 1;
      if (retired && requests === 0) empty();
    },
    async retire() {
      retired = true;
      if (requests > 0) await new Promise<void>((resolve) => (empty = resolve));
      await parts.close();
    },
  };
}
