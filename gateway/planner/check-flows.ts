/** Every flow that a plan causes, decided; what of the client's operation depends on those that are denied; and which rows may flow. */
import type { Position } from '../compiler/compiled-operation';
import type { FlowDenial } from '../compiler/flow-denial';
import { schemaFacts } from '../compiler/schema-facts';
import type { TestedRows } from '../compiler/tested-rows';
import type { Method } from '../../directives/label';
import type { SubgraphInfo, Supergraph } from '../../schema/supergraph';
import type { Denial, Permit } from '../policy/decision';
import type { GrantSnapshot } from '../policy/grant-source';
import { articleFor, type LawProfile } from '../policy/law-profile';
import { earliest } from '../policy/validity';
import { carriedValues, interfacesOf, type CarriedFetch, type CarriedValue } from './carried-values';
import type { ClientRows } from './client-rows';
import { decideFlow, flowDenial, receivingRoute, type FlowContext } from './decide-flow';
import { dependentFields, type Loss } from './dependent-fields';
import type { Flow } from './flow';
import { gateRows, type GatedFetch, type LimitedFlow } from './gate-rows';
import { limitedFields } from './limited-fields';
import { orderScopeFirst, planOrder } from './order-scope-first';
import { planPlaces, type PlanFacts, type PlanPlaces } from './plan-places';
import type { FetchNode, QueryPlan } from './query-plan';
import type { RowTests } from './row-tests';
import { subgraphTypes } from './subgraph-types';

export interface FlowInput {
  readonly supergraph: Supergraph;
  readonly client: ClientRows;
  readonly plan: QueryPlan;
  readonly grants: GrantSnapshot;
  /** Epoch ms. */
  readonly instant: number;
  readonly profile: LawProfile;
  /** Purposes that the register lists for any client of an organisation. */
  registeredPurposes(organisation: string): readonly string[];
}

export interface CheckedFlows {
  /** Permitted and denied, each once. */
  readonly flows: readonly Flow[];
  /** What must be denied before any other plan is tried. */
  readonly denials: readonly FlowDenial[];
  /** Rows that must say more before a plan is lawful; together with `denials`: empty = the plan is lawful. */
  readonly demands: readonly TestedRows[];
  /** The plan, its fetches waiting for what decides over the rows that they send on. */
  readonly plan: QueryPlan;
  /** Positions of the client's fields that are had for some rows only, because of what their providers may receive. */
  readonly limited: readonly Position[];
  /**
   * Whether a fetch of this plan may still be sent (enforcement.md, invariant 7).
   *
   * INVARIANT: with other grants, or at another instant, everything that the fetch carries is decided anew.
   */
  stands(fetch: FetchNode, grants: GrantSnapshot, instant: number): boolean;
  /** What the rows of a fetch must meet by the grants in force then. */
  rowsToSend(fetch: FetchNode, grants: GrantSnapshot, instant: number): RowsToSend;
}

export type RowsToSend = RowTests | 'all' | 'none';

/** One fetch, with what is decided of it at one instant. */
interface DecidedFetch {
  readonly carried: CarriedFetch;
  readonly receiver: SubgraphInfo;
  readonly flows: readonly { readonly value: CarriedValue; readonly flow: Flow }[];
}

