/** One fetch node, compiled: what it sends on behalf of the objects where it stands, and how the answer reaches them. */
import type { FetchNode } from '../../../gateway/planner/query-plan';
import { representationBuilder } from './build-representation';
import { followPath, isIndex } from '../../../gateway/executor/error-path';
import type { Execution, ExecutionError, SubgraphReply } from '../../../gateway/executor/execution';
import type { Failures } from '../../../gateway/executor/failures';
import { fetchSelection, type FetchSelection } from '../../../gateway/executor/fetch-selection';
import { isObject, readObject, type TreeObject } from './read-reply';
import type { SubgraphTypes } from '../../../gateway/planner/subgraph-types';
import { pathOf, sharedPath, type Target } from './target';

export interface Run {
  readonly execution: Execution;
  readonly failures: Failures;
}

export type Step = (run: Run, at: readonly Target[]) => Promise<void>;

/** @throws Error where the planner wrote what this gateway does not know */
export function compileFetch(fetch: FetchNode, types: SubgraphTypes): Step {
  if (fetch.operationKind === 'subscription') throw new Error('subscriptions are not supported');
  const selection = fetchSelection(fetch, types);
  return fetch.requires === undefined ? rootFetch(fetch, types, selection) : entityFetch(fetch, types, selection);
}

function rootFetch(fetch: FetchNode, types: SubgraphTypes, selection: FetchSelection): Step {
  const { expected } = selection;
  if (expected === null) throw new Error('a root fetch reads a root type');
  return async (run, at) => {
    if (at.length === 0) return;
    const fail = (code: ExecutionError['code'], path: readonly (string | number)[]): void =>
      run.failures.add(code, fetch.serviceName, path);
    const data = await dispatch(
      run,
      fetch,
      { variablesJson: JSON.stringify(variablesOf(run, fetch)), announce() {} },
      at,
      selection,
      (path) => {
        for (const target of at) fail('SUBGRAPH_ERROR', [...pathOf(target), ...followPath(selection, path)]);
      },
    );
    if (data === null) return;
    for (const target of at) {
      const path: (string | number)[] = [];
      const reading = { types, path, fail: () => fail('SUBGRAPH_ERROR', [...pathOf(target), ...path]) };
      readObject(reading, selection, data, target.value, expected);
    }
  };
}

function entityFetch(fetch: FetchNode, types: SubgraphTypes, selection: FetchSelection): Step {
  const build = representationBuilder(fetch, types);
  return async (run, at) => {
    const { representations, targets } = represent(build, gated(run, fetch, at));
    if (representations.length === 0) return;
    const fail = (code: ExecutionError['code'], path: readonly (string | number)[]): void =>
      run.failures.add(code, fetch.serviceName, path);
    const all = targets.flat();
    const texts = representations.map((each) => JSON.stringify(each));
    const variablesJson = JSON.stringify({ ...variablesOf(run, fetch), representations });
    const announce = (): void => run.execution.onRepresentations?.(fetch, texts);
    const data = await dispatch(run, fetch, { variablesJson, announce }, all, selection, ([field, index, ...rest]) => {
      const meant = field === '_entities' && isIndex(index) ? targets[index] : undefined;
      if (meant === undefined) return fail('SUBGRAPH_ERROR', sharedPath(all));
      for (const target of meant) fail('SUBGRAPH_ERROR', [...pathOf(target), ...followPath(selection, rest)]);
    });
    if (data === null) return;
    const entities = Object.hasOwn(data, '_entities') ? data['_entities'] : undefined;
    if (!Array.isArray(entities) || entities.length !== representations.length) {
      return fail('SUBGRAPH_ERROR', sharedPath(all));
    }
    for (const [index, representation] of representations.entries()) {
      const entity: unknown = entities[index];
      if (entity === null) continue;
      const typeName = String(representation['__typename']);
      const expected = { admitted: types.admitted(fetch.serviceName, typeName), otherwise: typeName };
      for (const target of targets[index] ?? []) {
        const path: (string | number)[] = [];
        const reading = { types, path, fail: () => fail('SUBGRAPH_ERROR', [...pathOf(target), ...path]) };
        readObject(reading, selection, entity, target.value, expected);
      }
    }
  };
}

