/**
 * Reads a subgraph's answer through the fetch's own selection, straight into the merged tree: what was not asked for is dropped,
 * what has the wrong form is absent and reported, and what the tree already holds stays as it is.
 */
import type { Expected, FetchSelection, ReplyKey, SelectedField, SelectedValue } from './fetch-selection';
import type { SubgraphTypes } from '../planner/subgraph-types';
import { emptyObject, type TreeObject } from './tree-object';

/** An object of a reply, as JSON was read: it inherits what every object does, and no more. */
type ReplyObject = Record<string, unknown>;

export interface Reading {
  readonly types: SubgraphTypes;
  /** Where reading stands, below the object it began with; indices of lists among them. */
  readonly path: (string | number)[];
  /** Told, while `path` names the place, of everything that is not what was asked for. */
  fail(): void;
}

export function isObject(value: unknown): value is ReplyObject {
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
  const fields = selection.fieldsOf(typeName);
  // Read by index: iterators cost as much as the reading itself.
  for (let at = 0; at < fields.length; at++) readField(reading, fields[at] as SelectedField, typeName, reply, into);
  return into;
}

/**
 * Merges one object of a reply into several objects of the tree that it stands for. It is read once for all that hold nothing of it
 * yet: they share what stands below. For the others it is read as it would be for one.
 *
 * @param readingFor how to read on behalf of some of `into`
 * @returns whether anything is shared
 */
export function readShared(
  readingFor: (objects: readonly TreeObject[]) => Reading,
  selection: FetchSelection,
  reply: unknown,
  into: readonly TreeObject[],
  expected: Expected,
): boolean {
  const reading = readingFor(into);
  const typeName = isObject(reply) ? typeOf(selection, reply, expected) : null;
  if (typeName === null) {
    reading.fail();
    return false;
  }
  const fields = selection.fieldsOf(typeName);
  const alike: TreeObject[] = [];
  for (const object of into) {
    if (isUntouched(reading.types, object, fields, typeName)) alike.push(object);
    else readObject(readingFor([object]), selection, reply, object, expected);
  }
  const model = alike.length === 0 ? undefined : readObject(readingFor(alike), selection, reply, null, expected);
  if (model === undefined) return false;
  const keys: string[] = [];
  const values: unknown[] = [];
  for (const { treeKey, value } of fields) {
    if (value.kind === 'typename') for (const object of alike) setTypename(reading.types, object, treeKey, typeName);
    else if (model[treeKey] !== undefined) values[keys.push(treeKey) - 1] = model[treeKey];
  }
  for (const object of alike) {
    for (let at = 0; at < keys.length; at++) object[keys[at] as string] = values[at];
  }
  return alike.length > 1;
}

function isUntouched(
  types: SubgraphTypes,
  object: TreeObject,
  fields: readonly SelectedField[],
  typeName: string,
): boolean {
  if (!agrees(types, object, typeName)) return false;
  for (let at = 0; at < fields.length; at++) {
    const { treeKey, value } = fields[at] as SelectedField;
    if (value.kind !== 'typename' && object[treeKey] !== undefined) return false;
  }
  return true;
}

/** The type that an object says it has; `null` = none that is possible, or several. */
function typeOf(selection: FetchSelection, reply: ReplyObject, expected: Expected): string | null {
  const { typenameKeys } = selection;
  let said: unknown;
  for (let at = 0; at < typenameKeys.length; at++) {
    const name = own(reply, typenameKeys[at] as ReplyKey);
    if (name === undefined) continue;
    if (said !== undefined && said !== name) return null;
    said = name;
  }
  if (said === undefined) return expected.otherwise;
  return typeof said === 'string' && expected.admitted.has(said) ? said : null;
}

/** Two subgraphs speak of one object: its type may become more concrete, never another one. */
function agrees(types: SubgraphTypes, existing: TreeObject | null, typeName: string): boolean {
  const before = existing === null ? undefined : existing['__typename'];
  if (before === typeName || typeof before !== 'string') return true;
  return types.meets(before, typeName) || types.meets(typeName, before);
}

/** An `@interfaceObject` says its interface's name until another subgraph knows better. */
function setTypename(types: SubgraphTypes, object: TreeObject, treeKey: string, typeName: string): void {
  const before = object[treeKey];
  if (before === typeName) return;
  if (typeof before !== 'string' || types.meets(typeName, before)) object[treeKey] = typeName;
}

/** What a reply says itself under a name; JSON has no `undefined`. */
function own(reply: ReplyObject, { name, inherited }: ReplyKey): unknown {
  return inherited && !Object.hasOwn(reply, name) ? undefined : reply[name];
}

function readField(
  reading: Reading,
  { replyKey, treeKey, optional, value }: SelectedField,
  typeName: string,
  reply: ReplyObject,
  into: TreeObject,
): void {
  if (value.kind === 'typename') return setTypename(reading.types, into, treeKey, typeName);
  const received = own(reply, replyKey);
  if (received === undefined && optional) return;
  const before = into[treeKey];
  let read: unknown;
  // A null that another subgraph answered stands, too.
  if (received === null || before === null) read = null;
  else if (value.kind === 'leaf' && isLeaf(value.admits, value.lists, received)) read = received;
  else {
    reading.path.push(treeKey);
    if (value.kind === 'leaf') reading.fail();
    else read = readValue(reading, value, value.lists, received, before);
    reading.path.pop();
  }
  if (read !== undefined && before === undefined) into[treeKey] = read;
}

function isLeaf(admits: (value: unknown) => boolean, lists: number, received: unknown): boolean {
  if (received === null) return true;
  if (lists === 0) return received !== undefined && admits(received);
  return Array.isArray(received) && received.every((each) => isLeaf(admits, lists - 1, each));
}

/** @returns what stands there when nothing stood there before; `undefined` = absent (reported) */
function readValue(
  reading: Reading,
  value: Extract<SelectedValue, { kind: 'object' }>,
  lists: number,
  received: unknown,
  existing: unknown,
): unknown {
  if (received === null || existing === null) return null;
  if (lists > 0) return readList(reading, value, lists, received, existing);
  const { selection } = value;
  if (selection.expected === null) throw new Error('what an object may be is open below `_entities` only');
  const before = isObject(existing) ? existing : null;
  return readObject(reading, selection, received, before, selection.expected);
}

/** Lists merge element by element; of two that differ in length nobody knows which elements are the same. */
function readList(
  reading: Reading,
  value: Extract<SelectedValue, { kind: 'object' }>,
  lists: number,
  received: unknown,
  existing: unknown,
): unknown {
  const before = Array.isArray(existing) ? (existing as readonly unknown[]) : null;
  if (!Array.isArray(received) || (before !== null && before.length !== received.length)) {
    reading.fail();
    return undefined;
  }
  const { path } = reading;
  const read: unknown[] = [];
  const depth = path.push(0) - 1;
  for (let index = 0; index < received.length; index++) {
    path[depth] = index;
    read.push(readValue(reading, value, lists - 1, received[index], before?.[index]) ?? null);
  }
  path.pop();
  return read;
}
