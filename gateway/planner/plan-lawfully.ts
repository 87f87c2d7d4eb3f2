/** Plans an operation until no flow of its plan is denied: what depends on a denied flow leaves the operation, and the rest is planned anew. */
import type { BoundOperation, CompiledOperation } from '../compiler/compiled-operation';
import type { CompileOutcome, Refusal } from '../compiler/compile-operation';
import type { FlowDenial } from '../compiler/flow-denial';
import type { TestedRows } from '../compiler/tested-rows';
import { checkFlows, type CheckedFlows, type FlowInput } from './check-flows';
import { clientPath } from './client-rows';
import type { Flow } from './flow';
import type { PlanSource } from './plan-source';
import type { QueryPlan } from './query-plan';

export interface LawfulPlanInput extends Omit<FlowInput, 'plan' | 'client'> {
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
      readonly rowsToSend: CheckedFlows['rowsToSend'];
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly flows: readonly Flow[] };

/** Each round denies or tests more than the one before; an operation has no more fields than this at any place that matters. */
const maxRounds = 100;

const emptyPlan: QueryPlan = Object.freeze({ node: null });

/** @throws Error where no plan can be made */
export async function planLawfully(input: LawfulPlanInput): Promise<LawfulPlan> {
  const { supergraph, grants, instant, profile, registeredPurposes } = input;
  // Not the whole input: what is told of the flows outlives the request, and must not keep what its client sent.
  const circumstances = { supergraph, grants, instant, profile, registeredPurposes };
  const denied = new Map<string, Flow>();
  const issued = new Set<string>();
  const asked = new Set<string>();
  let { outcome } = input;
  for (let round = 0; round < maxRounds; round++) {
    if (!outcome.ok) return { ok: false, refusal: outcome.refusal, flows: [...denied.values()] };
    const { bound } = outcome;
    const { document, key } = bound.operation;
    const planned = document === null ? emptyPlan : await input.plans.plan(key, document);
    const { operation, decisions, scopedPositions } = bound;
    const isVain = (demand: TestedRows): boolean => asked.has(demandId(demand, operation));
    const client = { operation, decisions, scopedPositions };
    const checked = checkFlows({ ...circumstances, plan: planned, client }, isVain);
    const { denials, demands, plan, limited, stands, rowsToSend } = checked;
    if (denials.length === 0 && demands.length === 0) {
      const flows = [...checked.flows, ...denied.values()];
      return { ok: true, bound: withNotices(bound, limited), plan, flows, stands, rowsToSend };
    }
    for (const flow of checked.flows) {
      if (flow.decision.outcome !== 'permit') denied.set(`${flow.from} ${flow.coordinate} ${flow.toSubgraph}`, flow);
    }
    for (const demand of demands) asked.add(demandId(demand, operation));
    outcome = outcome.deny(widened(denials, bound, issued), demands);
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

function demandId({ path, types, permit, withhold }: TestedRows, operation: CompiledOperation): string {
  const owners = permit.scopes.map(({ owner }) => owner);
  return JSON.stringify([clientPath(operation.shape, path), types, owners, withhold]);
}

/** Told once for the position, whatever the rows. */
function withNotices(bound: BoundOperation, limited: CheckedFlows['limited']): BoundOperation {
  if (limited.length === 0) return bound;
  const told = new Set(bound.scopedPositions.map((position) => position.join('\u0000')));
  const more = limited.filter((position) => !told.has(position.join('\u0000')));
  return { ...bound, scopedPositions: [...bound.scopedPositions, ...more] };
}
