/**
 * Where rows are filtered, pagination and the leaves of the wrappers through which they are listed (totals, cursors, page info)
 * would tell how many were withheld: they are denied `SCOPE_LIMITED` (enforcement.md section 3, Row scope).
 */
import { getNullableType, isListType } from 'graphql';
import type { LabelMap } from '../../schema/label-map';
import type { Decisions } from './decisions';
import { eachPosition, yieldedBy, type Occurrence, type PositionNode, type TypeUse } from './position';

export function limitListings(root: PositionNode, decisions: Decisions, map: LabelMap): void {
  eachPosition(root, (node) => {
    for (const use of node.uses) {
      for (const occurrence of use.state === 'live' ? use.occurrences : []) {
        if (occurrence.state === 'live' && occurrence.child !== null && occurrence.scopedOn === 'yielded-rows') {
          limitListing(occurrence, decisions, map);
        }
      }
    }
  });
}

function limitListing(occurrence: Occurrence, decisions: Decisions, map: LabelMap): void {
  const { rows, wrappers } = yieldedBy(occurrence);
  if (!isScoped(occurrence, decisions) && !rows.some((row) => isFiltered(row, decisions))) return;
  limitPagination(occurrence, decisions, map);
  for (const wrapper of wrappers) {
    for (const inner of wrapper.occurrences) {
      if (inner.slot === null || inner.state !== 'live') continue;
      if (inner.child !== null) {
        limitPagination(inner, decisions, map);
        if (countsUnseenRows(inner, map)) deny(inner, decisions);
      } else if (map.fields[inner.coordinate]?.revealsNothing !== true) deny(inner, decisions);
    }
  }
}

/** A list beside the one that holds the rows (`a: edges { __typename }`) is as long as that one before any was withheld. */
function countsUnseenRows(inner: Occurrence, map: LabelMap): boolean {
  const listed = isListType(getNullableType(inner.type));
  return listed && yieldedBy(inner).rows.length === 0 && map.fields[inner.coordinate]?.revealsNothing !== true;
}

function isFiltered(row: TypeUse, decisions: Decisions): boolean {
  return (
    row.state !== 'live' ||
    row.rowSlots.size > 0 ||
    row.scopeOwners.size > 0 ||
    row.occurrences.some((occurrence) => occurrence.state === 'live' && isScoped(occurrence, decisions))
  );
}

function isScoped(occurrence: Occurrence, decisions: Decisions): boolean {
  const decision = occurrence.slot === null ? undefined : decisions.all[occurrence.slot];
  return decision !== undefined && decision.outcome !== 'deny' && decision.scopes.length > 0;
}

function limitPagination(occurrence: Occurrence, decisions: Decisions, map: LabelMap): void {
  const entries = map.fields[occurrence.coordinate]?.arguments ?? {};
  const paginated = occurrence.arguments.some(({ definition, value }) => {
    const pagination = Object.hasOwn(entries, definition.name) && entries[definition.name]?.pagination === true;
    return pagination && (value === undefined ? definition.defaultValue : value) != null;
  });
  if (paginated) deny(occurrence, decisions);
}

function deny(occurrence: Occurrence, decisions: Decisions): void {
  occurrence.state = 'denied';
  occurrence.denial = decisions.denial('SCOPE_LIMITED', occurrence.coordinate);
}
