/** What identifies one entity to a subgraph, as JSON text: exactly what the plan requires, or nothing at all where any of it is missing. */
import { Kind, type SelectionNode } from 'graphql';
import type { FetchNode } from '../planner/query-plan';
import type { SubgraphTypes } from '../planner/subgraph-types';
import { partsOf, requiredOf, saidTypename, type Part, type Parts, type Required } from './representation-parts';
import { isTreeObject, type TreeObject } from './tree-object';

/** How entities of one type are sent by one fetch. */
export interface Representation {
  /** The name by which the receiving subgraph knows the type. */
  readonly typeName: string;
  /** What it is made of: objects of one type that hold the same under these are the same entity. */
  readonly treeKeys: readonly string[];
  /**
   * @returns JSON text; `null` = the entity is not sent: a required input is absent (INVARIANT: absent is never sent as null), or the
   *   subgraph has no key that is complete in it
   */
  write(entity: TreeObject): string | null;
}

/** @returns for what an entity says it is, how it is sent; `null` = not at all */
export function representations(fetch: FetchNode, types: SubgraphTypes): (typeName: string) => Representation | null {
  const required = requiredOf(fetch);
  const known = new Map<string, Representation | null>();
  return (entityType) => {
    let representation = known.get(entityType);
    if (representation === undefined) {
      representation = representationOf(required, entityType, fetch.serviceName, types);
      known.set(entityType, representation);
    }
    return representation;
  };
}

function representationOf(
  required: Required,
  entityType: string,
  subgraph: string,
  types: SubgraphTypes,
): Representation | null {
  const parts = partsOf(required, entityType, types);
  const typeName = saidTypename(parts);
  if (typeName === null) return null;
  const write = objectWriter(parts, types);
  const keys = types.keys(subgraph, typeName).map((key) => keyTest(key, parts, types));
  const isIdentified = (entity: TreeObject): boolean => keys.some((isComplete) => isComplete(entity));
  const treeKeys = [...parts.values()].flatMap((part) => (part.kind === 'constant' ? [] : part.treeKey));
  return { typeName, treeKeys, write: (entity) => (isIdentified(entity) ? write(entity) : null) };
}

type Writer = (value: unknown) => string | null;

function objectWriter(parts: Parts, types: SubgraphTypes): (object: TreeObject) => string | null {
  let constant = '';
  const members: { readonly before: string; readonly treeKey: string; readonly write: Writer }[] = [];
  for (const [name, part] of parts) {
    const before = `${constant === '' && members.length === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    if (part.kind === 'constant') {
      constant += before + (JSON.stringify(part.value) ?? 'null');
      continue;
    }
    const write = part.kind === 'value' ? writeLeaf : belowWriter(part.below, types);
    members.push({ before: constant + before, treeKey: part.treeKey, write });
    constant = '';
  }
  const end = parts.size === 0 ? '{}' : `${constant}}`;
  return (object) => {
    let text = '';
    for (let at = 0; at < members.length; at++) {
      const { before, treeKey, write } = members[at] as (typeof members)[number];
      const value = write(object[treeKey]);
      if (value === null) return null;
      text += before + value;
    }
    return text + end;
  };
}

function writeLeaf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function belowWriter(below: Required, types: SubgraphTypes): Writer {
  const writerFor = byTypename((typeName) => objectWriter(partsOf(below, typeName, types), types));
  const write: Writer = (value) => {
    if (value === null) return 'null';
    if (Array.isArray(value)) {
      const texts: string[] = [];
      for (const element of value as readonly unknown[]) {
        const text = write(element);
        if (text === null) return null;
        texts.push(text);
      }
      return `[${texts.join(',')}]`;
    }
    return isTreeObject(value) ? writerFor(value)(value) : null;
  };
  return write;
}

type Test = (object: TreeObject) => boolean;

/** Whether all of a key is in a representation. A null in a key identifies nothing. */
function keyTest(key: readonly SelectionNode[], parts: Parts, types: SubgraphTypes): Test {
  const tests = key.flatMap((selection): Test | readonly Test[] => {
    switch (selection.kind) {
      case Kind.FRAGMENT_SPREAD:
        return () => false;
      case Kind.FIELD:
        return presenceTest(parts.get(selection.name.value), selection.selectionSet?.selections ?? [], types);
      case Kind.INLINE_FRAGMENT: {
        const typeName = saidTypename(parts);
        const condition = selection.typeCondition?.name.value;
        const applies = condition === undefined || typeName === null || types.meets(typeName, condition);
        return applies ? keyTest(selection.selectionSet.selections, parts, types) : [];
      }
    }
  });
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : (object) => tests.every((test) => test(object));
}

function presenceTest(part: Part | undefined, below: readonly SelectionNode[], types: SubgraphTypes): Test {
  if (part === undefined) return () => false;
  if (part.kind === 'constant') return () => part.value !== null && below.length === 0;
  const { treeKey } = part;
  if (part.kind === 'value') return (object) => below.length === 0 && isPresent(object[treeKey], () => true);
  const testFor = byTypename((typeName) => keyTest(below, partsOf(part.below, typeName, types), types));
  return (object) => isPresent(object[treeKey], (value) => isTreeObject(value) && testFor(value)(value));
}

function isPresent(value: unknown, isComplete: (value: unknown) => boolean): boolean {
  if (value === undefined || value === null) return false;
  return Array.isArray(value) ? value.every((element) => isPresent(element, isComplete)) : isComplete(value);
}

function byTypename<T>(make: (typeName: string | null) => T): (object: TreeObject) => T {
  const known = new Map<string | null, T>();
  return (object) => {
    const said = object['__typename'];
    const typeName = typeof said === 'string' ? said : null;
    let made = known.get(typeName);
    if (made === undefined) {
      made = make(typeName);
      known.set(typeName, made);
    }
    return made;
  };
}
