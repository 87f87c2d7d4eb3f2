/** What identifies one entity to a subgraph: exactly what the plan requires, or nothing at all where any of it is missing. */
import { Kind, type SelectionNode } from 'graphql';
import type { FetchNode, RequiredSelection } from '../../../gateway/planner/query-plan';
import { rewrite } from './data-rewrites';
import { emptyObject, isObject, type TreeObject } from './read-reply';
import type { SubgraphTypes } from '../../../gateway/planner/subgraph-types';

/**
 * @returns how an object of the tree becomes a representation for this fetch; `null` = it is not sent: a required input is absent
 *   (INVARIANT: absent is never sent as null), or the subgraph has no key that is complete in it.
 */
export function representationBuilder(
  fetch: FetchNode,
  types: SubgraphTypes,
): (entity: TreeObject) => TreeObject | null {
  const requires = fetch.requires ?? [];
  const rewrites = fetch.inputRewrites ?? [];
  return (entity) => {
    const representation = emptyObject();
    if (!take(types, requires, entity, representation)) return null;
    if (typeof representation['__typename'] !== 'string') return null;
    rewrite(types, rewrites, representation);
    const keys = types.keys(fetch.serviceName, String(representation['__typename']));
    return keys.some((key) => isComplete(types, key, representation)) ? representation : null;
  };
}

/** @returns `false` where something required is absent */
function take(
  types: SubgraphTypes,
  selections: readonly RequiredSelection[],
  from: TreeObject,
  into: TreeObject,
): boolean {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      const typeName = from['__typename'];
      const meets =
        typeCondition === undefined || (typeof typeName === 'string' && types.meets(typeName, typeCondition));
      if (meets && !take(types, selection.selections, from, into)) return false;
      continue;
    }
    const key = selection.alias ?? selection.name;
    const value = from[key];
    if (value === undefined) return false;
    const taken = selection.selections === undefined ? value : takeBelow(types, selection.selections, value, into[key]);
    if (taken === undefined) return false;
    into[key] = taken;
  }
  return true;
}

/** @param before what another fragment already took at that place */
function takeBelow(
  types: SubgraphTypes,
  selections: readonly RequiredSelection[],
  value: unknown,
  before: unknown,
): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) {
    const taken = value.map((element: unknown, index) =>
      takeBelow(types, selections, element, Array.isArray(before) ? before[index] : undefined),
    );
    return taken.includes(undefined) ? undefined : taken;
  }
  if (!isObject(value)) return undefined;
  const into = isObject(before) ? before : emptyObject();
  return take(types, selections, value, into) ? into : undefined;
}

/** A null in a key identifies nothing. */
function isComplete(types: SubgraphTypes, key: readonly SelectionNode[], object: TreeObject): boolean {
  return key.every((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.FIELD) {
      return isPresent(types, selection.selectionSet?.selections ?? [], object[selection.name.value]);
    }
    const typeName = object['__typename'];
    const condition = selection.typeCondition?.name.value;
    const applies = condition === undefined || typeof typeName !== 'string' || types.meets(typeName, condition);
    return !applies || isComplete(types, selection.selectionSet.selections, object);
  });
}

function isPresent(types: SubgraphTypes, below: readonly SelectionNode[], value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.every((element) => isPresent(types, below, element));
  return below.length === 0 || (isObject(value) && isComplete(types, below, value));
}
