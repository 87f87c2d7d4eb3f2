/**
 * Whether one value may move to the organisation behind a subgraph, as far as the schema and the register can say: by class, by the
 * receiver's `@consumes`, by grant (Art 33–35; vocabulary.md section 4, GX3501). Rules, the flow report and planning all ask here.
 */
import type { AccessClass, OwnerPolicy } from '../directives/label';
import { anyPurposeCovers } from '../directives/purpose';
import { labelAt, type LabelMap } from './label-map';
import { fieldOf, indexOf, typeOf } from './lookup';
import type { RegisteredGrant, RegisterView } from './register-view';
import type { SubgraphModel } from './subgraph-model';
import type { Consumption } from './supergraph';

export interface FlowLaw {
  readonly subgraphs: readonly SubgraphModel[];
  readonly labelMap: LabelMap;
  readonly register: RegisterView;
  /** Epoch milliseconds: grants are judged at this instant. */
  readonly now: number;
}

/** From the best to the worst: several `@consumes` may list one field, and the best of them counts. */
export const flowStatuses = [
  'permitted',
  // The register decides, and can change while the schema stands: denied at run time.
  'grant-inactive',
  'grant-missing',
  'grant-not-covering',
  'grant-unknown',
  'purpose-not-registered',
  'unclassified',
  // The schema decides: no register record can make these lawful.
  'undeclared',
  'purpose-not-allowed',
  'ruled-out',
] as const;

export type FlowStatus = (typeof flowStatuses)[number];

export interface FlowJudgement {
  /** Whose value moves. */
  readonly owner: string;
  readonly coordinate: string;
  readonly status: FlowStatus;
  /** Purpose of the `@consumes` that lists it; `null` = none does, or none is needed. */
  readonly purpose: string | null;
  /** The grant that the `@consumes` names, or that was found to cover the flow. */
  readonly grant: string | null;
}

/** Whether nothing but a change of the schema can make the flow lawful: such key edges are kept from the planner. */
export function isShutBySchema(status: FlowStatus): boolean {
  return status === 'undeclared' || status === 'purpose-not-allowed' || status === 'ruled-out';
}

export function worseStatus(a: FlowStatus, b: FlowStatus): FlowStatus {
  return flowStatuses.indexOf(a) >= flowStatuses.indexOf(b) ? a : b;
}

/**
 * One judgement per owner other than the receiver's own organisation.
 *
 * @param at subgraphs that the value can come from, where the position tells (see `labelAt`); `null` = any
 * @param handedOnBy for a composite field whose objects are sent on under a key: the key's coordinates. A `@consumes` that lists one
 *   of them lends its purpose to a composite field that none lists.
 * @returns nothing where the receiver has no organisation (GX0301 refuses such a supergraph).
 */
export function judgeFlow(
  law: FlowLaw,
  coordinate: string,
  receiver: SubgraphModel,
  at: ReadonlySet<string> | null = null,
  handedOnBy: readonly string[] = [],
): readonly FlowJudgement[] {
  const organisation = receiver.organisation;
  if (organisation === null) return [];
  const label = labelAt(law.labelMap, coordinate, at);
  if (label === null) return judgeUnlabelled(law, coordinate, organisation);
  return Object.entries(label.owners)
    .filter(([owner]) => owner !== organisation)
    .map(([owner, policy]) => judgeOwner(law, owner, policy, coordinate, receiver, handedOnBy));
}

/** One `@consumes` line, judged for one owner of one field that it lists. */
export function judgeConsumption(
  law: FlowLaw,
  owner: string,
  policy: OwnerPolicy,
  coordinate: string,
  receiver: SubgraphModel,
  line: Consumption,
): FlowJudgement {
  const organisation = receiver.organisation;
  const judged = (status: FlowStatus): FlowJudgement => ({
    owner,
    coordinate,
    status,
    purpose: line.purpose,
    grant: line.grant,
  });
  if (policy.open === 'UNCONDITIONAL') return judged('permitted');
  if (organisation === null || classFor(policy, receiver) === 'NONE') return judged('ruled-out');
  if (!anyPurposeCovers(policy.purposes, line.purpose)) return judged('purpose-not-allowed');
  if (!needsGrant(policy, receiver)) {
    const listed = law.register.clients.some(
      (client) => client.organisation === organisation && anyPurposeCovers(client.purposes, line.purpose),
    );
    return judged(listed ? 'permitted' : 'purpose-not-registered');
  }
  if (line.grant === null) return judged('grant-missing');
  const grants = law.register.grants.filter((grant) => grant.id === line.grant);
  if (grants.length === 0) return judged('grant-unknown');
  const covering = grants.filter((grant) => covers(law, grant, owner, coordinate, receiver, line.purpose));
  if (covering.length === 0) return judged('grant-not-covering');
  return judged(covering.some((grant) => isInForce(grant, law.now)) ? 'permitted' : 'grant-inactive');
}

/**
 * Subgraphs that an element of a field set can come from, by the composite fields around it; `null` = any. What the receiver has from
 * itself is no flow.
 */
export function originsOf(
  law: FlowLaw,
  parents: readonly string[],
  receiver: SubgraphModel,
): ReadonlySet<string> | null {
  return parents.reduce<ReadonlySet<string> | null>((at, parent) => {
    const resolvers = law.labelMap.fields[parent]?.resolvedBy ?? [];
    const isValueType = law.labelMap.types[typeOf(parent)]?.keyedIn.length === 0;
    const found = resolvers.filter((name) => name !== receiver.name && (at === null || !isValueType || at.has(name)));
    return found.length === 0 ? at : new Set(found);
  }, null);
}

