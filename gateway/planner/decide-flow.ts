/** Whether one value may move to the organisation behind a subgraph: decided like any disclosure, owner by owner, raw or not at all. */
import type { AccessClass, Label, Method, OwnerPolicy } from '../../directives/label';
import { labelAt } from '../../schema/label-map';
import type { Consumption, SubgraphInfo, Supergraph } from '../../schema/supergraph';
import { decide } from '../policy/decide';
import type { Decision, Denial, DisclosureRequest } from '../policy/decision';
import type { GrantSnapshot } from '../policy/grant-source';
import { articleFor, type LawProfile } from '../policy/law-profile';
import type { Route } from '../policy/principal';
import type { CarriedValue } from './carried-values';
import type { Flow } from './flow';

export interface FlowContext {
  readonly supergraph: Supergraph;
  readonly grants: GrantSnapshot;
  /** Epoch ms. */
  readonly instant: number;
  readonly profile: LawProfile;
  /** Of the client's operation: what a mutation moves needs MUTATE, too. */
  readonly method: Method;
  /** Purposes that the register lists for any client of an organisation. */
  registeredPurposes(organisation: string): readonly string[];
  /** Interfaces that a type implements: grants and `@consumes` may name their fields instead. */
  interfacesOf(type: string): readonly string[];
}

/**
 * @param keys coordinates of the key under which the entities go: a `@consumes` that lists one of them lends its purpose to the
 *   composite fields on the way that none lists
 * @returns one flow per owner other than the receiver's own organisation
 */
export function decideFlow(
  context: FlowContext,
  value: Pick<CarriedValue, 'coordinate' | 'via' | 'at'>,
  receiver: SubgraphInfo,
  keys: readonly string[],
): readonly Flow[] {
  const flow = {
    toSubgraph: receiver.name,
    toOrganisation: receiver.organisation,
    coordinate: value.coordinate,
    via: value.via,
  };
  const label = labelAt(context.supergraph.labelMap, value.coordinate, value.at);
  const owners = Object.entries(label?.owners ?? {});
  if (owners.length === 0) {
    const from = resolver(context.supergraph, value.coordinate);
    return [
      {
        ...flow,
        from,
        purpose: null,
        decision: decideAs(context, null, value.coordinate, receiver, null, context.grants),
      },
    ];
  }
  return owners
    .filter(([owner]) => owner !== receiver.organisation)
    .map(([owner, policy]) => {
      const best = bestLine(context, owner, policy, value, receiver, keys);
      return { ...flow, from: owner, ...best };
    });
}

/** The route by which the organisation behind a subgraph receives. */
export function receivingRoute(receiver: SubgraphInfo): Route {
  return receiver.kind === 'GOV_DEPT' || receiver.kind === 'PUBLIC_SERVICE_ORG' ? 'SHARE' : 'OPEN';
}

/** What becomes of a client's field that depends on a flow which is denied (Art 35; 36–38 where the receiver is no SHARE organisation). */
export function flowDenial(context: FlowContext, flow: Flow, receiver: SubgraphInfo): Denial {
  const policy = context.supergraph.labelMap.fields[flow.coordinate]?.label?.owners[flow.from];
  const accessClass: AccessClass | null = policy === undefined ? null : policy.open;
  return {
    outcome: 'deny',
    reason: 'FLOW_NOT_PERMITTED',
    article: articleFor(context.profile, 'FLOW_NOT_PERMITTED', {
      route: receivingRoute(receiver),
      accessClass,
      own: false,
    }),
    coordinate: flow.coordinate,
    owner: flow.from,
    validUntil: flow.decision.validUntil,
  };
}

interface Candidate {
  readonly purpose: string | null;
  readonly grants: GrantSnapshot;
}

