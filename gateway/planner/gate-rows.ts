/**
 * Which rows may not be sent on with a fetch, and what must have come before that can be told: those that the client may not have, and those
 * outside the scope of what the receiving organisation was granted (enforcement.md sections 3 and 4).
 */
import type { TestedRows } from '../compiler/tested-rows';
import type { LabelMap } from '../../schema/label-map';
import type { Permit } from '../policy/decision';
import type { CarriedFetch, CarriedValue } from './carried-values';
import { addOwners, levelsOf, ownersTestedOn, typesAt, type ClientRows } from './client-rows';
import { scopedFlows, wayOf, type ScopedFlow, type Way } from './flow-scopes';
import type { Wait } from './order-scope-first';
import type { PlanPlaces } from './plan-places';
import type { FetchNode } from './query-plan';
import type { RowTests } from './row-tests';

/** A flow that is permitted for some rows only. */
export interface LimitedFlow {
  readonly value: CarriedValue;
  readonly permit: Permit;
}

/** The rows of one fetch; what stands here is of the plan and the form of the decisions, the scopes alone are of the moment. */
export interface GatedFetch {
  readonly fetch: FetchNode;
  readonly tests: RowTests;
  /** Where the scopes of the receiver's grants are tested. */
  readonly flows: readonly (LimitedFlow & { readonly scoped: readonly ScopedFlow[] })[];
  /** Rows that do not yet say what decides over them. */
  readonly demands: readonly TestedRows[];
  /** Each: one of these must have ended before. */
  readonly needs: readonly Need[];
}

export interface Need {
  /** Whose scope cannot be tested otherwise; `null` = the rows' types are not known. */
  readonly owner: string | null;
  readonly waits: readonly Wait[];
}

export interface GateInput {
  readonly client: ClientRows;
  readonly map: LabelMap;
  readonly places: PlanPlaces;
  precedes(first: FetchNode, then: FetchNode): boolean;
}

/**
 * @param receiver organisation
 * @returns `null` = nothing limits the rows; `unfit` = flows whose scope no row can be tested for
 */
export function gateRows(
  input: GateInput,
  { fetch }: CarriedFetch,
  receiver: string,
  limited: readonly LimitedFlow[],
): GatedFetch | { readonly unfit: readonly LimitedFlow[] } | null {
  const { shape } = input.client.operation;
  if (shape === null || fetch.node.requires === undefined) return limited.length === 0 ? null : { unfit: limited };
  const way = wayOf(fetch, input.places.root, levelsOf(shape, fetch.path));
  const flows: GatedFetch['flows'][number][] = [];
  const unfit: LimitedFlow[] = [];
  for (const flow of limited) {
    const found = scopedFlows(flow.value, flow.permit, way, input.map);
    if (found === null) unfit.push(flow);
    else flows.push({ ...flow, scoped: found });
  }
  if (unfit.length > 0) return { unfit };
  const scoped = flows.flatMap((flow) => flow.scoped);
  const owners = testedOwners(way, input.client, receiver, scoped);
  if (owners.every((each) => each.size === 0)) return null;
  const last = way.levels.length - 1;
  const onEntities = last === fetch.path.length && (owners[last]?.size ?? 0) > 0;
  return {
    fetch: fetch.node,
    flows,
    demands: scoped.flatMap(({ demands }) => demands),
    tests: {
      ...{ receiver, path: way.path.slice(0, last), onEntities },
      tests: scoped.map(({ test }) => test),
      brings: onEntities ? bringsOnly(input, fetch.index, way) : null,
    },
    needs: needsOf(input, fetch, way, owners),
  };
}

/** Per depth: row type → owners whose scope is tested on it before this fetch is sent. */
function testedOwners(
  { levels }: Way,
  { decisions }: ClientRows,
  receiver: string,
  flows: readonly ScopedFlow[],
): readonly ReadonlyMap<string, ReadonlySet<string>>[] {
  let pending = new Set<string>();
  return levels.map(({ nodes, ledBy }, depth) => {
    for (const field of ledBy) if (field.scopedOn === 'yielded-rows') addOwners(pending, field.slot, decisions);
    const here = new Map<string, Set<string>>();
    const types = nodes.flatMap(typesAt);
    for (const type of types) {
      if (!type.row) continue;
      const owners = new Set([...pending, ...ownersTestedOn(type, decisions)]);
      owners.delete(receiver);
      for (const { rows, test } of flows) {
        if (!rows.some((row) => row.depth === depth && row.type === type)) continue;
        for (const { owner } of test.scopes) owners.add(owner);
      }
      if (owners.size > 0) here.set(type.name, new Set([...owners, ...(here.get(type.name) ?? [])]));
    }
    if (types.every((type) => type.row)) pending = new Set();
    return here;
  });
}

/** What must have come before: the scope fields' values, and the types of rows that are told apart by them. */
function needsOf(
  { places, precedes }: GateInput,
  { node }: CarriedFetch['fetch'],
  way: Way,
  owners: readonly ReadonlyMap<string, ReadonlySet<string>>[],
): readonly Need[] {
  const needs: Need[] = [];
  const need = (owner: string | null, depth: number, alias: string, type: string | null): void => {
    const field = way.places[depth]?.fields.get(alias);
    if (field === undefined) return; // never comes: no such row is sent
    const types = type !== null && field.selectedBy.has(type) ? [type] : [...field.selectedBy.keys()];
    for (const each of types) {
      const bringing = [...(field.selectedBy.get(each) ?? [])].flatMap((index) => places.fetches[index]?.node ?? []);
      if (bringing.length === 0 || bringing.some((other) => precedes(other, node))) continue;
      needs.push({ owner, waits: bringing.map((until) => ({ fetch: node, until })) });
    }
  };
  for (const [depth, { nodes }] of way.levels.entries()) {
    const onTheWay = depth < way.path.length;
    for (const shape of nodes) {
      const told = onTheWay || (owners[depth]?.size ?? 0) > 0;
      if (told && shape.any === null && shape.typename !== null) need(null, depth, shape.typename, null);
      for (const type of typesAt(shape)) {
        for (const owner of owners[depth]?.get(type.name) ?? []) {
          const rule = Object.hasOwn(type.scopes, owner) ? type.scopes[owner] : undefined;
          if (rule !== undefined) need(owner, depth, rule.alias, type.name);
        }
      }
    }
  }
  return needs;
}

/** Aliases of all that a fetch brings for its entities; `null` where that is more than the client's own fields. */
function bringsOnly({ places }: GateInput, index: number, { levels, places: way }: Way): ReadonlySet<string> | null {
  const clients = new Set<string>();
  for (const type of levels.at(-1)?.nodes.flatMap(typesAt) ?? []) {
    for (const field of type.fields) {
      if (field.kind === 'leaf' || field.kind === 'composite') clients.add(field.alias);
    }
  }
  const place = way.at(-1) ?? places.root;
  const brought = [...place.fields.values()].filter((field) =>
    [...field.selectedBy.values()].some((fetches) => fetches.has(index)),
  );
  // What the planner or the gateway selected there serves something else.
  if (!brought.every(({ response }) => clients.has(response))) return null;
  return new Set(brought.map(({ response }) => response));
}
