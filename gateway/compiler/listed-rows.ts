/** The rows that one field lists, through wrappers or not, and every decision whose scope may withhold them. */
import { isListType, isNonNullType } from 'graphql';
import type { Decision, OwnerScope } from '../policy/decision';
import type { DecisionSlot } from './compiled-operation';
import { yieldedBy, type Occurrence, type PositionNode, type TypeUse } from './position';

export interface ListedRows {
  readonly use: TypeUse;
  /** Scopes that each row must meet, whatever is asked of it. */
  readonly required: readonly OwnerScope[];
  /** Scopes of its values; a row none of whose values may be released is withheld, and so is one of which a non-null value may not. */
  readonly values: readonly OwnerScope[];
  /** Another row, which may be withheld, stands where null may not: such a row is withheld with it. */
  readonly byOthers: boolean;
}

export function listedRows(occurrence: Occurrence, decisions: readonly Decision[]): readonly ListedRows[] {
  const ways = new Map<TypeUse, Set<DecisionSlot>>();
  const seen = new Set<string>();
  const walk = (node: PositionNode | null, slots: readonly DecisionSlot[]): void => {
    const visit = `${String(node?.id)} ${slots.join(',')}`;
    if (node === null || seen.has(visit)) return;
    seen.add(visit);
    for (const use of node.uses) {
      if (use.row) {
        ways.set(use, new Set([...(ways.get(use) ?? []), ...slots]));
        continue;
      }
      for (const inner of use.occurrences) {
        if (inner.state === 'live') walk(inner.child, [...slots, ...slotsOf(inner)]);
      }
    }
  };
  walk(occurrence.child, []);
  return yieldedBy(occurrence).rows.map((use) => {
    const own = [...use.rowSlots, ...(ways.get(use) ?? [])];
    const values = valuesOf(use);
    const required = scopesOf(own, decisions);
    return {
      use,
      required: [...required, ...common(use, decisions)],
      values: scopesOf(values, decisions),
      byOthers: hangsOnOthers(use, decisions, new Set()),
    };
  });
}

/** Scopes that the field itself sets for the rows it yields. */
export function ownScopes(occurrence: Occurrence, decisions: readonly Decision[]): readonly OwnerScope[] {
  return scopesOf(slotsOf(occurrence), decisions);
}

export function scopesOf(slots: Iterable<DecisionSlot>, decisions: readonly Decision[]): readonly OwnerScope[] {
  return [...new Set(slots)].flatMap((slot) => {
    const decision = decisions[slot];
    return decision === undefined || decision.outcome === 'deny' ? [] : decision.scopes;
  });
}

function slotsOf({ slot, influences }: Occurrence): readonly DecisionSlot[] {
  return slot === null ? [...influences] : [slot, ...influences];
}

/** Of the row itself, and of the value types that belong to it. */
function valuesOf(row: TypeUse): readonly DecisionSlot[] {
  const slots = new Set<DecisionSlot>();
  const seen = new Set<TypeUse>();
  const walk = (use: TypeUse): void => {
    if (seen.has(use)) return;
    seen.add(use);
    for (const occurrence of use.occurrences) {
      if (occurrence.state !== 'live' || occurrence.slot === null) continue;
      if (occurrence.child === null || occurrence.scopedOn === 'holder') slots.add(occurrence.slot);
      for (const below of occurrence.child?.uses ?? []) if (!below.row && below.holder === row) walk(below);
    }
  };
  walk(row);
  return [...slots];
}

function hangsOnOthers(use: TypeUse, decisions: readonly Decision[], seen: Set<TypeUse>): boolean {
  if (seen.has(use)) return false;
  seen.add(use);
  return use.occurrences.some((occurrence) => {
    if (occurrence.state !== 'live' || occurrence.child === null) return false;
    if (!isNonNullType(occurrence.type) || isListType(occurrence.type.ofType)) return false;
    if (occurrence.scopedOn === 'yielded-rows' && ownScopes(occurrence, decisions).length > 0) return true;
    return occurrence.child.uses.some(
      (other) =>
        (other.row &&
          (other.state !== 'live' || other.rowSlots.size > 0 || scopesOf(valuesOf(other), decisions).length > 0)) ||
        hangsOnOthers(other, decisions, seen),
    );
  });
}

/** Where all that is asked of a row may be released within one scope only, the row itself may. */
function common(use: TypeUse, decisions: readonly Decision[]): readonly OwnerScope[] {
  const live = use.occurrences.filter(({ state, slot }) => state === 'live' && slot !== null);
  const scopes = live.map((occurrence) =>
    occurrence.slot === null || (occurrence.child !== null && occurrence.scopedOn === 'yielded-rows')
      ? []
      : scopesOf([occurrence.slot], decisions),
  );
  const [first = []] = scopes;
  const text = JSON.stringify(first);
  return scopes.every((each) => JSON.stringify(each) === text) ? first : [];
}