/** The first line that permits counts, one that permits all rows before one that does not; where none does, the first one's denial is told. */
function bestLine(
  context: FlowContext,
  owner: string,
  policy: OwnerPolicy,
  { coordinate, via }: Pick<CarriedValue, 'coordinate' | 'via'>,
  receiver: SubgraphInfo,
  keys: readonly string[],
): Pick<Flow, 'purpose' | 'decision'> {
  const label = { owners: { [owner]: flowPolicy(policy) }, grade: null };
  let best: Pick<Flow, 'purpose' | 'decision'> | null = null;
  for (const { purpose, grants } of candidates(context, owner, coordinate, via, receiver, keys)) {
    const decision = decideAs(context, label, coordinate, receiver, purpose, grants);
    if (decision.outcome === 'permit' && decision.scopes.length === 0) return { purpose, decision };
    if (best === null || (decision.outcome === 'permit' && best.decision.outcome !== 'permit')) {
      best = { purpose, decision };
    }
  }
  if (best !== null) return best;
  // Nothing declares it: only what is openly UNCONDITIONAL flows, and no grant can stand in for the declaration.
  return { purpose: null, decision: decideAs(context, label, coordinate, receiver, null, noGrants(context.grants)) };
}

/** Masked forms are for clients; what must go no further flows under a grant alone, whatever its class (Art 35). */
function flowPolicy(policy: OwnerPolicy): OwnerPolicy {
  const raw = { ...policy, deidentified: null };
  const mustBeGranted = policy.noOnward && policy.open !== 'UNCONDITIONAL' && policy.share === 'UNCONDITIONAL';
  return mustBeGranted ? { ...raw, share: 'CONDITIONAL' } : raw;
}

function candidates(
  context: FlowContext,
  owner: string,
  coordinate: string,
  via: Flow['via'],
  receiver: SubgraphInfo,
  keys: readonly string[],
): readonly Candidate[] {
  const own = linesListing(context, receiver, [coordinate]);
  if (own.length > 0) {
    return own.map(({ purpose, grant }) => ({ purpose, grants: only(context.grants, owner, grant) }));
  }
  if (via !== 'path') return [];
  return linesListing(context, receiver, keys).map(({ purpose }) => ({ purpose, grants: context.grants }));
}

function linesListing(
  context: FlowContext,
  receiver: SubgraphInfo,
  coordinates: readonly string[],
): readonly Consumption[] {
  const names = new Set(coordinates.flatMap((coordinate) => [coordinate, ...onInterfaces(context, coordinate)]));
  return receiver.consumes.filter(({ fields }) => fields.some((field) => names.has(field)));
}

function onInterfaces(context: FlowContext, coordinate: string): readonly string[] {
  const [type = '', field = ''] = coordinate.split('.');
  return context.interfacesOf(type).map((name) => `${name}.${field}`);
}

/** A line relies on the grant that it names: one that it does not name, or that another owner gave, lends it nothing. */
function only(grants: GrantSnapshot, owner: string, id: string | null): GrantSnapshot {
  return {
    ...grants,
    candidates: (provider, recipient, kind) =>
      provider !== owner ? [] : grants.candidates(provider, recipient, kind).filter((grant) => grant.id === id),
  };
}

function noGrants(grants: GrantSnapshot): GrantSnapshot {
  return { ...grants, candidates: () => [] };
}

function decideAs(
  context: FlowContext,
  label: Label | null,
  coordinate: string,
  receiver: SubgraphInfo,
  purpose: string | null,
  grants: GrantSnapshot,
): Decision {
  const route = receivingRoute(receiver);
  const request: DisclosureRequest = {
    recipient: receiver.organisation,
    route,
    registeredPurposes: context.registeredPurposes(receiver.organisation),
    purpose,
    method: context.method,
    foreignParties: [],
    coordinate,
    alternatives: [
      ...(context.supergraph.labelMap.fields[coordinate]?.sources ?? []),
      ...onInterfaces(context, coordinate),
    ],
  };
  return decide(label, request, grants, context.instant, context.profile);
}

/** Of an unlabelled value nobody is known to be the owner: the organisation that answers it is named. */
function resolver({ labelMap, subgraphs }: Supergraph, coordinate: string): string {
  const [name = ''] = labelMap.fields[coordinate]?.resolvedBy ?? [];
  return subgraphs[name]?.organisation ?? 'unknown';
}