/** @param isVain whether these rows were asked to be testable before, in vain */
export function checkFlows(input: FlowInput, isVain: (demand: TestedRows) => boolean): CheckedFlows {
  const { supergraph, client, plan, grants, instant } = input;
  const facts = planFacts(supergraph);
  const { places, carried } = analysed(plan, client.operation.kind, supergraph, facts);
  const context = contextOf(input, facts, grants, instant);
  const decided = carried.map((each) => decideFetch(input, context, each));
  const flows = new Map<string, Flow>();
  const losses: Loss[] = [];
  for (const { carried: fetch, receiver, flows: each } of decided) {
    for (const { value, flow } of each) {
      flows.set(`${flow.from} ${flow.coordinate} ${flow.toSubgraph} ${flow.via}`, flow);
      if (flow.decision.outcome !== 'permit') losses.push(lossOf(fetch, value, flowDenial(context, flow, receiver)));
    }
  }
  const block = (fetch: DecidedFetch, value: CarriedValue | null, owner: string | null): void => {
    const flow = blockedFlow(input, fetch, value, owner);
    flows.set(`${flow.from} ${flow.coordinate} ${flow.toSubgraph} scoped`, flow);
    losses.push(lossOf(fetch.carried, value, flowDenial(context, flow, fetch.receiver)));
  };
  const gated: { readonly fetch: DecidedFetch; readonly gate: GatedFetch }[] = [];
  const { precedes } = planOrder(plan);
  for (const fetch of decided) {
    const limited = limitedFlows(fetch);
    if (limited.length === 0 && client.scopedPositions.length === 0) continue;
    const { organisation } = fetch.receiver;
    const gate = gateRows({ client, map: facts.map, places, precedes }, fetch.carried, organisation, limited);
    if (gate === null) continue;
    if ('unfit' in gate) for (const { value, permit } of gate.unfit) block(fetch, value, ownerOf(permit));
    else gated.push({ fetch, gate });
  }
  const waits = gated.flatMap(({ gate }) => gate.needs.flatMap((need) => need.waits));
  const ordered = orderScopeFirst(plan, waits);
  const demands: TestedRows[] = [];
  const positions = new Map<string, Position>();
  for (const { fetch, gate } of gated) {
    const never = gate.needs.find((need) => need.waits.every((wait) => ordered.impossible.includes(wait)));
    if (never !== undefined) block(fetch, null, never.owner);
    const fields = limitedFields(client, places, fetch.carried.fetch, gate, facts.types);
    for (const position of fields.positions) positions.set(position.join('\u0000'), position);
    const asked = [...gate.demands, ...fields.demands];
    const vain = fields.unfit ? gate.flows[0] : asked.find((demand) => isVain(demand));
    if (vain === undefined) demands.push(...asked);
    else block(fetch, null, ownerOf(vain.permit));
  }
  const gates = new Map(gated.map(({ gate }) => [gate.fetch, gate] as const));
  const validUntil = earliest([...flows.values()].map(({ decision }) => decision.validUntil));
  const rowsToSend: CheckedFlows['rowsToSend'] = (fetch, now, at) => {
    const each = carried.find((other) => other.fetch.node === fetch);
    if (each === undefined) return 'none';
    const gate = gates.get(fetch) ?? null;
    const unchanged = now === grants && at >= instant && (validUntil === null || at < validUntil);
    if (unchanged) return gate?.tests ?? 'all';
    return rowsToSendNow(decideFetch(input, contextOf(input, facts, now, at), each), gate);
  };
  return {
    flows: [...flows.values()],
    denials: losses.length === 0 ? [] : dependentFields(places, losses, facts.types),
    demands,
    plan: ordered.plan,
    limited: [...positions.values()],
    stands: (fetch, now, at) => rowsToSend(fetch, now, at) !== 'none',
    rowsToSend,
  };
}

const knownFacts = new WeakMap<Supergraph, PlanFacts>();

export function planFacts(supergraph: Supergraph): PlanFacts {
  let facts = knownFacts.get(supergraph);
  if (facts === undefined) {
    facts = { types: subgraphTypes(supergraph.planningSdl), map: supergraph.labelMap };
    knownFacts.set(supergraph, facts);
  }
  return facts;
}

interface Analysis {
  readonly places: PlanPlaces;
  readonly carried: readonly CarriedFetch[];
}

/** What a plan carries depends on the plan alone, never on who asks. */
const analyses = new WeakMap<QueryPlan, Analysis>();

