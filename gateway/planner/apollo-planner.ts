/** The one door to the planner library (Elastic License 2.0): a supergraph becomes a planner, a document a frozen plan of ours. */
import { QueryPlanner, type PlanNode as LibraryNode } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { loadSupergraphModel, operationFromDocument } from '../../schema/federation';
import { RefusedRequest } from '../errors';
import { conflictingInputs } from './conflicting-inputs';
import { planningInput } from './planning-input';
import { unplannedFields } from './unplanned-fields';
import { deepFreeze, type FetchNode, type PlanNode, type QueryPlan } from './query-plan';

export interface Planner {
  /**
   * @param document validated against the whole supergraph; one operation, no `@defer`
   * @throws RefusedRequest where what is asked together can only be answered apart
   * @throws Error where no plan is found, or where its search would go beyond the library's bounds
   */
  plan(document: DocumentNode): QueryPlan;
}

/** Beyond this many candidates the planner takes the best it has: a bound on time, never on what is planned. */
const maxEvaluatedPlans = 1_000;

/** @param planningSdl see `Supergraph.planningSdl` */
export function apolloPlanner(planningSdl: string): Planner {
  const model = loadSupergraphModel(planningInput(planningSdl));
  const planner = new QueryPlanner(model, {
    incrementalDelivery: { enableDefer: false },
    typeConditionedFetching: false,
    debug: { maxEvaluatedPlans },
  });
  const conflicting = conflictingInputs(planningSdl);
  return {
    plan(document) {
      // No override condition is ever passed: the former owner of a progressive `@override` answers.
      const { node } = planner.buildQueryPlan(operationFromDocument(model, document));
      if (node?.kind === 'Subscription') throw new Error('subscriptions are not planned');
      const plan: QueryPlan = { node: node === undefined ? null : ours(node) };
      const forgotten = unplannedFields(document, plan);
      if (forgotten.length > 0) throw new Error(`no subgraph can answer \`${forgotten.join('`, `')}\``);
      const conflict = conflicting(plan);
      if (conflict !== null) {
        throw new RefusedRequest(
          'OPERATION_NOT_SUPPORTED',
          `\`${conflict.join('` and `')}\` require the same field with different arguments: ask one at a time`,
        );
      }
      return deepFreeze(plan);
    },
  };
}

/** Takes over exactly what `query-plan.ts` knows. */
function ours(node: LibraryNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(ours) };
    case 'Flatten':
      return { kind: node.kind, path: node.path, node: ours(node.node) };
    case 'Condition':
      return {
        kind: node.kind,
        condition: node.condition,
        ...(node.ifClause === undefined ? {} : { ifClause: ours(node.ifClause) }),
        ...(node.elseClause === undefined ? {} : { elseClause: ours(node.elseClause) }),
      };
    case 'Fetch':
      return fetchOf(node);
    case 'Defer':
      throw new Error('`@defer` is not planned');
  }
}

function fetchOf(node: Extract<LibraryNode, { kind: 'Fetch' }>): FetchNode {
  if (node.contextRewrites !== undefined) throw new Error('`@context` is not planned');
  const { kind, serviceName, operation, operationKind, requires, variableUsages, inputRewrites, outputRewrites } = node;
  return {
    kind,
    serviceName,
    operation,
    operationKind,
    ...(requires === undefined ? {} : { requires }),
    ...(variableUsages === undefined ? {} : { variableUsages }),
    ...(inputRewrites === undefined ? {} : { inputRewrites }),
    ...(outputRewrites === undefined ? {} : { outputRewrites }),
  };
}
