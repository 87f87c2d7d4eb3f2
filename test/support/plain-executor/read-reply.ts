/**
 * Reads a subgraph's answer through the fetch's own selection, straight into the merged tree: what was not asked for is dropped,
 * what has the wrong form is absent and reported, and what the tree already holds stays as it is.
 */
import type { Expected, FetchSelection, SelectedField, SelectedValue } from '../../../gateway/executor/fetch-selection';
import type { SubgraphTypes } from '../../../gateway/planner/subgraph-types';

/** INVARIANT: an object of the tree has no prototype, so that no name in a reply or a schema means anything but itself. */
export type TreeObject = Record<string, unknown>;

export interface Reading {
  readonly types: SubgraphTypes;
  /** Where reading stands, below the object it began with; indices of lists among them. */
  readonly path: (string | number)[];
  /** Told, while `path` names the place, of everything that is not what was asked for. */
  fail(): void;
}

export function emptyObject(): TreeObject {
  return Object.create(null) as TreeObject;
}

export function isObject(value: unknown): value is TreeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Merges one object of a reply into the tree.
 *
 * @param existing the tree's object at that place, or `null` where there is none yet
 * @returns the object, or `undefined` where the reply's cannot stand there (reported)
 */
export function readObject(
  reading: Reading,
  selection: FetchSelection,
  reply: unknown,
  existing: TreeObject | null,
  expected: Expected,
): TreeObject | undefined {
  const typeName = isObject(reply) ? typeOf(selection, reply, expected) : null;
  if (!isObject(reply) || typeName === null || !agrees(reading.types, existing, typeName)) {
    reading.fail();
    return undefined;
  }
  const into = existing ?? emptyObject();
  for (const field of selection.fieldsOf(typeName)) readField(reading, field, typeName, reply, into);
  return into;
}

/** The type that an object says it has; `null` = none that is possible, or several. */
function typeOf(selection: FetchSelection, reply: TreeObject, expected: Expected): string | null {
  let said: unknown;
  for (const { name: key } of selection.typenameKeys) {
    const name = Object.hasOwn(reply, key) ? reply[key] : undefined;
    if (name === undefined) continue;
    if (said !== undefined && said !== name) return null;
    said = name;
  }
  if (said === undefined) return expected.otherwise;
  return typeof said === 'string' && expected.admitted.has(said) ? said : null;
}

/** Two subgraphs speak of one object: its type may become more concrete, never another one. */
function agrees(types: SubgraphTypes, existing: TreeObject | null, typeName: string): boolean {
  const before = existing?.['__typename'];
  return typeof before !== 'string' || types.meets(before, typeName) || types.meets(typeName, before);
}

function readField(
  reading: Reading,
  { replyKey, treeKey, optional, value }: SelectedField,
  typeName: string,
  reply: TreeObject,
  into: TreeObject,
): void {
  const before = into[treeKey];
  if (value.kind === 'typename') {
    // An `@interfaceObject` says its interface's name until another subgraph knows better.
    if (typeof before !== 'string' || reading.types.meets(typeName, before)) into[treeKey] = typeName;
    return;
  }
  const received = Object.hasOwn(reply, replyKey.name) ? reply[replyKey.name] : undefined;
  if (received === undefined && optional) return;
  reading.path.push(treeKey);
  const read = readValue(reading, value, value.lists, received, before);
  reading.path.pop();
  if (read !== undefined && before === undefined) into[treeKey] = read;
}

/** @returns what stands there when nothing stood there before; `undefined` = absent (reported) */
function readValue(
  reading: Reading,
  value: Exclude<SelectedValue, { kind: 'typename' }>,
  lists: number,
  received: unknown,
  existing: unknown,
): unknown {
  // A null that another subgraph answered stands, too.
  if (received === null || existing === null) return null;
  if (value.kind === 'leaf') {
    if (isLeaf(value.admits, lists, received)) return received;
    reading.fail();
    return undefined;
  }
  if (lists > 0) return readList(reading, value, lists, received, existing);
  const { selection } = value;
  if (selection.expected === null) throw new Error('what an object may be is open below `_entities` only');
  return readObject(reading, selection, received, isObject(existing) ? existing : null, selection.expected);
}

function isLeaf(admits: (value: unknown) => boolean, lists: number, received: unknown): boolean {
  if (received === null) return true;
  if (lists === 0) return received !== undefined && admits(received);
  return Array.isArray(received) && received.every((each) => isLeaf(admits, lists - 1, each));
}

/** Lists merge element by element; of two that differ in length nobody knows which elements are the same. */
function readList(
  reading: Reading,
  value: Exclude<SelectedValue, { kind: 'typename' }>,
  lists: number,
  received: unknown,
  existing: unknown,
): unknown {
  const before = Array.isArray(existing) ? (existing as readonly unknown[]) : null;
  if (!Array.isArray(received) || (before !== null && before.length !== received.length)) {
    reading.fail();
    return undefined;
  }
  return received.map((element: unknown, index) => {
    reading.path.push(index);
    const read = readValue(reading, value, lists - 1, element, before?.[index]);
    reading.path.pop();
    return read ?? null;
  });
}
