/**
 * Plans what the planner library would mix up: fields that require the same field with different arguments are planned in documents of
 * their own, and the plans are merged again, each with names of its own for those inputs.
 */
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { conflictingInputs } from './conflicting-inputs';
import { mergePlans } from './merge-plans';
import type { PlanNode, QueryPlan } from './query-plan';
import { renameInputs } from './rename-inputs';
import type { RequiredInputs } from './required-inputs';
import { splitDocument } from './split-document';

/**
 * @param plan one document as the library does it; throws where it cannot
 * @returns one plan, to be judged like any other; `null` where there is none by which every field gets its own inputs
 */
export function planApart(
  document: DocumentNode,
  schema: GraphQLSchema,
  inputs: RequiredInputs,
  plan: (document: DocumentNode) => QueryPlan,
): QueryPlan | null {
  const split = splitDocument(document, schema, inputs);
  if (split === null) return null;
  let merged: PlanNode | null = null;
  for (const [index, part] of split.documents.entries()) {
    const own = plan(part);
    if (own.node === null || conflictingInputs(own, inputs) !== null) return null;
    const renamed: PlanNode | null =
      index === 0 ? own.node : renameInputs(own.node, split.names, (name) => `_r${String(index)}_${name}`);
    if (renamed === null) return null;
    merged = merged === null ? renamed : mergePlans(merged, renamed);
    if (merged === null) return null;
  }
  return { node: merged };
}
