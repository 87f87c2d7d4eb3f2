/**
 * Two plans over one tree as one plan: what both ask of a subgraph at the same place is asked once.
 *
 * INVARIANT: no object of the tree comes from two requests that only the merging brought together: between them data may change, and
 * then a value would stand with another object than its own.
 */
import { Kind, parse, print, type DocumentNode, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import { fetchOperation } from './fetch-operation';
import type { FetchNode, PlanNode } from './query-plan';

/** @returns `null` where they cannot be merged */
export function mergePlans(one: PlanNode, other: PlanNode): PlanNode | null {
  const merged = inStages(one, other);
  if (merged === null) return null;
  const before = [bringers(one), bringers(other)];
  for (const [place, count] of bringers(merged)) {
    if (count > Math.max(...before.map((each) => each.get(place) ?? 0))) return null;
  }
  return merged;
}

function inStages(one: PlanNode, other: PlanNode): PlanNode | null {
  const ours = one.kind === 'Sequence' ? one.nodes : [one];
  const theirs = other.kind === 'Sequence' ? other.nodes : [other];
  const stages: PlanNode[] = [];
  for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
    const [a, b] = [ours[index], theirs[index]];
    const stage = a === undefined || b === undefined ? (a ?? b) : sideBySide(a, b);
    if (stage == null) return null;
    stages.push(stage);
  }
  const [only] = stages;
  return stages.length === 1 && only !== undefined ? only : { kind: 'Sequence', nodes: stages };
}

function sideBySide(one: PlanNode, other: PlanNode): PlanNode | null {
  const branches = [...(one.kind === 'Parallel' ? one.nodes : [one])];
  for (const theirs of other.kind === 'Parallel' ? other.nodes : [other]) {
    const index = branches.findIndex((each) => beginAlike(each, theirs));
    const ours = branches[index];
    if (ours === undefined) {
      branches.push(theirs);
      continue;
    }
    const joined = isSingle(ours) && isSingle(theirs) ? joinedFetch(ours, theirs) : inStages(ours, theirs);
    if (joined === null) return null;
    branches[index] = joined;
  }
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : { kind: 'Parallel', nodes: branches };
}

function isSingle(node: PlanNode): boolean {
  return node.kind === 'Fetch' || node.kind === 'Flatten';
}

/** Whether both begin with a request for the same objects to the same subgraph. */
function beginAlike(one: PlanNode, other: PlanNode): boolean {
  const [a, b] = [firstFetch(one), firstFetch(other)];
  if (a === null || b === null) return false;
  const { fetch, path } = a;
  return (
    fetch.serviceName === b.fetch.serviceName &&
    JSON.stringify([path, fetch.requires, fetch.inputRewrites ?? []]) ===
      JSON.stringify([b.path, b.fetch.requires, b.fetch.inputRewrites ?? []])
  );
}

function firstFetch(node: PlanNode | undefined): { fetch: FetchNode; path: readonly (string | number)[] } | null {
  switch (node?.kind) {
    case 'Fetch':
      return { fetch: node, path: [] };
    case 'Flatten': {
      const below = firstFetch(node.node);
      return below === null ? null : { fetch: below.fetch, path: [...node.path, ...below.path] };
    }
    case 'Sequence':
      return firstFetch(node.nodes[0]);
    default:
      return null;
  }
}

function joinedFetch(one: PlanNode, other: PlanNode): PlanNode | null {
  if (one.kind === 'Flatten' && other.kind === 'Flatten') {
    const node = joinedFetch(one.node, other.node);
    return node === null ? null : { ...one, node };
  }
  if (one.kind !== 'Fetch' || other.kind !== 'Fetch') return null;
  // Names that a plan makes for itself are unique in that plan only.
  if ((one.outputRewrites ?? []).length > 0 || (other.outputRewrites ?? []).length > 0) return null;
  const operation = joinedOperation(
    parse(one.operation, { noLocation: true }),
    parse(other.operation, { noLocation: true }),
  );
  if (operation === null) return null;
  const variableUsages = [...new Set([...(one.variableUsages ?? []), ...(other.variableUsages ?? [])])];
  return { ...one, operation: print(operation), ...(variableUsages.length === 0 ? {} : { variableUsages }) };
}

