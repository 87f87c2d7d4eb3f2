/**
 * On which rows the scope of a flow is tested (fine-print.md, Rows: on the row that holds the value; of a composite field, on the rows it
 * yields), and whether those rows say what decides.
 */
import type { TypeShape } from '../compiler/compiled-operation';
import { testable } from '../compiler/apply-decisions';
import type { TestedRows } from '../compiler/tested-rows';
import type { LabelMap } from '../../schema/label-map';
import type { Permit } from '../policy/decision';
import type { CarriedRows, CarriedValue } from './carried-values';
import { typesAt, type Level } from './client-rows';
import type { PlannedFetch, PlanPlace } from './plan-places';
import type { RowTest } from './row-tests';

/** One type of row on the way, at its depth. */
export interface TestedType {
  readonly depth: number;
  readonly type: TypeShape;
}

/** The way of a fetch: what the client asks at each depth, and what the plan brings there. */
export interface Way {
  readonly levels: readonly Level[];
  readonly places: readonly PlanPlace[];
  readonly path: readonly string[];
}

export interface ScopedFlow {
  readonly test: RowTest;
  readonly rows: readonly TestedType[];
  /** Rows that do not yet say what decides. */
  readonly demands: readonly TestedRows[];
}

export function wayOf({ path, way }: PlannedFetch, root: PlanPlace, levels: readonly Level[]): Way {
  return { path, levels, places: [root, ...way.map(({ field }) => field.place ?? root)] };
}

/** @returns `null` where the scope cannot be tested: on rows that the client did not ask for, or that have no scope field of the owner */
export function scopedFlows(
  { rows, types, coordinate }: Pick<CarriedValue, 'rows' | 'types' | 'coordinate'>,
  permit: Permit,
  way: Way,
  map: LabelMap,
): readonly ScopedFlow[] | null {
  const found: ScopedFlow[] = [];
  for (const carried of rows) {
    const tests = testsOn(carried, types, coordinate, permit, way);
    if (tests === null) return null;
    for (const test of tests) {
      const tested = testedTypes(test, way.levels);
      const demands = tested?.map((each) => demandsOf(each, test, permit, way, map));
      if (tested === null || demands === undefined || demands.includes(null)) return null;
      found.push({ test, rows: tested, demands: demands.flatMap((each) => each ?? []) });
    }
  }
  return found;
}

function testsOn(
  carried: CarriedRows,
  types: ReadonlySet<string>,
  coordinate: string,
  { scopes }: Permit,
  { levels, path }: Way,
): readonly RowTest[] | null {
  switch (carried.kind) {
    case 'unseen':
      return null;
    case 'entity':
      return levels.length <= path.length ? null : [{ depth: path.length, on: 'next', types, scopes }];
    case 'way': {
      const { step } = carried;
      const below = levels[step + 1];
      if (below === undefined) return null;
      const [holder = ''] = coordinate.split('.');
      const own = levels[step]?.nodes.flatMap(typesAt).filter((type) => type.name === holder) ?? [];
      const fields =
        own.length === 0 ? below.ledBy : below.ledBy.filter((field) => own.some((type) => type.fields.includes(field)));
      const places = new Set(fields.map(({ scopedOn }) => scopedOn));
      return [...places].map((scopedOn): RowTest =>
        scopedOn === 'holder'
          ? { depth: step, on: 'holding', types: null, scopes }
          : { depth: step + 1, on: 'next', types: null, scopes },
      );
    }
  }
}

/** @returns `null` where something that is no row has none above or below it */
function testedTypes({ depth, on, types }: RowTest, levels: readonly Level[]): readonly TestedType[] | null {
  const found: TestedType[] = [];
  const step = on === 'next' ? 1 : -1;
  for (let at = depth; ; at += step) {
    const level = levels[at];
    if (level === undefined) return null;
    const here = level.nodes.flatMap(typesAt);
    for (const type of here) if (type.row) found.push({ depth: at, type });
    if (here.every((type) => type.row)) break;
  }
  return types === null
    ? found
    : found.filter(({ type }) => types.has(type.name) || !found.some((other) => types.has(other.type.name)));
}

/** @returns `null` where the owner has no scope field on rows of that type, or its grants do not name it */
function demandsOf(
  { depth, type }: TestedType,
  { types }: RowTest,
  permit: Permit,
  { places, path }: Way,
  map: LabelMap,
): readonly TestedRows[] | null {
  // Where all types are treated alike, none of them is told apart yet.
  const alike = map.types[type.name]?.kind !== 'OBJECT';
  const names = (alike ? [...(places[depth]?.types ?? [])] : [type.name]).filter(
    (name) => types === null || types.has(name),
  );
  if (!names.every((name) => testable(map, permit.scopes, name))) return null;
  if (!alike && permit.scopes.every(({ owner }) => Object.hasOwn(type.scopes, owner))) return [];
  return [{ path: path.slice(0, depth), types: names, permit, withhold: false }];
}
