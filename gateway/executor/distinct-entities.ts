/** The entities that a fetch sends on: equal ones once, each with all the objects that it stands for. */
import type { FetchNode } from '../planner/query-plan';
import type { SubgraphTypes } from '../planner/subgraph-types';
import { representations, type Representation } from './build-representation';
import type { Expected } from './fetch-selection';
import type { TreeObject } from './tree-object';

export interface Entity {
  /** As it is sent. */
  readonly text: string;
  /** What the answer to it may be. */
  readonly expected: Expected;
  /** In order. */
  readonly objects: readonly TreeObject[];
}

interface Growing extends Entity {
  readonly objects: TreeObject[];
}

/** How entities of one type are sent, and what their answers may be. */
interface Sort {
  readonly representation: Representation;
  readonly expected: Expected;
}

/** What stands under the values of the first required fields: more values, or the entity that they make up (`null` = none is sent). */
type Known = Map<unknown, Known | Growing | null>;

export function distinctEntities(
  fetch: FetchNode,
  types: SubgraphTypes,
): (objects: readonly TreeObject[]) => readonly Entity[] {
  const represent = representations(fetch, types);
  const sorts = new Map<string, Sort | null>();
  const sortOf = (typeName: string): Sort | null => {
    const known = sorts.get(typeName);
    if (known !== undefined) return known;
    const representation = represent(typeName);
    const sort = representation === null ? null : { representation, expected: expectedOf(representation) };
    sorts.set(typeName, sort);
    return sort;
  };
  const expectedOf = ({ typeName }: Representation): Expected => ({
    admitted: types.admitted(fetch.serviceName, typeName),
    otherwise: typeName,
  });
  return (objects) => {
    const entities: Growing[] = [];
    const byText = new Map<string, Growing>();
    const byType = new Map<unknown, Known>();
    const entityOf = (sort: Sort, object: TreeObject): Growing | null => {
      const text = sort.representation.write(object);
      if (text === null) return null;
      let entity = byText.get(text);
      if (entity === undefined) {
        entity = { text, expected: sort.expected, objects: [] };
        byText.set(text, entity);
        entities.push(entity);
      }
      return entity;
    };
    for (const object of objects) {
      const typeName = object['__typename'];
      const sort = typeof typeName === 'string' ? sortOf(typeName) : null;
      if (sort === null) continue;
      // Equal values make equal entities: most are known by them before any text is made.
      let known = byType.get(typeName);
      if (known === undefined) byType.set(typeName, (known = new Map()));
      entityAt(known, sort, object, entityOf)?.objects.push(object);
    }
    return entities;
  };
}

function entityAt(
  known: Known,
  sort: Sort,
  object: TreeObject,
  make: (sort: Sort, object: TreeObject) => Growing | null,
): Growing | null {
  const { treeKeys } = sort.representation;
  let at = known;
  const last = treeKeys.length - 1;
  for (let index = 0; index < last; index++) {
    const value = object[treeKeys[index] as string];
    let next = at.get(value) as Known | undefined;
    if (next === undefined) at.set(value, (next = new Map()));
    at = next;
  }
  const value = last < 0 ? undefined : object[treeKeys[last] as string];
  let entity = at.get(value) as Growing | null | undefined;
  if (entity === undefined) at.set(value, (entity = make(sort, object)));
  return entity;
}