/** A list of coordinates in a record may name an interface's field, which stands for its implementations (fine print). */
export function listsCoordinate(law: FlowLaw, listed: readonly string[], coordinate: string): boolean {
  if (listed.includes(coordinate)) return true;
  const [type, field] = [typeOf(coordinate), fieldOf(coordinate)];
  const index = indexOf(law.subgraphs);
  if (index.interfacesOf(type).some((name) => listed.includes(`${name}.${field}`))) return true;
  const implementers = index.kindOf(type) === 'INTERFACE' ? index.implementersOf(type) : [];
  return implementers.length > 0 && implementers.every((name) => listed.includes(`${name}.${field}`));
}

/** Which class decides: departments and public service organisations receive by sharing, everybody else by opening. */
export function classFor(policy: OwnerPolicy, receiver: SubgraphModel): AccessClass {
  return isShareRecipient(receiver) ? policy.share : policy.open;
}

/** A value under `@noOnwardTransfer` flows only under a grant, whatever its class (Art 35; enforcement.md section 4). */
export function needsGrant(policy: OwnerPolicy, receiver: SubgraphModel): boolean {
  return policy.open !== 'UNCONDITIONAL' && (classFor(policy, receiver) === 'CONDITIONAL' || policy.noOnward);
}

/** Grants in force that cover the flow, for any purpose: what a `@consumes` line could name. */
export function grantsFor(
  law: FlowLaw,
  owner: string,
  coordinate: string,
  receiver: SubgraphModel,
): readonly RegisteredGrant[] {
  return law.register.grants.filter(
    (grant) => covers(law, grant, owner, coordinate, receiver, null) && isInForce(grant, law.now),
  );
}

function judgeOwner(
  law: FlowLaw,
  owner: string,
  policy: OwnerPolicy,
  coordinate: string,
  receiver: SubgraphModel,
  handedOnBy: readonly string[],
): FlowJudgement {
  const plain = { owner, coordinate, purpose: null, grant: null };
  if (policy.open === 'UNCONDITIONAL') return { ...plain, status: 'permitted' };
  if (classFor(policy, receiver) === 'NONE') return { ...plain, status: 'ruled-out' };
  const listing = linesListing(law, receiver, [coordinate]);
  if (listing.length > 0) {
    return best(listing.map((line) => judgeConsumption(law, owner, policy, coordinate, receiver, line)));
  }
  // Lent by the key's line: the purpose is its own, the grant is whichever covers the composite field.
  const lent = linesListing(law, receiver, handedOnBy).map(({ purpose }) => {
    const fitting = grantsFor(law, owner, coordinate, receiver).find((grant) => fits(grant, purpose));
    const line = { fields: [coordinate], purpose, grant: fitting?.id ?? null };
    return judgeConsumption(law, owner, policy, coordinate, receiver, line);
  });
  return lent.length > 0 ? best(lent) : { ...plain, status: 'undeclared' };
}

function judgeUnlabelled(law: FlowLaw, coordinate: string, organisation: string): readonly FlowJudgement[] {
  const resolvers = law.labelMap.fields[coordinate]?.resolvedBy ?? [];
  const owners = law.subgraphs
    .filter((subgraph) => resolvers.includes(subgraph.name))
    .flatMap((subgraph) => (subgraph.organisation === null ? [] : [subgraph.organisation]));
  return [...new Set(owners)]
    .filter((owner) => owner !== organisation)
    .map((owner) => ({ owner, coordinate, status: 'unclassified', purpose: null, grant: null }));
}

function linesListing(
  law: FlowLaw,
  receiver: SubgraphModel,
  coordinates: readonly string[],
): SubgraphModel['consumes'] {
  return receiver.consumes.filter(({ fields }) => coordinates.some((each) => listsCoordinate(law, fields, each)));
}

function best(judgements: readonly FlowJudgement[]): FlowJudgement {
  return judgements.reduce((a, b) => (flowStatuses.indexOf(a.status) <= flowStatuses.indexOf(b.status) ? a : b));
}

function covers(
  law: FlowLaw,
  grant: RegisteredGrant,
  owner: string,
  coordinate: string,
  receiver: SubgraphModel,
  purpose: string | null,
): boolean {
  // A derived value carries its sources' policies: a grant of their owner may name the source instead (fine print).
  const sources = law.labelMap.fields[coordinate]?.sources ?? [];
  return (
    grant.kind === (isShareRecipient(receiver) ? 'SHARE' : 'OPEN') &&
    grant.provider === owner &&
    grant.recipient === receiver.organisation &&
    [coordinate, ...sources].some((each) => listsCoordinate(law, grant.fields, each)) &&
    (purpose === null || fits(grant, purpose))
  );
}

/** An open grant that states no purposes binds none (enforcement.md section 2). */
function fits(grant: RegisteredGrant, purpose: string): boolean {
  return (grant.kind === 'OPEN' && grant.purposes.length === 0) || anyPurposeCovers(grant.purposes, purpose);
}

function isInForce(grant: RegisteredGrant, now: number): boolean {
  return grant.status === 'ACTIVE' && grant.validFrom <= now && now < grant.validUntil;
}

function isShareRecipient(receiver: SubgraphModel): boolean {
  const kind = receiver.providers[0]?.kind;
  return kind === 'GOV_DEPT' || kind === 'PUBLIC_SERVICE_ORG';
}
