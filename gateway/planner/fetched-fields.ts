/** Every field that a plan's fetches select, each with the place of the tree at which it is to stand. */
import { getNamedType, isInterfaceType, isObjectType, Kind, type FieldNode, type GraphQLSchema } from 'graphql';
import { fetchOperation, type FetchOperation } from './fetch-operation';
import type { FetchNode, PlanNode } from './query-plan';

export interface FetchedField {
  readonly field: FieldNode;
  /** Innermost type that the fetch's text tells of its holder. */
  readonly holder: string;
  /** What the fetch's text selects on the way to the holder. */
  readonly way: readonly { readonly holder: string; readonly name: string }[];
  /** Response names from the root of the tree to the holder, without indices. */
  readonly place: readonly string[];
  /** Its own, in the tree. */
  readonly response: string;
  /** All that is selected of the holder, in place. */
  readonly beside: FetchOperation['selections'];
  /** Whether the holder is what the fetch sends, rather than something below it. */
  readonly ofEntity: boolean;
}

export interface PlacedFetch {
  readonly fetch: FetchNode;
  /** Where it stands. */
  readonly place: readonly string[];
}

/** In plan order. */
export function placedFetches(node: PlanNode, place: readonly string[] = []): readonly PlacedFetch[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => placedFetches(each, place));
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => (each === undefined ? [] : placedFetches(each, place)));
    case 'Flatten': {
      const names = node.path.map((element) => String(element).split('|')[0] ?? '');
      return placedFetches(node.node, [...place, ...names.filter((name) => name !== '@' && name !== '')]);
    }
    case 'Fetch':
      return [{ place, fetch: node }];
  }
}

/** @param schema of the supergraph */
export function fetchedFields({ fetch, place }: PlacedFetch, schema: GraphQLSchema): readonly FetchedField[] {
  const operation = fetchOperation(fetch);
  const found: FetchedField[] = [];
  const walk = (
    selections: FetchOperation['selections'],
    holder: string,
    at: Pick<FetchedField, 'way' | 'place' | 'beside' | 'ofEntity'>,
    reply: readonly string[],
  ): void => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) {
        const { typeCondition, selectionSet } = operation.fragment(selection);
        walk(selectionSet.selections, typeCondition?.name.value ?? holder, at, reply);
        continue;
      }
      const path = [...reply, (selection.alias ?? selection.name).value];
      const response = operation.treeKey(path);
      found.push({ ...at, field: selection, holder, response });
      const below = selection.selectionSet?.selections ?? [];
      const way = [...at.way, { holder, name: selection.name.value }];
      const next = { way, place: [...at.place, response], beside: below, ofEntity: false };
      walk(below, yieldedType(schema, holder, selection.name.value), next, path);
    }
  };
  const ofEntity = fetch.requires !== undefined;
  const root = ofEntity ? '_Entity' : (schema.getRootType(fetch.operationKind as never)?.name ?? '');
  walk(operation.selections, root, { way: [], place, beside: operation.selections, ofEntity }, []);
  return found;
}

function yieldedType(schema: GraphQLSchema, holder: string, name: string): string {
  const type = schema.getType(holder);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  return field === undefined ? '' : getNamedType(field.type).name;
}
