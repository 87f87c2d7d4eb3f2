/**
 * What the client has for some rows only, because others may not be sent to the provider of it: told by a standing notice, never row by row.
 * Where null may not stand, the row that would hold it is withheld with it.
 */
import { isNonNullType } from 'graphql';
import type { Position, ShapeNode } from '../compiler/compiled-operation';
import type { FlowDenial } from '../compiler/flow-denial';
import type { TestedRows } from '../compiler/tested-rows';
import type { Decision, Denial, Permit } from '../policy/decision';
import { clientPath, levelsOf, typesAt, type ClientRows } from './client-rows';
import { dependentFields } from './dependent-fields';
import type { GatedFetch } from './gate-rows';
import type { PlannedFetch, PlanPlaces } from './plan-places';
import type { SubgraphTypes } from './subgraph-types';

export interface LimitedFields {
  readonly positions: readonly Position[];
  /** Rows to be withheld. */
  readonly demands: readonly TestedRows[];
  /** A value that may not be null hangs on the flow, and no row of the entities alone could be withheld with it. */
  readonly unfit: boolean;
}

/** What depends on a fetch depends on it whatever it would be denied for. */
const anyDenial: Denial = {
  outcome: 'deny',
  reason: 'SCOPE_LIMITED',
  article: '',
  coordinate: '',
  owner: null,
  validUntil: null,
};

export function limitedFields(
  { operation, decisions }: ClientRows,
  places: PlanPlaces,
  fetch: PlannedFetch,
  { flows }: GatedFetch,
  types: SubgraphTypes,
): LimitedFields {
  const { shape } = operation;
  if (shape === null || flows.length === 0) return { positions: [], demands: [], unfit: false };
  const dependent = dependentFields(places, [{ fetch, types: fetch.place.types, denial: anyDenial }], types);
  const strict = dependent.filter((each) => each.path.length > fetch.path.length && isStrict(shape, each));
  const own = strict.every(({ path }) => path.length === fetch.path.length + 1 && startsWith(path, fetch.path));
  const rows = flows.flatMap(({ scoped, permit }) =>
    scoped.flatMap((each) => each.rows.map((row) => ({ ...row, permit }))),
  );
  const demands =
    strict.length === 0
      ? []
      : rows
          .filter(({ type, permit }) => !type.rowSlots.some((slot) => isSame(decisions[slot], permit)))
          .map(({ type, permit }) => ({ path: fetch.path, types: [type.name], permit, withhold: true }));
  return {
    positions: dependent.map(({ path }) => clientPath(shape, path)),
    demands,
    unfit: strict.length > 0 && (!own || rows.some(({ depth }) => depth !== fetch.path.length)),
  };
}

/** Whether null may not stand where this field is lost. */
function isStrict(shape: ShapeNode, { path, types }: FlowDenial): boolean {
  const holders = levelsOf(shape, path.slice(0, -1));
  if (holders.length < path.length) return false;
  return (holders.at(-1)?.nodes.flatMap(typesAt) ?? [])
    .filter((type) => types === null || types.includes(type.name))
    .flatMap((type) => type.fields)
    .some((field) => 'alias' in field && field.alias === path.at(-1) && isNonNullType(field.type));
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((response, index) => path[index] === response);
}

function isSame(decision: Decision | undefined, permit: Permit): boolean {
  return decision?.outcome === 'permit' && JSON.stringify(decision.scopes) === JSON.stringify(permit.scopes);
}
