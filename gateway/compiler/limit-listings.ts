/**
 * Where rows are filtered, pagination and the leaves of the wrappers through which they are listed (totals, cursors, page info)
 * would tell how many were withheld: they are denied `SCOPE_LIMITED` (enforcement.md section 3, Row scope), unless the provider takes
 * the scope as an argument, and so counts only what lies within it.
 */
import { getNullableType, isListType } from 'graphql';
import type { LabelMap } from '../../schema/label-map';
import type { Decisions } from './decisions';
import type { FilledArguments } from './fill-scope-arguments';
import { listedRows, ownScopes, type ListedRows } from './listed-rows';
import { eachPosition, yieldedBy, type Occurrence, type PositionNode, type TypeUse } from './position';
import type { Filled, ScopeArguments } from './scope-arguments';

/** What a listing inherits from one further out, whose wrappers it stands in. */
interface Outer {
  readonly occurrence: Occurrence;
  readonly filled: Filled;
}

export function limitListings(
  root: PositionNode,
  decisions: Decisions,
  map: LabelMap,
  scopes: ScopeArguments,
  filled: FilledArguments,
): void {
  const outers = new Map<Occurrence, Outer>();
  eachPosition(root, (node) => {
    for (const use of node.uses) {
      for (const occurrence of use.state === 'live' ? use.occurrences : []) {
        if (occurrence.state !== 'live' || occurrence.child === null || occurrence.scopedOn !== 'yielded-rows')
          continue;
        const own = filled.get(occurrence);
        const outer = own === undefined ? outers.get(occurrence) : { occurrence, filled: own };
        const { wrappers } = yieldedBy(occurrence);
        if (outer !== undefined) {
          for (const inner of wrappers.flatMap((wrapper) => wrapper.occurrences)) outers.set(inner, outer);
        }
        limitListing(occurrence, wrappers, outer ?? null, decisions, map, scopes);
      }
    }
  });
}

function limitListing(
  occurrence: Occurrence,
  wrappers: readonly TypeUse[],
  outer: Outer | null,
  decisions: Decisions,
  map: LabelMap,
  scopes: ScopeArguments,
): void {
  const rows = listedRows(occurrence, decisions.all);
  const own = ownScopes(occurrence, decisions.all);
  const within = (required: ListedRows['required']): boolean =>
    outer !== null && scopes.imply(outer.occurrence, outer.filled, required);
  const filtered = own.length > 0 || rows.some(isFiltered);
  const counted = rows.every(
    ({ use, required, values, byOthers }) =>
      use.state === 'live' && !byOthers && within([...own, ...required, ...values]),
  );
  // Every row that the provider counts comes back.
  const told = !filtered || (counted && within(own));
  if (!told) limitPagination(occurrence, decisions, map);
  for (const wrapper of wrappers) {
    for (const inner of wrapper.occurrences) {
      if (inner.slot === null || inner.state !== 'live') continue;
      if (!told) limitInner(inner, decisions, map);
      if (inner.state === 'live' && isOfNoRow(wrapper, inner)) ofTheListing(inner, told, within, decisions);
    }
  }
}

function limitInner(inner: Occurrence, decisions: Decisions, map: LabelMap): void {
  if (inner.child !== null) {
    limitPagination(inner, decisions, map);
    if (countsUnseenRows(inner, map)) deny(inner, decisions);
  } else if (map.fields[inner.coordinate]?.revealsNothing !== true) deny(inner, decisions);
}

/** A value of the listing itself: there is no row on which a scope of it could be tested. */
function isOfNoRow(wrapper: TypeUse, inner: Occurrence): boolean {
  return wrapper.holder === null && !(inner.child !== null && inner.scopedOn === 'yielded-rows');
}

/** Permitted within a scope: it is, where all that it tells of lies within. */
function ofTheListing(
  inner: Occurrence,
  told: boolean,
  within: (required: ListedRows['required']) => boolean,
  decisions: Decisions,
): void {
  const decision = inner.slot === null ? undefined : decisions.all[inner.slot];
  if (decision === undefined || decision.outcome === 'deny' || decision.scopes.length === 0) return;
  if (!told || !within(decision.scopes)) {
    deny(inner, decisions);
    return;
  }
  const limiting = decision.scopes.flatMap(({ anyOf }) => anyOf.map(({ grant }) => grant));
  inner.slot = decisions.slotOf({
    ...decision,
    grants: [...new Set([...decision.grants, ...limiting])],
    scopes: [],
  });
}

/** A list beside the one that holds the rows (`a: edges { __typename }`) is as long as that one before any was withheld. */
function countsUnseenRows(inner: Occurrence, map: LabelMap): boolean {
  const listed = isListType(getNullableType(inner.type));
  return listed && yieldedBy(inner).rows.length === 0 && map.fields[inner.coordinate]?.revealsNothing !== true;
}

function isFiltered({ use, required, values, byOthers }: ListedRows): boolean {
  return use.state !== 'live' || byOthers || required.length > 0 || values.length > 0;
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
