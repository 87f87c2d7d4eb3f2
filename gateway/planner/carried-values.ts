/** What each fetch of a plan brings to the subgraph it goes to: key, required inputs, membership in what led there, provided copies. */
import { getNamedType, isCompositeType, Kind, parse, type SelectionNode } from 'graphql';
import type { SchemaFacts } from '../compiler/schema-facts';
import { within, type PlanFacts, type PlanField, type PlannedFetch, type PlanPlace } from './plan-places';
import type { RequiredSelection } from './query-plan';

export interface CarriedValue {
  readonly coordinate: string;
  readonly via: 'key' | 'requires' | 'provides' | 'path';
  /** See `labelAt`. */
  readonly at: ReadonlySet<string> | null;
  /** Concrete types of the entities with which it goes; of `provides`: of the objects that hold the copy. */
  readonly types: ReadonlySet<string>;
  /** Rows on which a scope of it is tested, each a place that it goes by. */
  readonly rows: readonly CarriedRows[];
  /** Of `provides`: where the copy is selected. */
  readonly copy: { readonly holder: PlanPlace; readonly field: PlanField } | null;
}

/**
 * `way`: of a composite field on the way to the entities, by its step: the rows it yields, or the one that holds it. `entity`: the entities
 * themselves. `unseen`: other rows, which the client did not ask for or which the receiver itself brings: no scope can be tested on them.
 */
export type CarriedRows = { readonly kind: 'way'; readonly step: number } | { readonly kind: 'entity' | 'unseen' };

export interface CarriedFetch {
  readonly fetch: PlannedFetch;
  readonly values: readonly CarriedValue[];
}

export function carriedValues(
  fetch: PlannedFetch,
  places: PlanPlace,
  facts: PlanFacts,
  schema: SchemaFacts,
): CarriedFetch {
  const values = new Map<string, CarriedValue>();
  const add = (value: CarriedValue): void => {
    const key = `${value.via} ${value.coordinate} ${[...(value.at ?? ['*'])].sort().join(',')}`;
    const known = values.get(key);
    if (known === undefined) values.set(key, value);
    else {
      const types = new Set([...known.types, ...value.types]);
      values.set(key, { ...value, types, rows: [...known.rows, ...value.rows] });
    }
  };
  addProvided(fetch, places, facts, add);
  if (fetch.node.requires !== undefined) {
    const { types } = fetch.place;
    for (const [step, { holder, field }] of fetch.way.entries()) {
      for (const [type, name] of field.names) {
        const at = originsOf(type, holder, facts);
        add({ coordinate: `${type}.${name}`, via: 'path', at, types, rows: [{ kind: 'way', step }], copy: null });
      }
    }
    const into = { fetch, facts, schema, add };
    addRequired(into, fetch.node.requires, { place: fetch.place, types, path: [], entities: types, row: 'entity' });
  }
  return { fetch, values: [...values.values()] };
}

function originsOf(type: string, holder: PlanPlace, facts: PlanFacts): ReadonlySet<string> | null {
  return facts.map.types[type]?.keyedIn.length === 0 ? holder.origins : null;
}

interface Adding {
  readonly fetch: PlannedFetch;
  readonly facts: PlanFacts;
  readonly schema: SchemaFacts;
  add(value: CarriedValue): void;
}

/** Where a required selection stands. */
interface Required {
  readonly place: PlanPlace;
  readonly types: ReadonlySet<string>;
  readonly path: readonly string[];
  /** Concrete types of the entities with which it goes. */
  readonly entities: ReadonlySet<string>;
  /** The nearest row: the entity itself, or one below it. */
  readonly row: 'entity' | 'unseen';
}

function addRequired(into: Adding, selections: readonly RequiredSelection[], at: Required): void {
  const { fetch, facts, schema, add } = into;
  const { place, types, path, entities } = at;
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      const narrowed = typeCondition === undefined ? types : within(types, typeCondition, facts);
      const of = path.length === 0 ? narrowed : entities;
      addRequired(into, selection.selections, { ...at, types: narrowed, entities: of });
      continue;
    }
    // What an object is, its place has said already.
    if (selection.name === '__typename') continue;
    const here = [...path, selection.name];
    for (const type of types) {
      const holders = path.length === 0 ? [type] : [...entities];
      const isKey = holders.some((holder) => keyPaths(holder, fetch.node.serviceName, facts).has(here.join('.')));
      const row = path.length > 0 && schema.isRow(type) ? 'unseen' : at.row;
      add({
        coordinate: `${type}.${selection.name}`,
        via: isKey ? 'key' : 'requires',
        at: originsOf(type, place, facts),
        types: path.length === 0 ? new Set([type]) : entities,
        rows: [{ kind: yieldsRows(type, selection.name, facts, schema) ? 'unseen' : row }],
        copy: null,
      });
    }
    if (selection.selections === undefined) continue;
    const below = place.fields.get(selection.alias ?? selection.name)?.place;
    if (below == null) throw new Error(`a fetch requires \`${here.join('.')}\`, which no earlier fetch selects`);
    const row = [...below.types].some((type) => schema.isRow(type)) ? 'unseen' : at.row;
    addRequired(into, selection.selections, { place: below, types: below.types, path: here, entities, row });
  }
}

/** Whether a composite field may lead to rows of their own, so that a scope of it is tested on those. */
function yieldsRows(type: string, field: string, facts: PlanFacts, schema: SchemaFacts): boolean {
  const holder = facts.types.schema.getType(type);
  const declared = holder !== undefined && 'getFields' in holder ? holder.getFields()[field] : undefined;
  if (declared === undefined) return true;
  const named = getNamedType(declared.type);
  if (!isCompositeType(named)) return false;
  return schema.possibleTypes(named.name).some(({ name }) => schema.isRow(name) || schema.reachesRows(name).any);
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
        add({
          coordinate: `${type}.${name}`,
          via: 'provides',
          at,
          types: new Set([type]),
          rows: [{ kind: 'unseen' }],
          copy: { holder, field },
        });
      }
      if (field.place !== null) walk(field.place);
    }
  };
  walk(root);
}
