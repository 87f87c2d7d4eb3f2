/** Runs query plans: each is compiled into steps once, and merges what subgraphs answer into one tree. */
import type { FetchNode, FlattenNode, PlanNode, QueryPlan } from '../planner/query-plan';
import { compileFetch, type Run, type Step } from './compile-fetch';
import { wordings, type Wordings } from './dispatch-fetch';
import type { Execution, ExecutionResult } from './execution';
import { failures } from './failures';
import { subgraphTypes, type SubgraphTypes } from '../planner/subgraph-types';
import { rootStanding, walker, type Standing, type Walker } from './target';
import { emptyObject } from './tree-object';

export type PlanExecutor = (execution: Execution) => Promise<ExecutionResult>;

interface CompiledPlan {
  readonly step: Step;
  /** Fetches that send entities on. */
  readonly sending: readonly FetchNode[];
}

/**
 * @param supergraphSdl what the plans were made from: the keys it leaves resolvable are those by which entities are sent
 * @returns never rejects for what a subgraph does; throws for a plan that is not one of this supergraph
 */
export function planExecutor(supergraphSdl: string): PlanExecutor {
  const types = subgraphTypes(supergraphSdl);
  const known = new WeakMap<QueryPlan, CompiledPlan>();
  return async (execution) => {
    const { plan } = execution;
    let compiled = known.get(plan);
    if (compiled === undefined) {
      compiled = compilePlan(plan, types);
      known.set(plan, compiled);
    }
    const { step, sending } = compiled;
    const data = emptyObject();
    const mayShare = sending.every((fetch) => (execution.rowGate?.(fetch) ?? null) === null);
    const run: Run = { execution, failures: failures(), asked: new Map(), mayShare, shares: false };
    await step(run, rootStanding(data));
    return { data, errors: run.failures.all };
  };
}

function compilePlan({ node }: QueryPlan, types: SubgraphTypes): CompiledPlan {
  if (node === null) return { step: () => undefined, sending: [] };
  const fetches = fetchesIn(node);
  const sending = fetches.filter(({ requires }) => requires !== undefined);
  return { step: compileNode(node, { types, wordings: wordings(fetches) }), sending };
}

function fetchesIn(node: PlanNode): readonly FetchNode[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesIn);
    case 'Flatten':
      return fetchesIn(node.node);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => (each === undefined ? [] : fetchesIn(each)));
    case 'Fetch':
      return [node];
  }
}

interface Compiling {
  readonly types: SubgraphTypes;
  readonly wordings: Wordings;
}

function compileNode(node: PlanNode, compiling: Compiling): Step {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map((each) => compileNode(each, compiling));
      return async (run, at) => {
        for (const step of steps) await step(run, at);
      };
    }
    case 'Parallel':
      return parallel(node.nodes, compiling);
    case 'Flatten': {
      const walk = walker(node.path, compiling.types);
      const step = compileNode(node.node, compiling);
      return (run, at) => step(run, walk(at, run.shares));
    }
    case 'Condition': {
      const whenTrue = node.ifClause === undefined ? null : compileNode(node.ifClause, compiling);
      const whenFalse = node.elseClause === undefined ? null : compileNode(node.elseClause, compiling);
      return (run, at) => {
        const holds = run.execution.variables[node.condition] === true;
        return (holds ? whenTrue : whenFalse)?.(run, at);
      };
    }
    case 'Fetch':
      return compileFetch(node, compiling.types, compiling.wordings);
  }
}

/** Nodes that stand at one place walk there once: none of them has changed the tree when the next one starts. */
function parallel(nodes: readonly PlanNode[], compiling: Compiling): Step {
  const walkers = new Map<string, Walker>();
  const branches = nodes.map((node) => {
    if (node.kind !== 'Flatten') return { walk: null, step: compileNode(node, compiling) };
    return { walk: walkerOf(node), step: compileNode(node.node, compiling) };
  });
  return (run, at) => {
    const walked = new Map<Walker, Standing>();
    const running: Promise<void>[] = [];
    for (const { walk, step } of branches) {
      const there = walk === null ? at : (walked.get(walk) ?? walk(at, run.shares));
      if (walk !== null) walked.set(walk, there);
      const branch = begin(step, run, there);
      if (branch !== undefined) running.push(branch);
    }
    return running.length === 0 ? undefined : Promise.all(running).then(() => undefined);
  };

  function walkerOf({ path }: FlattenNode): Walker {
    const key = JSON.stringify(path);
    const walk = walkers.get(key) ?? walker(path, compiling.types);
    walkers.set(key, walk);
    return walk;
  }
}

/** What one branch throws at once must not leave the others alone with nobody to hear of them. */
function begin(step: Step, run: Run, at: Standing): Promise<void> | undefined {
  try {
    return step(run, at);
  } catch (error) {
    return Promise.reject(error as Error);
  }
}
