/** Which of the client's fields cannot be had when some of a plan's fetches are never sent. */
import { isAbstractType } from 'graphql';
import type { FlowDenial } from '../compiler/flow-denial';
import type { Denial } from '../policy/decision';
import type { PlanField, PlannedFetch, PlanPlace, PlanPlaces } from './plan-places';
import type { RequiredSelection } from './query-plan';
import type { SubgraphTypes } from './subgraph-types';

/** Something that a denied flow takes away: a fetch for entities of some types, or a copy selected in a fetch. */
export type Loss =
  | { readonly fetch: PlannedFetch; readonly types: ReadonlySet<string>; readonly denial: Denial }
  | {
      readonly copy: { readonly holder: PlanPlace; readonly field: PlanField };
      readonly types: ReadonlySet<string>;
      readonly denial: Denial;
    };

/** Every field of the client, and every one that the gateway selects for itself, has such a name; what the planner adds has not. */
const generatedAlias = /^_l\d+$/;

/** @returns at least one denial for any loss: the topmost fields that are lost, else the composite fields at which the lost fetches stand */
export function dependentFields(
  places: PlanPlaces,
  losses: readonly Loss[],
  types: SubgraphTypes,
): readonly FlowDenial[] {
  const lost = followLosses(places, losses, types);
  const denials: FlowDenial[] = [];
  const walk = (holder: PlanPlace, path: readonly string[]): void => {
    for (const field of holder.fields.values()) {
      const here = [...path, field.response];
      const selected = [...field.selectedBy.keys()];
      const gone = selected.filter((type) => lost.causeOf(holder, field, type) !== null);
      const [first] = gone;
      const denial = first === undefined ? null : lost.causeOf(holder, field, first);
      if (denial !== null && generatedAlias.test(field.response)) {
        denials.push({ path: here, types: gone.length === selected.length ? null : gone, denial });
        if (gone.length === selected.length) continue;
      }
      if (field.place !== null) walk(field.place, here);
    }
  };
  walk(places.root, []);
  return denials.length > 0 ? denials : lastResort(places, losses);
}

interface Lost {
  causeOf(holder: PlanPlace, field: PlanField, type: string): Denial | null;
}

/** Grows what is lost until nothing more needs it. */
function followLosses(places: PlanPlaces, losses: readonly Loss[], types: SubgraphTypes): Lost {
  /** Fetch → entity type → cause. */
  const fetches = new Map<number, Map<string, Denial>>();
  const copies = new Map<PlanField, Map<string, Denial>>();
  for (const loss of losses) {
    if ('copy' in loss) addCauses(copies, loss.copy.field, loss.types, loss.denial);
    else addCauses(fetches, loss.fetch.index, loss.types, loss.denial);
  }
  const causeOf = (holder: PlanPlace, field: PlanField, type: string): Denial | null => {
    const copied = copies.get(field)?.get(type);
    if (copied !== undefined) return copied;
    let cause: Denial | null = null;
    for (const index of field.selectedBy.get(type) ?? []) {
      const causes = fetches.get(index);
      const of = places.fetches[index]?.place === holder ? causes?.get(type) : [...(causes?.values() ?? [])][0];
      if (of === undefined) return null;
      cause ??= of;
    }
    return cause;
  };
  for (let grown = true; grown;) {
    grown = false;
    for (const fetch of places.fetches) {
      for (const type of fetch.place.types) {
        if (fetches.get(fetch.index)?.has(type) === true) continue;
        const cause = causeOfNeeds(fetch, type, types, causeOf);
        if (cause === null) continue;
        addCauses(fetches, fetch.index, new Set([type]), cause);
        grown = true;
      }
    }
  }
  return { causeOf };
}

function addCauses<K>(into: Map<K, Map<string, Denial>>, key: K, types: ReadonlySet<string>, denial: Denial): void {
  const causes = into.get(key) ?? new Map<string, Denial>();
  into.set(key, causes);
  for (const type of types) if (!causes.has(type)) causes.set(type, denial);
}

/** Why entities of a type cannot be sent: something on the way to them, or something required of them, is lost. */
function causeOfNeeds(
  fetch: PlannedFetch,
  type: string,
  types: SubgraphTypes,
  causeOf: Lost['causeOf'],
): Denial | null {
  for (const { holder, field } of fetch.way) {
    const causes = [...field.selectedBy.keys()].map((each) => causeOf(holder, field, each));
    const [first] = causes;
    if (first != null && !causes.includes(null)) return first;
  }
  const { requires } = fetch.node;
  return requires === undefined ? null : causeOfRequired(fetch.place, requires, type, type, types, causeOf);
}

/** @param condition innermost type condition: under an interface's, the interface's own name will do as `__typename` */
function causeOfRequired(
  place: PlanPlace,
  selections: readonly RequiredSelection[],
  type: string,
  condition: string,
  types: SubgraphTypes,
  causeOf: Lost['causeOf'],
): Denial | null {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const narrower = selection.typeCondition ?? condition;
      if (!types.meets(type, narrower)) continue;
      const cause = causeOfRequired(place, selection.selections, type, narrower, types, causeOf);
      if (cause !== null) return cause;
      continue;
    }
    if (selection.name === '__typename' && isAbstractType(types.schema.getType(condition))) continue;
    const field = place.fields.get(selection.alias ?? selection.name);
    const cause = field === undefined ? null : causeOf(place, field, type);
    if (cause !== null) return cause;
    if (selection.selections === undefined || field?.place == null) continue;
    for (const below of field.place.types) {
      const deeper = causeOfRequired(field.place, selection.selections, below, below, types, causeOf);
      if (deeper !== null) return deeper;
    }
  }
  return null;
}

/** Re-planning must end: where no field was found to depend on it, what leads to the entities goes. */
function lastResort(places: PlanPlaces, losses: readonly Loss[]): readonly FlowDenial[] {
  return losses.flatMap((loss): readonly FlowDenial[] => {
    const path = 'copy' in loss ? pathTo(places.root, loss.copy.holder, []) : loss.fetch.path;
    const length = path?.findLastIndex((response) => generatedAlias.test(response)) ?? -1;
    if (path === null || length < 0) throw new Error('a denied flow has no place in the operation');
    return [{ path: path.slice(0, length + 1), types: null, denial: loss.denial }];
  });
}

function pathTo(from: PlanPlace, to: PlanPlace, path: readonly string[]): readonly string[] | null {
  if (from === to) return path;
  for (const field of from.fields.values()) {
    const found = field.place === null ? null : pathTo(field.place, to, [...path, field.response]);
    if (found !== null) return found;
  }
  return null;
}
