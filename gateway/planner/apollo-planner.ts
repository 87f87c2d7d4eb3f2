/** The one door to the planner library (Elastic License 2.0): a supergraph becomes a planner, a document a frozen plan of ours. */
import { QueryPlanner, type PlanNode as LibraryNode } from '@apollo/query-planner';
import { Kind, type DocumentNode } from 'graphql';
import { loadSupergraphModel, operationFromDocument } from '../../schema/federation';
import { RefusedRequest } from '../errors';
import { asksTooEarly, type TooEarly } from './asks-too-early';
import { conflictingInputs } from './conflicting-inputs';
import { planApart } from './plan-apart';
import { planInOrder } from './plan-in-order';
import { planningInput } from './planning-input';
import { deepFreeze, type FetchNode, type PlanNode, type QueryPlan } from './query-plan';
import { requiredInputs } from './required-inputs';
import { unplannedFields } from './unplanned-fields';

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

/** Each step of what requires what is planned anew: more than this is more than anybody needs. */
const maxRequiredDepth = 8;

/** @param planningSdl see `Supergraph.planningSdl` */
export function apolloPlanner(planningSdl: string): Planner {
  const model = loadSupergraphModel(planningInput(planningSdl));
  const planner = new QueryPlanner(model, {
    incrementalDelivery: { enableDefer: false },
    typeConditionedFetching: false,
    debug: { maxEvaluatedPlans },
  });
  const schema = model.schema.toGraphQLJSSchema();
  const inputs = requiredInputs(planningSdl, schema);
  const planOne = (document: DocumentNode): QueryPlan => {
    // No override condition is ever passed: the former owner of a progressive `@override` answers.
    const { node } = planner.buildQueryPlan(operationFromDocument(model, document));
    if (node?.kind === 'Subscription') throw new Error('subscriptions are not planned');
    const plan: QueryPlan = { node: node === undefined ? null : ours(node) };
    const forgotten = unplannedFields(document, plan);
    if (forgotten.length > 0) throw new Error(`no subgraph can answer \`${forgotten.join('`, `')}\``);
    return plan;
  };
  const planTogether = (document: DocumentNode): QueryPlan => {
    const plan = planOne(document);
    const conflict = conflictingInputs(plan, inputs);
    if (conflict === null) return plan;
    // What a mutation changes in between nobody knows: it is planned as one, or not at all.
    const apart = isQuery(document) ? planApart(document, schema, inputs, planOne) : null;
    if (apart !== null) return apart;
    throw new RefusedRequest(
      'OPERATION_NOT_SUPPORTED',
      `\`${conflict.join('` and `')}\` require the same field with different arguments: ask one at a time`,
    );
  };
  const planInTime = (document: DocumentNode, depth: number): QueryPlan => {
    const plan = planTogether(document);
    const early = asksTooEarly(plan, inputs, schema);
    if (early.length === 0) return plan;
    const first = (required: DocumentNode): QueryPlan => planInTime(required, depth + 1);
    const inOrder =
      isQuery(document) && depth < maxRequiredDepth ? planInOrder(document, plan, early, schema, first) : null;
    if (
      inOrder !== null &&
      asksTooEarly(inOrder, inputs, schema).length + (conflictingInputs(inOrder, inputs)?.length ?? 0) === 0
    )
      return inOrder;
    throw new RefusedRequest('OPERATION_NOT_SUPPORTED', tooEarlyMessage(early));
  };
  return { plan: (document) => deepFreeze(planInTime(document, 0)) };
}

function isQuery({ definitions }: DocumentNode): boolean {
  return definitions.every((each) => each.kind !== Kind.OPERATION_DEFINITION || each.operation === 'query');
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

function tooEarlyMessage(early: readonly TooEarly[]): string {
  const fields = new Set(early.map(({ asked }) => `${asked.holder}.${asked.field.name.value}`));
  return `what requires \`${[...fields].join('` or `')}\` cannot be planned: leave it out`;
}
