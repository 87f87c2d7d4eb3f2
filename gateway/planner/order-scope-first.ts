/**
 * Plans in which a fetch waits for others beside those that it needs: the rows that it sends on can be told apart only once the values of
 * their scope fields have come.
 */
import { deepFreeze, type FetchNode, type PlanNode, type QueryPlan } from './query-plan';

export interface Wait {
  readonly fetch: FetchNode;
  readonly until: FetchNode;
}

export interface PlanOrder {
  /** Whether `first` has always ended when `then` begins. */
  precedes(first: FetchNode, then: FetchNode): boolean;
}

/** One fetch with everything that stands around it alone. */
interface Step {
  readonly fetch: FetchNode;
  wrap(node: PlanNode): PlanNode;
}

interface Stepped {
  readonly steps: readonly Step[];
  /** Step → steps that the plan lets end before it begins. */
  readonly before: readonly ReadonlySet<number>[];
  /** By the waits added. */
  readonly ordered: Map<string, QueryPlan>;
}

const known = new WeakMap<QueryPlan, Stepped>();

export function planOrder(plan: QueryPlan): PlanOrder {
  const { steps, before } = stepped(plan);
  return {
    precedes: (first, then) => before[indexOf(steps, then)]?.has(indexOf(steps, first)) === true,
  };
}

/**
 * @returns the waits that no circle forbids, in order, and the plan that keeps them; the same plan for the same waits
 */
export function orderScopeFirst(
  plan: QueryPlan,
  wanted: readonly Wait[],
): { readonly plan: QueryPlan; readonly impossible: readonly Wait[] } {
  if (wanted.length === 0) return { plan, impossible: [] };
  const { steps, before, ordered } = stepped(plan);
  const after: Set<number>[] = before.map((each) => new Set(each));
  const impossible: Wait[] = [];
  const kept: string[] = [];
  for (const wait of wanted) {
    const [fetch, until] = [indexOf(steps, wait.fetch), indexOf(steps, wait.until)];
    if (fetch === until || isBefore(after, fetch, until)) impossible.push(wait);
    else {
      after[fetch]?.add(until);
      kept.push(`${String(until)}<${String(fetch)}`);
    }
  }
  if (kept.length === 0) return { plan, impossible };
  const key = [...new Set(kept)].sort().join(' ');
  const same = ordered.get(key) ?? deepFreeze({ node: inStages(steps, after) });
  ordered.set(key, same);
  return { plan: same, impossible };
}

function stepped(plan: QueryPlan): Stepped {
  let found = known.get(plan);
  if (found === undefined) {
    const steps: Step[] = [];
    const before: Set<number>[] = [];
    const walk = (node: PlanNode, wrap: Step['wrap'], earlier: readonly number[]): readonly number[] => {
      switch (node.kind) {
        case 'Sequence':
          return node.nodes.reduce<readonly number[]>(
            (done, each) => [...done, ...walk(each, wrap, [...earlier, ...done])],
            [],
          );
        case 'Parallel':
          return node.nodes.flatMap((each) => walk(each, wrap, earlier));
        case 'Flatten':
          return walk(node.node, (inner) => wrap({ ...node, node: inner }), earlier);
        case 'Condition': {
          const { kind, condition, ifClause, elseClause } = node;
          const whenTrue =
            ifClause === undefined
              ? []
              : walk(ifClause, (inner) => wrap({ kind, condition, ifClause: inner }), earlier);
          const whenFalse =
            elseClause === undefined
              ? []
              : walk(elseClause, (inner) => wrap({ kind, condition, elseClause: inner }), earlier);
          return [...whenTrue, ...whenFalse];
        }
        case 'Fetch':
          before.push(new Set(earlier));
          return [steps.push({ fetch: node, wrap }) - 1];
      }
    };
    if (plan.node !== null) walk(plan.node, (inner) => inner, []);
    found = { steps, before, ordered: new Map() };
    known.set(plan, found);
  }
  return found;
}

function indexOf(steps: readonly Step[], fetch: FetchNode): number {
  return steps.findIndex((step) => step.fetch === fetch);
}

function isBefore(after: readonly ReadonlySet<number>[], first: number, then: number): boolean {
  const seen = new Set<number>();
  const reaches = (step: number): boolean => {
    if (seen.has(step)) return false;
    seen.add(step);
    return [...(after[step] ?? [])].some((each) => each === first || reaches(each));
  };
  return reaches(then);
}

/** Each step in the first stage in which everything that it waits for has ended. */
function inStages(steps: readonly Step[], after: readonly ReadonlySet<number>[]): PlanNode {
  const stageOf = new Map<number, number>();
  const stage = (step: number): number => {
    const before = stageOf.get(step);
    if (before !== undefined) return before;
    const found = Math.max(-1, ...[...(after[step] ?? [])].map(stage)) + 1;
    stageOf.set(step, found);
    return found;
  };
  const stages: PlanNode[][] = [];
  for (const [index, step] of steps.entries()) (stages[stage(index)] ??= []).push(step.wrap(step.fetch));
  const nodes = stages.map((each): PlanNode => {
    const [only] = each;
    return each.length === 1 && only !== undefined ? only : { kind: 'Parallel', nodes: each };
  });
  return { kind: 'Sequence', nodes };
}
