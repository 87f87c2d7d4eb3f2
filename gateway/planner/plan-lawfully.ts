/** Plans an operation until no flow of its plan is denied: what depends on a denied flow leaves the operation, and the rest is planned anew. */
import type { BoundOperation, ShapeNode } from '../compiler/compiled-operation';
import type { CompileOutcome, Refusal } from '../compiler/compile-operation';
import type { FlowDenial } from '../compiler/flow-denial';
import { checkFlows, type CheckedFlows, type FlowInput } from './check-flows';
import type { Flow } from './flow';
import type { PlanSource } from './plan-source';
import type { QueryPlan } from './query-plan';
import { scopedRows } from './scoped-rows';

export interface LawfulPlanInput extends Omit<FlowInput, 'plan' | 'kind' | 'scopedRows'> {
  /** What the compiler let pass. */
  readonly outcome: CompileOutcome;
  readonly plans: PlanSource;
}

export type LawfulPlan =
  | {
      readonly ok: true;
      readonly bound: BoundOperation;
      readonly plan: QueryPlan;
      /** Of the plan, all permitted; and of the plans that were given up, those that were denied. */
      readonly flows: readonly Flow[];
      readonly stands: CheckedFlows['stands'];
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly flows: readonly Flow[] };

/** Each round denies at least one field more; an operation has no more fields than this at any place that matters. */
const maxRounds = 100;

const emptyPlan: QueryPlan = Object.freeze({ node: null });

/** @throws Error where no plan can be made */
export async function planLawfully(input: LawfulPlanInput): Promise<LawfulPlan> {
  const { supergraph, grants, instant, profile, registeredPurposes } = input;
  // Not the whole input: what is told of the flows outlives the request, and must not keep what its client sent.
  const circumstances = { supergraph, grants, instant, profile, registeredPurposes };
  const denied = new Map<string, Flow>();
  const issued = new Set<string>();
  let { outcome } = input;
  for (let round = 0; round < maxRounds; round++) {
    if (!outcome.ok) return { ok: false, refusal: outcome.refusal, flows: [...denied.values()] };
    const { bound } = outcome;
    const { document, kind, key } = bound.operation;
    const plan = document === null ? emptyPlan : await input.plans.plan(key, document);
    const checked = checkFlows({ ...circumstances, plan, kind, scopedRows: scopedRows(bound) });
    if (checked.denials.length === 0) {
      return { ok: true, bound, plan, flows: [...checked.flows, ...denied.values()], stands: checked.stands };
    }
    for (const flow of checked.flows) {
      if (flow.decision.outcome !== 'permit') denied.set(`${flow.from} ${flow.coordinate} ${flow.toSubgraph}`, flow);
    }
    outcome = outcome.deny(widened(checked.denials, bound, issued));
  }
  throw new Error(`no lawful plan was found in ${String(maxRounds)} rounds`);
}

/** A denial for some types that did not change the plan is issued for all: the planner does not tell those types apart. */
function widened(
  denials: readonly FlowDenial[],
  { operation }: BoundOperation,
  issued: Set<string>,
): readonly FlowDenial[] {
  return denials.map((each) => {
    const id = `${clientPath(operation.shape, each.path).join(' ')} ${each.types?.join(',') ?? '*'}`;
    if (issued.has(id)) return { ...each, types: null };
    issued.add(id);
    return each;
  });
}

/** Generated aliases change their numbers from round to round, the client's response keys do not. */
function clientPath(shape: ShapeNode | null, path: readonly string[]): readonly string[] {
  const [alias, ...rest] = path;
  if (shape === null || alias === undefined) return [];
  for (const type of shape.any === null ? Object.values(shape.byType) : [shape.any]) {
    for (const field of type.fields) {
      if (field.kind === 'leaf' && field.alias === alias) return [field.key];
      if (field.kind === 'composite' && field.alias === alias) return [field.key, ...clientPath(field.child, rest)];
    }
  }
  return [];
}
