/** The planner's rewrites of a representation: `__typename` becomes the name by which the receiving subgraph knows the entity. */
import type { DataRewrite } from '../../../gateway/planner/query-plan';
import { isObject, type TreeObject } from './read-reply';
import type { SubgraphTypes } from '../../../gateway/planner/subgraph-types';

const fragmentPrefix = '... on ';

export function rewrite(types: SubgraphTypes, rewrites: readonly DataRewrite[], representation: TreeObject): void {
  for (const each of rewrites) {
    const last = each.path.at(-1);
    if (last === undefined || last.startsWith(fragmentPrefix)) throw new Error('a rewrite must end at a field');
    atPath(types, each.path.slice(0, -1), representation, (object) => apply(each, last, object));
  }
}

function apply(rewrite: DataRewrite, key: string, object: TreeObject): void {
  switch (rewrite.kind) {
    case 'ValueSetter':
      object[key] = rewrite.setValueTo;
      return;
    case 'KeyRenamer':
      if (object[key] === undefined) return;
      object[rewrite.renameKeyTo] = object[key];
      delete object[key];
  }
}

function atPath(
  types: SubgraphTypes,
  path: readonly string[],
  value: unknown,
  visit: (object: TreeObject) => void,
): void {
  if (Array.isArray(value)) {
    for (const element of value) atPath(types, path, element, visit);
    return;
  }
  if (!isObject(value)) return;
  const [first, ...rest] = path;
  if (first === undefined) return visit(value);
  if (!first.startsWith(fragmentPrefix)) return atPath(types, rest, value[first], visit);
  const typeName = value['__typename'];
  // An object that does not say its type stands at a place of one type.
  const meets = typeof typeName !== 'string' || types.meets(typeName, first.slice(fragmentPrefix.length));
  if (meets) atPath(types, rest, value, visit);
}
