/** What each fetch of a plan brings to the subgraph it goes to: key, required inputs, membership in what led there, provided copies. */
import { Kind, parse, type SelectionNode } from 'graphql';
import { within, type PlanFacts, type PlanField, type PlannedFetch, type PlanPlace } from './plan-places';
import type { RequiredSelection } from './query-plan';

export interface CarriedValue {
  readonly coordinate: string;
  readonly via: 'key' | 'requires' | 'provides' | 'path';
  /** See `labelAt`. */
  readonly at: ReadonlySet<string> | null;
  /** Concrete types of the entities with which it goes; of `provides`: of the objects that hold the copy. */
  readonly types: ReadonlySet<string>;
  /** Of `provides`: where the copy is selected. */
  readonly copy: { readonly holder: PlanPlace; readonly field: PlanField } | null;
}

export interface CarriedFetch {
  readonly fetch: PlannedFetch;
  readonly values: readonly CarriedValue[];
}

export function carriedValues(fetch: PlannedFetch, places: PlanPlace, facts: PlanFacts): CarriedFetch {
  const values = new Map<string, CarriedValue>();
  const add = (value: CarriedValue): void => {
    const key = `${value.via} ${value.coordinate} ${[...(value.at ?? ['*'])].sort().join(',')}`;
    const known = values.get(key);
    values.set(key, known === undefined ? value : { ...value, types: new Set([...known.types, ...value.types]) });
  };
  addProvided(fetch, places, facts, add);
  if (fetch.node.requires !== undefined) {
    const { types } = fetch.place;
    for (const { holder, field } of fetch.way) {
      for (const [type, name] of field.names) {
        add({ coordinate: `${type}.${name}`, via: 'path', at: originsOf(type, holder, facts), types, copy: null });
      }
    }
    addRequired(fetch, fetch.node.requires, fetch.place, types, [], types, facts, add);
  }
  return { fetch, values: [...values.values()] };
}

function originsOf(type: string, holder: PlanPlace, facts: PlanFacts): ReadonlySet<string> | null {
  return facts.map.types[type]?.keyedIn.length === 0 ? holder.origins : null;
}

/** @param entities concrete types of the entities with which these selections go */
function addRequired(
  fetch: PlannedFetch,
  selections: readonly RequiredSelection[],
  place: PlanPlace,
  types: ReadonlySet<string>,
  path: readonly string[],
  entities: ReadonlySet<string>,
  facts: PlanFacts,
  add: (value: CarriedValue) => void,
): void {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      const narrowed = typeCondition === undefined ? types : within(types, typeCondition, facts);
      const of = path.length === 0 ? narrowed : entities;
      addRequired(fetch, selection.selections, place, narrowed, path, of, facts, add);
      continue;
    }
    // What an object is, its place has said already.
    if (selection.name === '__typename') continue;
    const here = [...path, selection.name];
    for (const type of types) {
      const holders = path.length === 0 ? [type] : [...entities];
      const isKey = holders.some((holder) => keyPaths(holder, fetch.node.serviceName, facts).has(here.join('.')));
      add({
        coordinate: `${type}.${selection.name}`,
        via: isKey ? 'key' : 'requires',
        at: originsOf(type, place, facts),
        types: path.length === 0 ? new Set([type]) : entities,
        copy: null,
      });
    }
    if (selection.selections === undefined) continue;
    const below = place.fields.get(selection.alias ?? selection.name)?.place;
    if (below == null) throw new Error(`a fetch requires \`${here.join('.')}\`, which no earlier fetch selects`);
    addRequired(fetch, selection.selections, below, below.types, here, entities, facts, add);
  }
}

/** Response names of a subgraph's keys of a type, nested ones joined by dots. */
function keyPaths(type: string, subgraph: string, facts: PlanFacts): ReadonlySet<string> {
  const paths = new Set<string>();
  const walk = (selections: readonly SelectionNode[], path: readonly string[]): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet.selections, path);
        continue;
      }
      const here = [...path, selection.name.value];
      paths.add(here.join('.'));
      walk(selection.selectionSet?.selections ?? [], here);
    }
  };
  for (const name of [type, ...interfacesOf(type, facts)]) {
    for (const key of facts.map.types[name]?.keys[subgraph] ?? []) walk(fieldSet(key), []);
  }
  return paths;
}

function fieldSet(text: string): readonly SelectionNode[] {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
}

export function interfacesOf(type: string, facts: PlanFacts): readonly string[] {
  const known = facts.types.schema.getType(type);
  return known !== undefined && 'getInterfaces' in known ? known.getInterfaces().map(({ name }) => name) : [];
}

/** An `@external` field that is selected all the same is another owner's value, of which the subgraph holds a copy. */
function addProvided(fetch: PlannedFetch, root: PlanPlace, facts: PlanFacts, add: (value: CarriedValue) => void): void {
  const subgraph = fetch.node.serviceName;
  const seen = new Set<PlanPlace>();
  const walk = (holder: PlanPlace): void => {
    if (seen.has(holder)) return;
    seen.add(holder);
    for (const field of holder.fields.values()) {
      for (const [type, name] of field.names) {
        if (field.selectedBy.get(type)?.has(fetch.index) !== true) continue;
        const external = [type, ...interfacesOf(type, facts)].some((each) =>
          facts.map.fields[`${each}.${name}`]?.externalIn.includes(subgraph),
        );
        // Who hands an object on under a key has that key of its own.
        if (!external || keyPaths(type, subgraph, facts).has(name)) continue;
        const at = originsOf(type, holder, facts);
        add({ coordinate: `${type}.${name}`, via: 'provides', at, types: new Set([type]), copy: { holder, field } });
      }
      if (field.place !== null) walk(field.place);
    }
  };
  walk(root);
}