/** INVARIANT: a row that its owner's scope keeps back is not sent on; whether it is one is asked before anything is made of it. */
function gated(run: Run, fetch: FetchNode, at: readonly Target[]): readonly Target[] {
  const gate = run.execution.rowGate?.(fetch) ?? null;
  return gate === null ? at : at.filter((target) => gate(target));
}

/** Equal representations are sent once; each knows every target it stands for. */
function represent(
  build: (entity: TreeObject) => TreeObject | null,
  at: readonly Target[],
): { representations: readonly TreeObject[]; targets: readonly (readonly Target[])[] } {
  const representations: TreeObject[] = [];
  const targets: Target[][] = [];
  const known = new Map<string, Target[]>();
  for (const target of at) {
    const representation = build(target.value);
    if (representation === null) continue;
    const text = JSON.stringify(representation);
    const same = known.get(text);
    if (same !== undefined) {
      same.push(target);
      continue;
    }
    const standsFor = [target];
    known.set(text, standsFor);
    representations.push(representation);
    targets.push(standsFor);
  }
  return { representations, targets };
}

function variablesOf(run: Run, fetch: FetchNode): Record<string, unknown> {
  const given = run.execution.variables;
  const names = (fetch.variableUsages ?? []).filter((name) => name !== 'representations' && Object.hasOwn(given, name));
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

/**
 * Sends one request, unless it may not be sent any more.
 *
 * @param place told the path of each error in the reply (`[]` where it has none)
 * @returns `data`, or `null` where there is none (reported)
 */
async function dispatch(
  run: Run,
  fetch: FetchNode,
  { variablesJson, announce }: { readonly variablesJson: string; announce(): void },
  at: readonly Target[],
  selection: FetchSelection,
  place: (path: readonly unknown[]) => void,
): Promise<TreeObject | null> {
  const { transport, signal } = run.execution;
  const fail = (code: ExecutionError['code']): null => {
    run.failures.add(code, fetch.serviceName, [...sharedPath(at), ...onlyField(selection, at)]);
    return null;
  };
  if (signal.aborted) return fail('SUBGRAPH_TIMEOUT');
  // INVARIANT (enforcement.md 6.7): nothing is awaited between this question and `send`; what waits there asks again.
  const mayStillSend = (): boolean => run.execution.mayDispatch(fetch);
  if (!mayStillSend()) return fail('DISPATCH_REFUSED');
  announce();
  const operationKind = fetch.operationKind === 'mutation' ? 'mutation' : 'query';
  const sharable = run.execution.sharable?.(fetch) ?? false;
  let reply: SubgraphReply;
  try {
    reply = await transport.send(
      { subgraph: fetch.serviceName, operationKind, query: fetch.operation, variablesJson, sharable, mayStillSend },
      signal,
    );
  } catch {
    return fail('SUBGRAPH_ERROR');
  }
  if (!reply.ok) return fail(reply.code);
  const { data, errors } = reply.body;
  const failed = errors !== undefined && errors !== null && !(Array.isArray(errors) && errors.length === 0);
  if (failed) for (const path of pathsOf(errors)) place(path);
  if (isObject(data)) return data;
  // Errors that said no place have been reported already.
  return failed && (data === undefined || data === null) ? null : fail('SUBGRAPH_ERROR');
}

/** Where everything that is missing is one field, its name says more than the place that holds it. */
function onlyField(selection: FetchSelection, at: readonly Target[]): readonly string[] {
  if (at.length !== 1 || selection.expected === null) return [];
  const [typeName] = selection.expected.admitted;
  const fields = typeName === undefined ? [] : selection.fieldsOf(typeName);
  const [only] = fields;
  return fields.length === 1 && only !== undefined ? [only.treeKey] : [];
}

function pathsOf(errors: unknown): readonly (readonly unknown[])[] {
  if (!Array.isArray(errors)) return [[]];
  return errors.map((error: unknown) => {
    const path = isObject(error) && Object.hasOwn(error, 'path') ? error['path'] : undefined;
    return Array.isArray(path) ? (path as readonly unknown[]) : [];
  });
}
