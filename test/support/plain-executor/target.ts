/** Objects of the merged tree at which a fetch stands, each with the way to it. */
import { isObject, type TreeObject } from './read-reply';
import type { SubgraphTypes } from '../../../gateway/planner/subgraph-types';

/** A place of the tree, linked to the place that holds it. */
export interface Place {
  readonly value: unknown;
  readonly holder: Place | null;
  /** Response name or index under which `holder` has it. */
  readonly key: string | number;
}

export interface Target extends Place {
  readonly value: TreeObject;
}

export function rootTarget(data: TreeObject): Target {
  return { value: data, holder: null, key: '' };
}

/** Response names and indices from the root. */
export function pathOf(target: Target): (string | number)[] {
  const path: (string | number)[] = [];
  for (let place: Place = target; place.holder !== null; place = place.holder) path.push(place.key);
  return path.reverse();
}

/** The longest path that all share; `[]` of none. */
export function sharedPath(targets: readonly Target[]): (string | number)[] {
  const [first, ...others] = targets.map(pathOf);
  if (first === undefined) return [];
  let length = first.length;
  for (const path of others) {
    let same = 0;
    while (same < length && path[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}

/** One step of a flatten path. */
interface PathStep {
  /** `null` = every element. */
  readonly key: string | number | null;
  /** Leads nowhere: only a type condition on the place itself. */
  readonly stay: boolean;
  /** Types that the objects reached must have; `null` = any. */
  readonly types: readonly string[] | null;
}

/** @returns what leads from targets to the objects at a flatten path below them; nulls and what is absent lead nowhere */
export function walker(
  path: readonly (string | number)[],
  types: SubgraphTypes,
): (from: readonly Target[]) => readonly Target[] {
  const steps = path.map(parseStep);
  return (from) => {
    let places: readonly Place[] = from;
    for (const step of steps) places = places.flatMap((place) => advance(types, step, place));
    return places.filter(isTarget);
  };
}

/** `name`, `@` or an index, each with an optional suffix `|[A,B]`; a suffix alone constrains where the path stands. */
function parseStep(element: string | number): PathStep {
  if (typeof element === 'number') return { key: element, types: null, stay: false };
  const [name = '', condition] = element.split('|');
  const types = condition === undefined ? null : condition.slice(1, -1).split(',');
  return { key: name === '@' ? null : name, types, stay: name === '' };
}

function advance(types: SubgraphTypes, step: PathStep, place: Place): readonly Place[] {
  const reached = step.stay ? [place] : below(place, step.key);
  const { types: admitted } = step;
  if (admitted === null) return reached;
  return reached.filter(({ value }) => {
    const typeName = isObject(value) ? value['__typename'] : undefined;
    return typeof typeName === 'string' && admitted.some((each) => types.meets(typeName, each));
  });
}

function below(holder: Place, key: string | number | null): readonly Place[] {
  const { value } = holder;
  if (key === null) {
    return Array.isArray(value) ? value.map((element: unknown, index) => ({ value: element, holder, key: index })) : [];
  }
  if (typeof key === 'number') return Array.isArray(value) ? [{ value: value[key] as unknown, holder, key }] : [];
  return isObject(value) ? [{ value: value[key], holder, key }] : [];
}

function isTarget(place: Place): place is Target {
  return isObject(place.value);
}
