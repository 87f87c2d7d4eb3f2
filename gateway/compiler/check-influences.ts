/**
 * What arguments, enum values and fields reveal without returning it: filters, orders, counts, membership.
 * INVARIANT: an influence that is not permitted raw, for exactly the rows that come back, refuses the operation before any fetch.
 */
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  type GraphQLInputType,
} from 'graphql';
import type { LabelMap } from '../../schema/label-map';
import type { Denial } from '../policy/decision';
import { isWrite, requireScope, testable } from './apply-decisions';
import type { Decisions } from './decisions';
import { eachPosition, yieldedBy, type Occurrence, type PositionNode } from './position';
import type { SchemaFacts } from './schema-facts';
import type { ScopeArguments } from './scope-arguments';

/** @returns the denials that refuse the operation; scoped influences that rows can be filtered by are added to those rows. */
export function checkInfluences(
  root: PositionNode,
  decisions: Decisions,
  map: LabelMap,
  facts: SchemaFacts,
  scopes: ScopeArguments,
): Denial[] {
  const denials = new Map<string, Denial>();
  eachPosition(root, (node) => {
    for (const use of node.uses) {
      if (use.state !== 'live') continue;
      for (const occurrence of use.occurrences) {
        if (occurrence.state !== 'live') continue;
        for (const coordinate of influencesOf(occurrence, map, facts)) {
          const denial = judge(occurrence, isWrite(node), coordinate, decisions, map, scopes);
          if (denial !== null) denials.set(coordinate, denial);
        }
      }
    }
  });
  return [...denials.values()];
}

function judge(
  occurrence: Occurrence,
  write: boolean,
  coordinate: string,
  decisions: Decisions,
  map: LabelMap,
  scopes: ScopeArguments,
): Denial | null {
  const { slot, decision } = decisions.ofRaw(coordinate);
  switch (decision.outcome) {
    case 'deny':
      return decisions.denial('INFLUENCE_NOT_PERMITTED', coordinate, decision.article);
    case 'mask':
      throw new Error(`\`${coordinate}\` was decided raw, yet as masked`);
    case 'permit': {
      occurrence.influences.add(slot);
      if (decision.scopes.length === 0) return null;
      // Rows outside the scope are withheld whatever was asked of them, so nothing is learnt of those that do not come back.
      const yields = occurrence.child !== null && occurrence.scopedOn === 'yielded-rows';
      const carried = yields && scopes.carry(occurrence, decision.scopes);
      const rows = yields && (!write || carried) ? yieldedBy(occurrence).rows : [];
      if ((rows.length === 0 && !carried) || !rows.every((row) => testable(map, decision.scopes, row.type.name))) {
        return decisions.denial(
          'INFLUENCE_NOT_PERMITTED',
          coordinate,
          decisions.denial('SCOPE_LIMITED', coordinate).article,
        );
      }
      for (const row of rows) {
        requireScope(row, decision.scopes);
        row.rowSlots.add(slot);
      }
      return null;
    }
  }
}

function influencesOf(occurrence: Occurrence, map: LabelMap, facts: SchemaFacts): ReadonlySet<string> {
  const named = new Set<string>();
  const entry = map.fields[occurrence.coordinate];
  const add = (coordinates: readonly string[] | undefined): void => {
    for (const coordinate of coordinates ?? []) {
      for (const concrete of concreteCoordinates(coordinate, map, facts)) named.add(concrete);
    }
  };
  add(entry?.influences);
  for (const { definition, value } of occurrence.arguments) {
    const argument =
      entry !== undefined && Object.hasOwn(entry.arguments, definition.name)
        ? entry.arguments[definition.name]
        : undefined;
    if (argument?.scope != null) continue; // filled by the gateway, never by a client
    add(argument?.influences);
    influencesOfValue(value === undefined ? definition.defaultValue : value, definition.type, map, add);
  }
  return named;
}

/** Nested lists and objects, enum values, and the defaults of input fields that were left out. */
function influencesOfValue(
  value: unknown,
  type: GraphQLInputType,
  map: LabelMap,
  add: (coordinates: readonly string[] | undefined) => void,
): void {
  const at = getNullableType(type);
  if (value === null || value === undefined) return;
  if (isListType(at)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      influencesOfValue(item, at.ofType as GraphQLInputType, map, add);
    }
  } else if (isEnumType(at)) {
    add(map.enumValues[`${at.name}.${String(value)}`]?.influences);
  } else if (isInputObjectType(at) && typeof value === 'object') {
    for (const field of Object.values(at.getFields())) {
      const given = Object.hasOwn(value, field.name) ? (value as Record<string, unknown>)[field.name] : undefined;
      if (given === undefined && field.defaultValue === undefined) continue;
      add(map.inputFields[`${getNamedType(at).name}.${field.name}`]?.influences);
      influencesOfValue(given === undefined ? field.defaultValue : given, field.type, map, add);
    }
  }
}

/** An interface coordinate means every implementation. */
function concreteCoordinates(coordinate: string, map: LabelMap, facts: SchemaFacts): readonly string[] {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  if (map.types[typeName]?.kind === 'OBJECT') return [coordinate];
  const concrete = facts.possibleTypes(typeName).map((type) => `${type.name}.${fieldName}`);
  return concrete.length === 0 ? [coordinate] : concrete;
}