export function analysed(
  plan: QueryPlan,
  kind: 'query' | 'mutation',
  supergraph: Supergraph,
  facts: PlanFacts,
): Analysis {
  let analysis = analyses.get(plan);
  if (analysis === undefined) {
    const places = planPlaces(plan, kind, facts);
    const schema = schemaFacts(supergraph);
    const carried = places.fetches.map((fetch) => carriedValues(fetch, places.root, facts, schema));
    analysis = { places, carried };
    analyses.set(plan, analysis);
  }
  return analysis;
}

function contextOf(input: FlowInput, facts: PlanFacts, grants: GrantSnapshot, instant: number): FlowContext {
  const method: Method = input.client.operation.kind === 'mutation' ? 'MUTATE' : 'QUERY';
  return {
    supergraph: input.supergraph,
    grants,
    instant,
    profile: input.profile,
    method,
    registeredPurposes: (organisation) => input.registeredPurposes(organisation),
    interfacesOf: (type) => interfacesOf(type, facts),
  };
}

function decideFetch({ supergraph }: FlowInput, context: FlowContext, carried: CarriedFetch): DecidedFetch {
  const { serviceName } = carried.fetch.node;
  const { subgraphs } = supergraph;
  const receiver = Object.hasOwn(subgraphs, serviceName) ? subgraphs[serviceName] : undefined;
  if (receiver === undefined) throw new Error(`a plan fetches from \`${serviceName}\`, which is no subgraph`);
  const keys = carried.values.filter(({ via }) => via === 'key').map(({ coordinate }) => coordinate);
  const flows = carried.values.flatMap((value) =>
    decideFlow(context, value, receiver, keys).map((flow) => ({ value, flow })),
  );
  return { carried, receiver, flows };
}

function limitedFlows({ flows }: DecidedFetch): readonly LimitedFlow[] {
  return flows.flatMap(({ value, flow: { decision } }) =>
    decision.outcome === 'permit' && decision.scopes.length > 0 ? [{ value, permit: decision }] : [],
  );
}

/** A scope that was not foreseen when the plan was made cannot be tested now: nothing is sent. */
function rowsToSendNow(now: DecidedFetch, gate: GatedFetch | null): RowsToSend {
  if (now.flows.some(({ flow }) => flow.decision.outcome !== 'permit')) return 'none';
  const limited = limitedFlows(now);
  if (gate === null) return limited.length === 0 ? 'all' : 'none';
  const tests: RowTests['tests'][number][] = [];
  for (const { value, permit } of limited) {
    const foreseen = gate.flows.find((flow) => flow.value === value && ownerOf(flow.permit) === ownerOf(permit));
    if (foreseen === undefined) return 'none';
    tests.push(...foreseen.scoped.map(({ test }) => ({ ...test, scopes: permit.scopes })));
  }
  return { ...gate.tests, tests };
}

/** A flow is decided owner by owner. */
function ownerOf({ scopes }: Permit): string | null {
  return scopes[0]?.owner ?? null;
}

function lossOf({ fetch }: CarriedFetch, value: CarriedValue | null, denial: Denial): Loss {
  const types = value?.types ?? fetch.place.types;
  return value === null || value.copy === null ? { fetch, types, denial } : { copy: value.copy, types, denial };
}

/** Rows of which only some may be sent, and nothing that would tell which. */
function blockedFlow(
  { profile }: FlowInput,
  { carried, receiver }: DecidedFetch,
  value: CarriedValue | null,
  owner: string | null,
): Flow {
  const told = value ?? carried.values.find(({ via }) => via === 'key') ?? carried.values[0];
  const coordinate = told?.coordinate ?? '';
  const circumstance = { route: receivingRoute(receiver), accessClass: 'CONDITIONAL', own: false } as const;
  return {
    from: owner ?? 'unknown',
    toSubgraph: receiver.name,
    toOrganisation: receiver.organisation,
    coordinate,
    via: told?.via ?? 'path',
    purpose: null,
    decision: {
      outcome: 'deny',
      reason: 'SCOPE_LIMITED',
      article: articleFor(profile, 'SCOPE_LIMITED', circumstance),
      coordinate,
      owner,
      validUntil: null,
    },
  };
}
