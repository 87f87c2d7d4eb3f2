/** Query plans as frozen data, in the federation's own terms; the planner library's plans are assignable to these. */

export type PlanNode = SequenceNode | ParallelNode | FetchNode | FlattenNode | ConditionNode;

export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

export interface FlattenNode {
  readonly kind: 'Flatten';
  /** Response names from where the node stands; `@` = every element of a list; `|[A,B]` suffixes are type conditions. */
  readonly path: readonly (string | number)[];
  readonly node: PlanNode;
}

export interface ConditionNode {
  readonly kind: 'Condition';
  readonly condition: string;
  readonly ifClause?: PlanNode;
  readonly elseClause?: PlanNode;
}

export interface RequiredField {
  readonly kind: 'Field';
  readonly alias?: string;
  readonly name: string;
  readonly selections?: readonly RequiredSelection[];
}

export interface RequiredFragment {
  readonly kind: 'InlineFragment';
  readonly typeCondition?: string;
  readonly selections: readonly RequiredSelection[];
}

export type RequiredSelection = RequiredField | RequiredFragment;

export interface ValueSetter {
  readonly kind: 'ValueSetter';
  readonly path: readonly string[];
  readonly setValueTo: unknown;
}

export interface KeyRenamer {
  readonly kind: 'KeyRenamer';
  readonly path: readonly string[];
  readonly renameKeyTo: string;
}

export type DataRewrite = ValueSetter | KeyRenamer;

export interface FetchNode {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  readonly id?: string;
  /** What makes up a representation; absent for a root fetch. */
  readonly requires?: readonly RequiredSelection[];
  readonly variableUsages?: readonly string[];
  /** GraphQL text; no client text in it. */
  readonly operation: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  readonly inputRewrites?: readonly DataRewrite[];
  readonly outputRewrites?: readonly DataRewrite[];
}

export interface QueryPlan {
  readonly node: PlanNode | null;
}

/** Plans are shared between requests: nobody may change one. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
