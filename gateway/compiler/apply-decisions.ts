/** Marks what the decisions deny: occurrences, concrete types, and scoped permits that no row could be tested on. */
import type { LabelMap } from '../../schema/label-map';
import type { Decision, OwnerScope } from '../policy/decision';
import type { DecisionSlot } from './compiled-operation';
import type { Decisions } from './decisions';
import type { FlowDenial } from './flow-denial';
import { eachPosition, yieldedBy, type Occurrence, type PositionNode, type TypeUse } from './position';
import type { ScopeArguments } from './scope-arguments';

/** Flow denials by position and response key, as the compiler found the planner's aliases to mean. */
export type DeniedOccurrences = ReadonlyMap<string, readonly Pick<FlowDenial, 'types' | 'denial'>[]>;

export function occurrenceKey(position: readonly string[], key: string): string {
  return [...position, key].join('\u0000');
}

export function applyDecisions(
  root: PositionNode,
  decisions: Decisions,
  map: LabelMap,
  flows: DeniedOccurrences,
  scopes: ScopeArguments,
): void {
  const listed = new Set<TypeUse>();
  eachPosition(root, (node) => {
    for (const use of node.uses) {
      denyExistence(node, use, decisions, map, flows);
      if (use.state !== 'live') continue;
      for (const occurrence of use.occurrences) {
        denyOccurrence(node, use, occurrence, { decisions, map, flows, scopes, listed });
        if (occurrence.state !== 'live' || occurrence.scopedOn !== 'yielded-rows') continue;
        if (scopes.of(occurrence).length === 0) continue;
        for (const wrapper of yieldedBy(occurrence).wrappers) listed.add(wrapper);
      }
    }
  });
}

interface Circumstances {
  readonly decisions: Decisions;
  readonly map: LabelMap;
  readonly flows: DeniedOccurrences;
  readonly scopes: ScopeArguments;
  /** Wrappers of rows that their provider can filter itself. */
  readonly listed: ReadonlySet<TypeUse>;
}

/**
 * A type's own label protects the existence of its objects. Who may have the masked form of one of its fields may know that the
 * object exists: its owner said so when it declared that form.
 */
function denyExistence(
  node: PositionNode,
  use: TypeUse,
  decisions: Decisions,
  map: LabelMap,
  flows: DeniedOccurrences,
): void {
  if (use.existence === null) return;
  const masked = use.occurrences.filter((each) => {
    const how = each.slot === null ? undefined : decisions.all[each.slot];
    if (how?.outcome !== 'mask' || deniedFlow(node, use, each, flows) !== undefined) return false;
    return how.scopes.length === 0 || (use.holder !== null && testable(map, how.scopes, use.holder.type.name));
  });
  if (masked.length > 0) {
    knownByMasks(use, masked, decisions);
    return;
  }
  const decision = decisions.all[use.existence] as Decision;
  switch (decision.outcome) {
    case 'deny':
      use.state = 'denied';
      use.denial = decision;
      return;
    case 'mask': // a type has no masked form
      throw new Error(`the existence of \`${use.type.name}\` was decided as masked`);
    case 'permit':
      if (decision.scopes.length === 0) return;
      if (use.holder === null || !testable(map, decision.scopes, use.holder.type.name)) {
        use.state = 'denied';
        use.denial = decisions.denial('SCOPE_LIMITED', use.type.name);
        return;
      }
      requireScope(use.holder, decision.scopes);
      use.holder.rowSlots.add(use.existence);
  }
}

/** Masked forms that are had within scopes only tell of the rows within them. */
function knownByMasks(use: TypeUse, masked: readonly Occurrence[], decisions: Decisions): void {
  const slots = masked.flatMap(({ slot }) => (slot === null ? [] : [slot]));
  const scopesOf = (slot: DecisionSlot): readonly OwnerScope[] => {
    const decision = decisions.all[slot];
    return decision?.outcome === 'mask' ? decision.scopes : [];
  };
  if (use.holder === null || slots.some((slot) => scopesOf(slot).length === 0)) return;
  for (const slot of slots) use.holder.rowSlots.add(slot);
}

function deniedFlow(
  node: PositionNode,
  use: TypeUse,
  occurrence: Occurrence,
  flows: DeniedOccurrences,
): Pick<FlowDenial, 'types' | 'denial'> | undefined {
  return flows
    .get(occurrenceKey(node.position, occurrence.key))
    ?.find((each) => each.types === null || each.types.includes(use.type.name));
}

function denyOccurrence(
  node: PositionNode,
  use: TypeUse,
  occurrence: Occurrence,
  { decisions, map, flows, scopes, listed }: Circumstances,
): void {
  if (occurrence.slot === null) return;
  const decision = decisions.all[occurrence.slot] as Decision;
  if (decision.outcome === 'deny') {
    occurrence.state = 'denied';
    occurrence.denial = decision;
    return;
  }
  const flow = deniedFlow(node, use, occurrence, flows);
  if (flow !== undefined) {
    occurrence.state = 'denied';
    occurrence.denial = { ...flow.denial, coordinate: occurrence.coordinate };
    return;
  }
  if (decision.scopes.length === 0) return;
  const yields = occurrence.child !== null && occurrence.scopedOn === 'yielded-rows';
  // A value of the listing itself: `limit-listings` decides, once it is known by what the provider filters.
  if (!yields && use.holder === null && listed.has(use)) return;
  const carried = yields && scopes.carry(occurrence, decision.scopes);
  const tested = isWrite(node) && !carried ? [] : testedRows(use, occurrence);
  const none = tested.length === 0 && !carried;
  if (none || !tested.every((row) => testable(map, decision.scopes, row.type.name))) {
    occurrence.state = 'denied';
    occurrence.denial = decisions.denial('SCOPE_LIMITED', occurrence.coordinate);
    return;
  }
  for (const row of tested) requireScope(row, decision.scopes);
}

/**
 * Withholding the row that comes back does not undo what was done to it: a scope that only the gateway knows permits no write. One that the
 * provider is told in an argument binds the write itself.
 */
export function isWrite(node: PositionNode): boolean {
  return node.position.length === 0 && node.staticType.name === 'Mutation';
}

/** The row uses on which a scoped permit of this occurrence is tested. */
export function testedRows(use: TypeUse, occurrence: Occurrence): readonly TypeUse[] {
  if (occurrence.child !== null && occurrence.scopedOn === 'yielded-rows') return yieldedBy(occurrence).rows;
  return use.holder === null ? [] : [use.holder];
}

/** Whether each owner has a scope field on this type that at least one of its grants names. */
export function testable(map: LabelMap, scopes: readonly OwnerScope[], typeName: string): boolean {
  const rules = map.types[typeName]?.scopes ?? {};
  return scopes.every(({ owner, anyOf }) => {
    const rule = Object.hasOwn(rules, owner) ? rules[owner] : undefined;
    return rule !== undefined && anyOf.some((grant) => Object.hasOwn(grant.values, rule.by));
  });
}

export function requireScope(row: TypeUse, scopes: readonly OwnerScope[]): void {
  for (const { owner } of scopes) row.scopeOwners.add(owner);
}
