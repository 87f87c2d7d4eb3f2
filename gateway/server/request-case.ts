/** One request as a case: who asked under which state of the law, and each way in which it can end, as the log tells it. */
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { AuditLog } from '../audit/audit-log';
import type { RequestEvent, TracedSubject } from '../audit/entry';
import type { Refusal } from '../compiler/compile-operation';
import { RefusedRequest } from '../errors';
import type { ExecutionResult as FetchedData } from '../executor/execution';
import type { ShapedAnswer } from '../executor/shape-answer';
import type { Flow } from '../planner/flow';
import type { LawfulPlan } from '../planner/plan-lawfully';
import { admitMethod, admitPurpose } from '../policy/admit-request';
import type { GrantSnapshot, GrantSource } from '../policy/grant-source';
import { articleFor, type LawProfile } from '../policy/law-profile';
import type { Principal } from '../policy/principal';
import type { Register } from '../policy/register';
import type { ValidOperation } from './apollo-server';
import type { Asker } from './authenticate';
import type { GraphqlRequest } from './graphql-request';
import { loggedFlows, requestEvent, requesterOf, type RequestFacts } from './log-event';
import { loggedShape, refusedShape, type ShapeHead } from './logged-shape';
import type { Metrics } from './metrics';
import { operationHash } from './operation-hash';
import type { PseudonymKeys } from './pseudonym-keys';
import { refusalErrors } from './response';
import type { ServedSupergraph } from './served-supergraph';

/** What of the gateway every case needs. */
export interface CaseParts {
  readonly profile: LawProfile;
  readonly grants: GrantSource;
  readonly audit: AuditLog;
  readonly pseudonyms: PseudonymKeys;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** In force now. */
  register(): Register;
  /** Epoch ms. */
  now(): number;
}

export type Planned = Extract<LawfulPlan, { readonly ok: true }>;

export interface Fetched {
  readonly result: FetchedData;
  readonly sentOn: readonly TracedSubject[];
  /** Subgraphs that were asked. */
  readonly subgraphs: readonly string[];
}

export interface RequestCase {
  readonly decisionId: string;
  readonly principal: Principal;
  readonly purpose: string | null;
  readonly method: 'QUERY' | 'MUTATE';
  readonly register: Register;
  readonly served: ServedSupergraph;
  /** State of the grants in which everything about this request is decided. */
  readonly grants: GrantSnapshot;
  readonly instant: number;
  readonly facts: RequestFacts;
  readonly shapeHead: ShapeHead;
  readonly gone: AbortSignal;
  /** Grants that the answer rests on. */
  relied: ReadonlySet<string>;
  /** The entry that was written when the answer was ready. */
  entry: RequestEvent | null;
}

export function requestCase(
  operation: ValidOperation<{ readonly request: GraphqlRequest; readonly asker: Asker }>,
  served: ServedSupergraph,
  parts: CaseParts,
): RequestCase {
  const { request, asker } = operation.exchange;
  const { client, requestId, gone } = request;
  const register = parts.register();
  const grants = parts.grants.current();
  return {
    decisionId: requestId,
    principal: asker.principal,
    purpose: client.purpose,
    method: operation.operation?.operation === 'mutation' ? 'MUTATE' : 'QUERY',
    register,
    served,
    grants,
    instant: parts.now(),
    facts: {
      requestId,
      traceparent: client.traceparent,
      requester: requesterOf(asker.principal, asker.caller, client, register),
      policyEpoch: grants.epoch,
    },
    shapeHead: {
      operationHash: operationHash(operation.document),
      schemaId: served.supergraph.schemaId,
      lawProfile: parts.profile.name,
    },
    gone,
    relied: new Set(),
    entry: null,
  };
}

/** Purposes that the register lists for any client of an organisation. */
export function registeredPurposes({
  clients,
}: Pick<Register, 'clients'>): (organisation: string) => readonly string[] {
  return (organisation) =>
    clients.filter((client) => client.organisation === organisation).flatMap((client) => client.purposes);
}

/** @throws RefusedRequest PURPOSE_NOT_ALLOWED, METHOD_NOT_ALLOWED, once that is in the log */
export async function admit(its: RequestCase, parts: CaseParts): Promise<void> {
  const refusal =
    admitPurpose(its.register.purposes, its.principal, its.purpose, parts.profile) ??
    admitMethod(its.principal, its.method, parts.profile);
  if (refusal === null) return;
  const { code, message, article } = refusal;
  await parts.audit.append(
    requestEvent(its.facts, {
      kind: 'deny',
      outcome: 'refused',
      shape: { ...its.shapeHead, fields: [] },
      reasons: [code],
    }),
  );
  throw new RefusedRequest(code, message, { article, decisionId: its.decisionId });
}

/** Nothing was fetched, nothing is released: 403, without `data`. */
export async function refuse(
  its: RequestCase,
  refusal: Refusal,
  flows: readonly Flow[],
  parts: CaseParts,
): Promise<ExecutionResult> {
  const reasons = [...new Set(refusal.denials.map((denial) => denial.reason))];
  await parts.audit.append(
    requestEvent(its.facts, {
      kind: 'deny',
      outcome: 'refused',
      shape: refusedShape(refusal.denials, its.served.supergraph, its.shapeHead),
      flows: loggedFlows(flows),
      reasons,
    }),
  );
  for (const reason of reasons) parts.metrics.refused(reason);
  return refusalErrors(refusal, its.decisionId);
}

/** Resolves once the entry is durable: only then may the answer leave. */
export async function logRelease(
  its: RequestCase,
  { bound, flows }: Planned,
  fetched: Fetched,
  { disclosure }: ShapedAnswer,
  parts: CaseParts,
): Promise<void> {
  const { shape, rowsOf } = loggedShape(bound, its.served.supergraph, its.shapeHead);
  const released = rowsOf(disclosure);
  const reasons = bound.denials.map(({ denial }) => denial.reason);
  its.entry = requestEvent(its.facts, {
    kind: released.length > 0 || reasons.length === 0 ? 'access' : 'deny',
    outcome: 'released',
    shape,
    released,
    grants: [...its.relied],
    flows: loggedFlows(flows),
    subgraphs: fetched.subgraphs,
    subjects: [...disclosure.subjects.map((subject) => ({ ...subject, receiver: null })), ...fetched.sentOn],
    reasons: [...new Set(reasons)],
  });
  await parts.audit.append(its.entry);
  for (const reason of reasons) parts.metrics.denied(reason);
}

/** The answer was ready when a grant lapsed: it is not sent, and a second entry says so. */
export async function logWithheld(
  its: RequestCase,
  code: 'GRANT_SUSPENDED' | 'GRANT_EXPIRED',
  parts: CaseParts,
): Promise<RefusedRequest> {
  if (its.entry === null) throw new Error('an answer was withheld that was never logged as ready');
  const subjects = its.entry.subjects.filter(({ receiver }) => receiver !== null);
  await parts.audit.append({
    ...its.entry,
    kind: 'deny',
    outcome: 'withheld',
    released: [],
    subjects,
    reasons: [code],
  });
  parts.metrics.refused(code);
  const article = articleFor(parts.profile, code, {
    route: its.principal.route,
    accessClass: 'CONDITIONAL',
    own: false,
  });
  return new RefusedRequest(code, 'a grant that this answer rests on was suspended or ended meanwhile', {
    article,
    decisionId: its.decisionId,
  });
}
