/** One fetch node, compiled: what it sends on behalf of the objects where it stands, and how the answer reaches them. */
import type { FetchNode } from '../planner/query-plan';
import type { SubgraphTypes } from '../planner/subgraph-types';
import { dispatchFetch, type Asked, type Wordings } from './dispatch-fetch';
import { distinctEntities, type Entity } from './distinct-entities';
import { followPath, isIndex } from './error-path';
import type { Execution, ExecutionError } from './execution';
import type { Failures } from './failures';
import { fetchSelection, type FetchSelection } from './fetch-selection';
import { readObject, readShared, type Reading } from './read-reply';
import { pathOf, sharedPath, type Standing, type Target } from './target';
import type { TreeObject } from './tree-object';

export interface Run {
  readonly execution: Execution;
  readonly failures: Failures;
  readonly asked: Asked;
  /** Whether equal entities may share what is read of them; not where somebody asks of each place whether it may be sent. */
  readonly mayShare: boolean;
  /** Whether anything is shared by now. */
  shares: boolean;
}

/** @returns `undefined` where there is nothing to wait for */
export type Step = (run: Run, at: Standing) => Promise<void> | undefined;

/** @throws Error where the planner wrote what this gateway does not know */
export function compileFetch(fetch: FetchNode, types: SubgraphTypes, wordings: Wordings): Step {
  if (fetch.operationKind === 'subscription') throw new Error('subscriptions are not supported');
  const selection = fetchSelection(fetch, types);
  return fetch.requires === undefined
    ? rootFetch(fetch, types, wordings, selection)
    : entityFetch(fetch, types, wordings, selection);
}

function rootFetch(fetch: FetchNode, types: SubgraphTypes, wordings: Wordings, selection: FetchSelection): Step {
  const { expected } = selection;
  if (expected === null) throw new Error('a root fetch reads a root type');
  const wording = wordings(fetch);
  const variables = variablesWriter(fetch);
  return (run, at) => {
    const { objects } = at;
    if (objects.length === 0) return undefined;
    return send();

    async function send(): Promise<void> {
      const report = reporter(run, fetch, selection, at, () => objects);
      const shared = { asked: run.asked, wording };
      const reply = await dispatchFetch(run.execution, fetch, `{${variables(run)}}`, shared, () => undefined);
      for (const path of reply.errorPaths) report.below(objects, followPath(selection, path));
      if (reply.failure !== null) report.all(reply.failure);
      if (reply.data === null || expected === null) return;
      for (const object of objects)
        readObject(report.reading(types, [object]), selection, reply.data, object, expected);
    }
  };
}

function entityFetch(fetch: FetchNode, types: SubgraphTypes, wordings: Wordings, selection: FetchSelection): Step {
  const wording = wordings(fetch);
  const variables = variablesWriter(fetch);
  const distinct = distinctEntities(fetch, types);
  return (run, at) => {
    const entities = distinct(gated(run, fetch, at));
    if (entities.length === 0) return undefined;
    return send();

    async function send(): Promise<void> {
      const sent = (): readonly TreeObject[] => entities.flatMap(({ objects }) => objects);
      const report = reporter(run, fetch, selection, at, sent);
      const texts = entities.map(({ text }) => text);
      const given = variables(run);
      const variablesJson = `{${given}${given === '' ? '' : ','}"representations":[${texts.join(',')}]}`;
      const shared = { asked: run.asked, wording };
      const announce = (): void => run.execution.onRepresentations?.(fetch, texts);
      const reply = await dispatchFetch(run.execution, fetch, variablesJson, shared, announce);
      for (const [field, index, ...rest] of reply.errorPaths) {
        const meant = field === '_entities' && isIndex(index) ? entities[index]?.objects : undefined;
        if (meant === undefined) report.together('SUBGRAPH_ERROR');
        else report.below(meant, followPath(selection, rest));
      }
      if (reply.failure !== null) report.all(reply.failure);
      const { data } = reply;
      if (data === null) return;
      const answers: unknown = Object.hasOwn(data, '_entities') ? data['_entities'] : undefined;
      if (!Array.isArray(answers) || answers.length !== entities.length) return report.together('SUBGRAPH_ERROR');
      for (const [index, entity] of entities.entries()) {
        if (answers[index] !== null) read(run, (some) => report.reading(types, some), answers[index], entity);
      }
    }
  };

  function read(
    run: Run,
    readingFor: (objects: readonly TreeObject[]) => Reading,
    answer: unknown,
    { objects, expected }: Entity,
  ): void {
    if (run.mayShare && objects.length > 1) {
      if (readShared(readingFor, selection, answer, objects, expected)) run.shares = true;
      return;
    }
    for (const object of objects) readObject(readingFor([object]), selection, answer, object, expected);
  }
}

