/** Objects of the merged tree at which a fetch stands, each with the ways to it. */
import { isTreeObject, type TreeObject } from './tree-object';
import type { SubgraphTypes } from '../planner/subgraph-types';

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

/** Where a step of the plan stands. */
export interface Standing {
  /** Each once, in order of its first place. */
  readonly objects: readonly TreeObject[];
  /** Every place, as the tree is now: looked for only when asked, because only errors and gates ask. */
  places(): readonly Target[];
}

/** @param shared whether one object may stand at several places */
export type Walker = (from: Standing, shared: boolean) => Standing;

export function rootStanding(data: TreeObject): Standing {
  return { objects: [data], places: () => [{ value: data, holder: null, key: '' }] };
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
  /** Whether an object is of a type that the step leads on with; `null` = any. */
  readonly admits: ((value: unknown) => boolean) | null;
}

/** @returns what leads to the objects at a flatten path below others; nulls and what is absent lead nowhere */
export function walker(path: readonly (string | number)[], types: SubgraphTypes): Walker {
  const steps = path.map((element) => parseStep(element, types));
  return (from, shared) => {
    let values: readonly unknown[] = from.objects;
    for (const step of steps) {
      values = advance(step, values);
      // What is shared is shared by a field: from there on, each is visited once.
      if (shared && typeof step.key === 'string') values = [...new Set(values)];
    }
    return {
      objects: values.filter(isTreeObject),
      places() {
        let places: readonly Place[] = from.places();
        for (const step of steps) places = advancePlaces(step, places);
        return places.filter(isTarget);
      },
    };
  };
}

/** `name`, `@` or an index, each with an optional suffix `|[A,B]`; a suffix alone constrains where the path stands. */
function parseStep(element: string | number, types: SubgraphTypes): PathStep {
  if (typeof element === 'number') return { key: element, admits: null, stay: false };
  const [name = '', condition] = element.split('|');
  const admits = condition === undefined ? null : oneOf(condition.slice(1, -1).split(','), types);
  return { key: name === '@' ? null : name, admits, stay: name === '' };
}

function oneOf(admitted: readonly string[], types: SubgraphTypes): (value: unknown) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    const typeName = isTreeObject(value) ? value['__typename'] : undefined;
    if (typeof typeName !== 'string') return false;
    let admits = known.get(typeName);
    if (admits === undefined) {
      admits = admitted.some((each) => types.meets(typeName, each));
      known.set(typeName, admits);
    }
    return admits;
  };
}

function advance({ key, stay, admits }: PathStep, from: readonly unknown[]): readonly unknown[] {
  const reached: unknown[] = [];
  const reach = (value: unknown): void => {
    if (value !== null && value !== undefined && (admits === null || admits(value))) reached.push(value);
  };
  for (const value of from) {
    if (stay) reach(value);
    else if (Array.isArray(value)) {
      if (key === null) for (const element of value as readonly unknown[]) reach(element);
      else if (typeof key === 'number') reach(value[key]);
    } else if (typeof key === 'string' && isTreeObject(value)) reach(value[key]);
  }
  return reached;
}

/** The same as `advance`, with the ways. */
function advancePlaces({ key, stay, admits }: PathStep, from: readonly Place[]): readonly Place[] {
  const reached: Place[] = [];
  const reach = (value: unknown, holder: Place, at: string | number): void => {
    if (value !== null && value !== undefined && (admits === null || admits(value))) {
      reached.push({ value, holder, key: at });
    }
  };
  for (const place of from) {
    const { value } = place;
    if (stay) {
      if (admits === null || admits(value)) reached.push(place);
    } else if (Array.isArray(value)) {
      const list = value as readonly unknown[];
      if (key === null) for (let index = 0; index < list.length; index++) reach(list[index], place, index);
      else if (typeof key === 'number') reach(list[key], place, key);
    } else if (typeof key === 'string' && isTreeObject(value)) reach(value[key], place, key);
  }
  return reached;
}

function isTarget(place: Place): place is Target {
  return isTreeObject(place.value);
}
