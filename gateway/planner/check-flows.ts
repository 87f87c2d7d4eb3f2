/** Every flow that a plan causes, decided; and what of the client's operation depends on those that are denied. */
import type { FlowDenial } from '../compiler/flow-denial';
import type { Method } from '../../directives/label';
import type { SubgraphInfo, Supergraph } from '../../schema/supergraph';
import type { GrantSnapshot } from '../policy/grant-source';
import { articleFor, type LawProfile } from '../policy/law-profile';
import { carriedValues, interfacesOf, type CarriedFetch, type CarriedValue } from './carried-values';
import { decideFlow, flowDenial, receivingRoute, type FlowContext } from './decide-flow';
import { dependentFields, type Loss } from './dependent-fields';
import type { Flow } from './flow';
import { planPlaces, type PlanFacts, type PlanPlaces } from './plan-places';
import type { FetchNode, QueryPlan } from './query-plan';
import { isWithin, type ScopedRows } from './scoped-rows';
import { subgraphTypes } from './subgraph-types';

export interface FlowInput {
  readonly supergraph: Supergraph;
  readonly plan: QueryPlan;
  readonly kind: 'query' | 'mutation';
  readonly grants: GrantSnapshot;
  /** Epoch ms. */
  readonly instant: number;
  readonly profile: LawProfile;
  /** Purposes that the register lists for any client of an organisation. */
  registeredPurposes(organisation: string): readonly string[];
  /** Rows that the client may have within a scope only. */
  readonly scopedRows: readonly ScopedRows[];
}

export interface CheckedFlows {
  /** Permitted and denied, each once. */
  readonly flows: readonly Flow[];
  /** What must be denied before any other plan is tried; empty = the plan is lawful. */
  readonly denials: readonly FlowDenial[];
  /**
   * Whether a fetch of this plan may still be sent (enforcement.md, invariant 7).
   *
   * INVARIANT: with other grants, or at another instant, everything that the fetch carries is decided anew.
   */
  stands(fetch: FetchNode, grants: GrantSnapshot, instant: number): boolean;
}

export function checkFlows(input: FlowInput): CheckedFlows {
  const facts = planFacts(input.supergraph);
  const { places, carried } = analysed(input.plan, input.kind, facts);
  const context = contextOf(input, facts, input.grants, input.instant);
  const flows = new Map<string, Flow>();
  const losses: Loss[] = [];
  for (const each of carried) {
    const receiver = receiverOf(input.supergraph, each.fetch.node);
    for (const value of each.values) {
      for (const flow of decideFlow(context, value, receiver, keysOf(each))) {
        flows.set(`${flow.from} ${flow.coordinate} ${flow.toSubgraph} ${flow.via}`, flow);
        if (flow.decision.outcome !== 'permit') losses.push(lossOf(context, each, value, flow, receiver));
      }
    }
    const scoped = scopedFlow(input, each, receiver);
    if (scoped === null) continue;
    flows.set(`${scoped.from} ${scoped.coordinate} ${scoped.toSubgraph} scoped`, scoped);
    const denial = flowDenial(context, scoped, receiver);
    losses.push({ fetch: each.fetch, types: each.fetch.place.types, denial });
  }
  return {
    flows: [...flows.values()],
    denials: losses.length === 0 ? [] : dependentFields(places, losses, facts.types),
    stands(fetch, grants, instant) {
      const each = carried.find(({ fetch: { node } }) => node === fetch);
      if (each === undefined) return false;
      const now = contextOf(input, facts, grants, instant);
      const receiver = receiverOf(input.supergraph, fetch);
      return each.values.every((value) =>
        decideFlow(now, value, receiver, keysOf(each)).every((flow) => flow.decision.outcome === 'permit'),
      );
    },
  };
}

const knownFacts = new WeakMap<Supergraph, PlanFacts>();

function planFacts(supergraph: Supergraph): PlanFacts {
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

function analysed(plan: QueryPlan, kind: 'query' | 'mutation', facts: PlanFacts): Analysis {
  let analysis = analyses.get(plan);
  if (analysis === undefined) {
    const places = planPlaces(plan, kind, facts);
    analysis = { places, carried: places.fetches.map((fetch) => carriedValues(fetch, places.root, facts)) };
    analyses.set(plan, analysis);
  }
  return analysis;
}

function contextOf(input: FlowInput, facts: PlanFacts, grants: GrantSnapshot, instant: number): FlowContext {
  const method: Method = input.kind === 'mutation' ? 'MUTATE' : 'QUERY';
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

function receiverOf(supergraph: Supergraph, fetch: FetchNode): SubgraphInfo {
  const { subgraphs } = supergraph;
  const receiver = Object.hasOwn(subgraphs, fetch.serviceName) ? subgraphs[fetch.serviceName] : undefined;
  if (receiver === undefined) throw new Error(`a plan fetches from \`${fetch.serviceName}\`, which is no subgraph`);
  return receiver;
}

function keysOf({ values }: CarriedFetch): readonly string[] {
  return values.filter(({ via }) => via === 'key').map(({ coordinate }) => coordinate);
}

function lossOf(
  context: FlowContext,
  { fetch }: CarriedFetch,
  value: CarriedValue,
  flow: Flow,
  receiver: SubgraphInfo,
): Loss {
  const denial = flowDenial(context, flow, receiver);
  const { copy, types } = value;
  return copy === null ? { fetch, types, denial } : { copy, types, denial };
}

/**
 * Rows of which the client may have only some would be sent on before anybody has filtered them: to their own owner they may go, to no
 * other organisation.
 */
function scopedFlow(input: FlowInput, { fetch, values }: CarriedFetch, receiver: SubgraphInfo): Flow | null {
  if (fetch.node.requires === undefined) return null;
  for (const rows of input.scopedRows) {
    const owner = [...rows.owners].find((each) => each !== receiver.organisation);
    if (owner === undefined || !isWithin(fetch.path, rows)) continue;
    const value = values.find(({ via }) => via === 'key') ?? values[0];
    const coordinate = value?.coordinate ?? '';
    const circumstance = { route: receivingRoute(receiver), accessClass: 'CONDITIONAL', own: false } as const;
    return {
      from: owner,
      toSubgraph: receiver.name,
      toOrganisation: receiver.organisation,
      coordinate,
      via: value?.via ?? 'path',
      purpose: null,
      decision: {
        outcome: 'deny',
        reason: 'SCOPE_LIMITED',
        article: articleFor(input.profile, 'SCOPE_LIMITED', circumstance),
        coordinate,
        owner,
        validUntil: null,
      },
    };
  }
  return null;
}