/**
 * INVARIANT: a row that its owner's scope keeps back is not sent on; whether it is one is asked before anything is made of it. An object
 * that stands at several places is sent only if it may be at each.
 */
function gated(run: Run, fetch: FetchNode, at: Standing): readonly TreeObject[] {
  const gate = run.execution.rowGate?.(fetch) ?? null;
  if (gate === null) return at.objects;
  // Each stands at one place then.
  if (!run.shares) return at.places().flatMap((target) => (gate(target) ? [target.value] : []));
  const passed = new Set<TreeObject>();
  const keptBack = new Set<TreeObject>();
  for (const target of at.places()) (gate(target) ? passed : keptBack).add(target.value);
  return at.objects.filter((object) => passed.has(object) && !keptBack.has(object));
}

/** @returns the variables that the fetch uses, as members of a JSON object; `representations` is none of them */
function variablesWriter(fetch: FetchNode): (run: Run) => string {
  const names = (fetch.variableUsages ?? [])
    .filter((name) => name !== 'representations')
    .map((name) => ({ name, before: `${JSON.stringify(name)}:` }));
  if (names.length === 0) return () => '';
  return (run) => {
    const given = run.execution.variables;
    const members: string[] = [];
    for (const { name, before } of names) {
      const text = Object.hasOwn(given, name) ? (JSON.stringify(given[name]) as string | undefined) : undefined;
      if (text !== undefined) members.push(before + text);
    }
    return members.join(',');
  };
}

interface Reporter {
  /** Everything failed. */
  all(code: ExecutionError['code']): void;
  /** Nobody knows at which of the objects. */
  together(code: ExecutionError['code']): void;
  /** At a path below each of these. */
  below(objects: readonly TreeObject[], path: readonly (string | number)[]): void;
  /** How to read on behalf of these. */
  reading(types: SubgraphTypes, objects: readonly TreeObject[]): Reading;
}

/** Where objects stand is looked for only once something fails. */
function reporter(
  run: Run,
  fetch: FetchNode,
  selection: FetchSelection,
  at: Standing,
  sent: () => readonly TreeObject[],
): Reporter {
  let found: ReadonlyMap<TreeObject, readonly Target[]> | null = null;
  const places = (objects: readonly TreeObject[]): readonly Target[] => {
    const known = (found ??= byObject(at.places()));
    return objects.flatMap((object) => known.get(object) ?? []);
  };
  const below: Reporter['below'] = (objects, path) => {
    for (const target of places(objects))
      run.failures.add('SUBGRAPH_ERROR', fetch.serviceName, [...pathOf(target), ...path]);
  };
  return {
    below,
    all(code) {
      const targets = places(sent());
      run.failures.add(code, fetch.serviceName, [...sharedPath(targets), ...onlyField(selection, targets)]);
    },
    together: (code) => run.failures.add(code, fetch.serviceName, sharedPath(places(sent()))),
    reading(types, objects) {
      const path: (string | number)[] = [];
      return { types, path, fail: () => below(objects, path) };
    },
  };
}

function byObject(targets: readonly Target[]): ReadonlyMap<TreeObject, readonly Target[]> {
  const found = new Map<TreeObject, Target[]>();
  for (const target of targets) {
    const before = found.get(target.value);
    if (before === undefined) found.set(target.value, [target]);
    else before.push(target);
  }
  return found;
}

/** Where everything that is missing is one field, its name says more than the place that holds it. */
function onlyField(selection: FetchSelection, at: readonly Target[]): readonly string[] {
  if (at.length !== 1 || selection.expected === null) return [];
  const [typeName] = selection.expected.admitted;
  const fields = typeName === undefined ? [] : selection.fieldsOf(typeName);
  const [only] = fields;
  return fields.length === 1 && only !== undefined ? [only.treeKey] : [];
}
