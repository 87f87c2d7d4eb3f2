/** One fetch's own selection, prepared: for every type an object may say it has, the fields that were asked of it and how to read them. */
import {
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type FieldNode,
  type GraphQLOutputType,
  type SelectionNode,
} from 'graphql';
import { fetchOperation, type FetchOperation } from '../planner/fetch-operation';
import type { FetchNode } from '../planner/query-plan';
import type { SubgraphTypes } from '../planner/subgraph-types';
import { admits } from './leaf-kind';

/** What an object at a place may be. */
export interface Expected {
  /** Types that `__typename` may name. */
  readonly admitted: ReadonlySet<string>;
  /** What an object is that does not say; `null` = it must say. */
  readonly otherwise: string | null;
}

export interface FetchSelection {
  /** `null` below `_entities`: each representation says which. */
  readonly expected: Expected | null;
  /** Names under which the reply says `__typename`. */
  readonly typenameKeys: readonly ReplyKey[];
  /** What is read of an object of this type (an interface's name: its concrete type is not known). */
  fieldsOf(typeName: string): readonly SelectedField[];
  /** A field by its name in the reply, whatever the type: to follow error paths. */
  byReplyKey(replyKey: string): SelectedField | undefined;
}

/** A response name in a subgraph's reply. */
export interface ReplyKey {
  readonly name: string;
  /** Whether every object of JavaScript has something by that name, which is not the reply's. */
  readonly inherited: boolean;
}

export interface SelectedField {
  readonly replyKey: ReplyKey;
  /** Response name in the merged tree (output rewrites are applied by reading). */
  readonly treeKey: string;
  /** Under `@skip` or `@include`: may be missing. */
  readonly optional: boolean;
  readonly value: SelectedValue;
}

export type SelectedValue =
  | { readonly kind: 'typename' }
  | { readonly kind: 'leaf'; readonly lists: number; admits(value: unknown): boolean }
  | { readonly kind: 'object'; readonly lists: number; readonly selection: FetchSelection };

interface Source {
  readonly types: SubgraphTypes;
  readonly subgraph: string;
  readonly operation: FetchOperation;
}

interface Selected {
  readonly node: FieldNode;
  readonly optional: boolean;
}

/** @throws Error where the operation is not one that a planner writes for this supergraph */
export function fetchSelection(fetch: FetchNode, types: SubgraphTypes): FetchSelection {
  const operation = fetchOperation(fetch);
  const source = { types, subgraph: fetch.serviceName, operation };
  if (fetch.requires !== undefined) return select(source, [operation.selections], null, []);
  const root = (fetch.operationKind === 'mutation' ? types.schema.getMutationType() : types.schema.getQueryType())
    ?.name;
  if (root === undefined) throw new Error(`the schema has no type for a ${fetch.operationKind}`);
  return {
    ...select(source, [operation.selections], { admitted: new Set([root]), otherwise: root }, []),
    // A subgraph may call its root types what it likes.
    typenameKeys: [],
  };
}

function select(
  source: Source,
  sets: readonly (readonly SelectionNode[])[],
  expected: Expected | null,
  path: readonly string[],
): FetchSelection {
  const everything = new Map<string, Selected[]>();
  for (const set of sets) collect(source, set, null, false, everything);
  const byType = new Map<string, readonly SelectedField[]>();
  const anyType = new Map<string, SelectedField | undefined>();
  const fieldsOf = (typeName: string): readonly SelectedField[] => {
    let fields = byType.get(typeName);
    if (fields === undefined) {
      const applying = new Map<string, Selected[]>();
      for (const set of sets) collect(source, set, typeName, false, applying);
      fields = [...applying].map(([key, selected]) => field(source, typeName, key, selected, path));
      byType.set(typeName, fields);
    }
    return fields;
  };
  return {
    expected,
    typenameKeys: [...everything].filter(([, [first]]) => isTypename(first)).map(([key]) => asReplyKey(key)),
    fieldsOf,
    byReplyKey(replyKey) {
      if (!everything.has(replyKey)) return undefined;
      for (const typeName of [...(expected?.admitted ?? []), ...conditions(source, sets)]) {
        const found = anyType.get(replyKey) ?? fieldsOf(typeName).find((each) => each.replyKey.name === replyKey);
        if (found !== undefined) {
          anyType.set(replyKey, found);
          return found;
        }
      }
      return undefined;
    },
  };
}

/** @param typeName `null` = whatever the type */
function collect(
  source: Source,
  selections: readonly SelectionNode[],
  typeName: string | null,
  conditional: boolean,
  into: Map<string, Selected[]>,
): void {
  for (const selection of selections) {
    const optional = conditional || (selection.directives ?? []).some(steers);
    switch (selection.kind) {
      case Kind.FIELD: {
        const key = selection.alias?.value ?? selection.name.value;
        const before = into.get(key);
        if (before === undefined) into.set(key, [{ node: selection, optional }]);
        else before.push({ node: selection, optional });
        break;
      }
      case Kind.FRAGMENT_SPREAD:
      case Kind.INLINE_FRAGMENT: {
        const fragment = source.operation.fragment(selection);
        const condition = fragment.typeCondition?.name.value;
        if (typeName !== null && condition !== undefined && !source.types.meets(typeName, condition)) break;
        collect(source, fragment.selectionSet.selections, typeName, optional, into);
      }
    }
  }
}

function steers(directive: { readonly name: { readonly value: string } }): boolean {
  return directive.name.value === 'skip' || directive.name.value === 'include';
}

/** Type conditions at this place, in order. */
function conditions(source: Source, sets: readonly (readonly SelectionNode[])[]): readonly string[] {
  return sets.flat().flatMap((selection): readonly string[] => {
    if (selection.kind === Kind.FIELD) return [];
    const fragment = source.operation.fragment(selection);
    const inner = conditions(source, [fragment.selectionSet.selections]);
    return fragment.typeCondition === undefined ? inner : [fragment.typeCondition.name.value, ...inner];
  });
}

function isTypename(selected: Selected | undefined): boolean {
  return selected?.node.name.value === '__typename';
}

function asReplyKey(name: string): ReplyKey {
  return { name, inherited: name in Object.prototype };
}

function field(
  source: Source,
  typeName: string,
  key: string,
  selected: readonly Selected[],
  path: readonly string[],
): SelectedField {
  const replyKey = asReplyKey(key);
  const place = [...path, key];
  const treeKey = source.operation.treeKey(place);
  const optional = selected.every((each) => each.optional);
  if (isTypename(selected[0])) return { replyKey, treeKey, optional, value: { kind: 'typename' } };
  const name = selected[0]?.node.name.value ?? '';
  const type = source.types.fieldType(source.subgraph, typeName, name);
  if (type === undefined)
    throw new Error(`\`${source.subgraph}\` is asked for \`${typeName}.${name}\`, which is not in the schema`);
  const leaf = getNamedType(type);
  const lists = listsIn(type);
  if (isLeafType(leaf)) return { replyKey, treeKey, optional, value: { kind: 'leaf', lists, admits: admits(leaf) } };
  const admitted = source.types.admitted(source.subgraph, leaf.name);
  const [only] = admitted;
  const selection = select(
    source,
    selected.map((each) => each.node.selectionSet?.selections ?? []),
    { admitted, otherwise: admitted.size === 1 && only !== undefined ? only : null },
    place,
  );
  return { replyKey, treeKey, optional, value: { kind: 'object', lists, selection } };
}

function listsIn(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listsIn(type.ofType as GraphQLOutputType);
  return isListType(type) ? 1 + listsIn(type.ofType as GraphQLOutputType) : 0;
}
