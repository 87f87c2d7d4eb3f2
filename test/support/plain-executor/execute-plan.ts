/** Runs query plans: each is compiled into steps once, and merges what subgraphs answer into one tree. */
import type { PlanNode, QueryPlan } from '../../../gateway/planner/query-plan';
import { compileFetch, type Step } from './compile-fetch';
import type { Execution, ExecutionResult } from '../../../gateway/executor/execution';
import { failures } from '../../../gateway/executor/failures';
import { emptyObject } from './read-reply';
import { subgraphTypes, type SubgraphTypes } from '../../../gateway/planner/subgraph-types';
import { rootTarget, walker } from './target';

export type PlanExecutor = (execution: Execution) => Promise<ExecutionResult>;

/**
 * @param supergraphSdl what the plans were made from: the keys it leaves resolvable are those by which entities are sent
 * @returns never rejects for what a subgraph does; throws for a plan that is not one of this supergraph
 */
export function planExecutor(supergraphSdl: string): PlanExecutor {
  const types = subgraphTypes(supergraphSdl);
  const compiled = new WeakMap<QueryPlan, Step>();
  return async (execution) => {
    const { plan } = execution;
    let step = compiled.get(plan);
    if (step === undefined) {
      step = plan.node === null ? () => Promise.resolve() : compileNode(plan.node, types);
      compiled.set(plan, step);
    }
    const data = emptyObject();
    const run = { execution, failures: failures() };
    await step(run, [rootTarget(data)]);
    return { data, errors: run.failures.all };
  };
}

function compileNode(node: PlanNode, types: SubgraphTypes): Step {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map((each) => compileNode(each, types));
      return async (run, at) => {
        for (const step of steps) await step(run, at);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map((each) => compileNode(each, types));
      return async (run, at) => {
        await Promise.all(steps.map((step) => step(run, at)));
      };
    }
    case 'Flatten': {
      const walk = walker(node.path, types);
      const step = compileNode(node.node, types);
      return (run, at) => step(run, walk(at));
    }
    case 'Condition': {
      const whenTrue = node.ifClause === undefined ? null : compileNode(node.ifClause, types);
      const whenFalse = node.elseClause === undefined ? null : compileNode(node.elseClause, types);
      return async (run, at) => {
        const holds = run.execution.variables[node.condition] === true;
        await (holds ? whenTrue : whenFalse)?.(run, at);
      };
    }
    case 'Fetch':
      return compileFetch(node, types);
  }
}