function joinedOperation(one: DocumentNode, other: DocumentNode): DocumentNode | null {
  const [ours, ...ourFragments] = one.definitions;
  const [theirs, ...theirFragments] = other.definitions;
  if (ours?.kind !== Kind.OPERATION_DEFINITION || theirs?.kind !== Kind.OPERATION_DEFINITION) return null;
  if (ourFragments.length > 0 || theirFragments.length > 0) return null;
  const variables = new Map(
    [...(ours.variableDefinitions ?? []), ...(theirs.variableDefinitions ?? [])].map((each) => [
      print(each.variable),
      each,
    ]),
  );
  const joined: OperationDefinitionNode = {
    ...ours,
    variableDefinitions: [...variables.values()],
    selectionSet: {
      ...ours.selectionSet,
      selections: joinedSelections(ours.selectionSet.selections, theirs.selectionSet.selections),
    },
  };
  return { ...one, definitions: [joined] };
}

/** What is written alike, but for what it selects, is written once. */
function joinedSelections(ours: readonly SelectionNode[], theirs: readonly SelectionNode[]): readonly SelectionNode[] {
  const joined = new Map<string, SelectionNode>();
  for (const each of [...ours, ...theirs]) {
    const key = headOf(each);
    const before = joined.get(key);
    joined.set(key, before === undefined ? each : joinedSelection(before, each));
  }
  return [...joined.values()];
}

function headOf(selection: SelectionNode): string {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return print(selection);
  const { selectionSet, ...head } = selection;
  return `${print({ ...head, selectionSet: undefined } as SelectionNode)}${selectionSet === undefined ? '' : '{}'}`;
}

function joinedSelection(one: SelectionNode, other: SelectionNode): SelectionNode {
  if (one.kind === Kind.FRAGMENT_SPREAD || one.selectionSet === undefined) return one;
  const theirs = other.kind === Kind.FRAGMENT_SPREAD ? [] : (other.selectionSet?.selections ?? []);
  const selections = joinedSelections(one.selectionSet.selections, theirs);
  return { ...one, selectionSet: { ...one.selectionSet, selections } } as SelectionNode;
}

/** Place of the tree at which objects are → how many fetches bring them. */
function bringers(node: PlanNode): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const visit = (each: PlanNode, path: readonly string[]): void => {
    switch (each.kind) {
      case 'Sequence':
      case 'Parallel':
        for (const inner of each.nodes) visit(inner, path);
        return;
      case 'Flatten': {
        const names = each.path.map((element) => String(element).split('|')[0] ?? '');
        visit(each.node, [...path, ...names.filter((name) => name !== '@' && name !== '')]);
        return;
      }
      case 'Fetch':
        for (const place of new Set(objectsIn(each, path))) counts.set(place, (counts.get(place) ?? 0) + 1);
        return;
      case 'Condition':
        throw new Error('a plan with conditions is not merged');
    }
  };
  visit(node, []);
  return counts;
}

function objectsIn(fetch: FetchNode, path: readonly string[]): readonly string[] {
  const operation = fetchOperation(fetch);
  const walk = (
    selections: readonly SelectionNode[],
    at: readonly string[],
    reply: readonly string[],
  ): readonly string[] =>
    selections.flatMap((selection) => {
      if (selection.kind !== Kind.FIELD) {
        return walk(operation.fragment(selection).selectionSet.selections, at, reply);
      }
      if (selection.selectionSet === undefined) return [];
      const replyPath = [...reply, (selection.alias ?? selection.name).value];
      const here = [...at, operation.treeKey(replyPath)];
      return [here.join('.'), ...walk(selection.selectionSet.selections, here, replyPath)];
    });
  return walk(operation.selections, path, []);
}
