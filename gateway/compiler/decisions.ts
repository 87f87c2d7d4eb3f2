/** Every decision one operation needs, each taken once and numbered in the order it was first asked for. */
import { labelAt, type LabelMap } from '../../schema/label-map';
import type { Label } from '../../directives/label';
import { decide } from '../policy/decide';
import type { Decision, Denial, DisclosureRequest, MaskedPermit, Permit } from '../policy/decision';
import { articleFor } from '../policy/law-profile';
import type { CompileInput } from './compile-input';
import type { DecisionSlot } from './compiled-operation';
import type { SchemaFacts } from './schema-facts';

export interface Decisions {
  /** By slot. */
  readonly all: readonly Decision[];
  /** The field of a concrete type, at a position whose parent can be resolved by `at` (`null` = unknown). */
  ofField(typeName: string, fieldName: string, at: ReadonlySet<string> | null): DecisionSlot;
  /** A concrete type's existence; `null` where no label speaks of it. */
  ofExistence(typeName: string, at: ReadonlySet<string> | null): DecisionSlot | null;
  /** The raw value alone: what a filter, an order or a count would reveal of it. */
  ofRaw(coordinate: string): { readonly slot: DecisionSlot; readonly decision: Decision };
  /** A permit that was decided elsewhere, or that another one became. */
  slotOf(permit: Permit | MaskedPermit): DecisionSlot;
  /** A denial of ours, with the article of the law profile. */
  denial(reason: 'SCOPE_LIMITED' | 'INFLUENCE_NOT_PERMITTED', coordinate: string, article?: string): Denial;
}

export function decisionsFor(input: CompileInput, facts: SchemaFacts, kind: 'query' | 'mutation'): Decisions {
  const map = input.supergraph.labelMap;
  const all: Decision[] = [];
  const slots = new Map<string, DecisionSlot>();
  const take = (
    slotKey: string,
    label: Label | null,
    coordinate: string,
    alternatives: readonly string[],
  ): DecisionSlot => {
    const before = slots.get(slotKey);
    if (before !== undefined) return before;
    const slot = all.length;
    all.push(
      decide(label, disclosure(input, kind, coordinate, alternatives), input.grants, input.instant, input.profile),
    );
    slots.set(slotKey, slot);
    return slot;
  };
  return {
    all,
    ofField(typeName, fieldName, at) {
      const coordinate = `${typeName}.${fieldName}`;
      const narrowed = narrows(map, typeName) && comesFrom(map, coordinate, at) ? at : null;
      return take(
        `${coordinate} ${narrowed === null ? '' : [...narrowed].sort().join(',')}`,
        labelAt(map, coordinate, narrowed),
        coordinate,
        alternativesOf(map, facts, typeName, fieldName),
      );
    },
    ofExistence(typeName, at) {
      const label = facts.isRoot(typeName) ? null : existenceLabel(map, typeName, at);
      if (label === null) return null;
      const fields = Object.keys(facts.fieldsOf(typeName)).map((name) => `${typeName}.${name}`);
      return take(`${typeName} ${at === null ? '' : [...at].sort().join(',')}`, label, typeName, fields);
    },
    ofRaw(coordinate) {
      const [typeName = '', fieldName = ''] = coordinate.split('.');
      const label = labelAt(map, coordinate, null);
      const slot = take(
        `raw ${coordinate}`,
        label === null ? null : withoutMaskedForms(label),
        coordinate,
        alternativesOf(map, facts, typeName, fieldName),
      );
      return { slot, decision: all[slot] as Decision };
    },
    slotOf(permit) {
      const before = all.indexOf(permit);
      return before < 0 ? all.push(permit) - 1 : before;
    },
    denial(reason, coordinate, article) {
      return {
        outcome: 'deny',
        reason,
        article:
          article ??
          articleFor(input.profile, reason, { route: input.principal.route, accessClass: 'CONDITIONAL', own: false }),
        coordinate,
        owner: null,
        validUntil: null,
      };
    },
  };
}

function disclosure(
  input: CompileInput,
  kind: 'query' | 'mutation',
  coordinate: string,
  alternatives: readonly string[],
): DisclosureRequest {
  return {
    recipient: input.principal.organisation,
    route: input.principal.route,
    registeredPurposes: input.principal.purposes,
    purpose: input.purpose,
    method: kind === 'mutation' ? 'MUTATE' : 'QUERY',
    foreignParties: input.principal.foreignParties,
    coordinate,
    alternatives,
  };
}

/** A grant may name the sources of a derived field, or the field on an interface of the type. */
export function alternativesOf(
  map: LabelMap,
  facts: SchemaFacts,
  typeName: string,
  fieldName: string,
): readonly string[] {
  const entry = map.fields[`${typeName}.${fieldName}`];
  const onInterfaces = facts.interfacesOf(typeName).map((name) => `${name}.${fieldName}`);
  return [...(entry?.sources ?? []), ...onInterfaces];
}

function narrows(map: LabelMap, typeName: string): boolean {
  return (map.types[typeName]?.keyedIn.length ?? 0) === 0;
}

/**
 * Where nobody who makes the objects of a position knows a member of their union, no such object comes; the selection stays (others may
 * have it elsewhere), under the strictest label that there is.
 */
function comesFrom(map: LabelMap, coordinate: string, at: ReadonlySet<string> | null): boolean {
  return at !== null && Object.keys(map.fields[coordinate]?.bySubgraph ?? {}).some((name) => at.has(name));
}

function existenceLabel(map: LabelMap, typeName: string, at: ReadonlySet<string> | null): Label | null {
  const entry = map.types[typeName];
  if (entry === undefined || entry.label === null) return null;
  // For a value type only what binds where its objects can come from.
  if (at !== null && entry.keyedIn.length === 0 && !Object.keys(entry.bySubgraph).some((name) => at.has(name)))
    return null;
  return entry.label;
}

function withoutMaskedForms(label: Label): Label {
  return {
    ...label,
    owners: Object.fromEntries(
      Object.entries(label.owners).map(([owner, policy]) => [owner, { ...policy, deidentified: null }]),
    ),
  };
}
