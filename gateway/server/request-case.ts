/** One request as a case: who asked under which state of the law, and each way in which it can end, as the log tells it. */
import type { Logger } from 'pino';
import type { AuditLog } from '../audit/audit-log';
import type { RequestEvent, TracedSubject } from '../audit/entry';
import { RefusedRequest } from '../errors';
import type { Disclosure } from '../executor/disclosure';
import { admitMethod, admitPurpose } from '../policy/admit-request';
import type { GrantSnapshot, GrantSource } from '../policy/grant-source';
import { articleFor, type LawProfile } from '../policy/law-profile';
import type { Register } from '../policy/register';
import type { ValidOperation } from './apollo-server';
import type { Asker } from './authenticate';
import type { GraphqlRequest } from './graphql-request';
import type { PermittedOutcome, RefusedOutcome } from './lawful-outcome';
import { requestEvent, requesterOf, type RequestFacts } from './log-event';
import type { Metrics } from './metrics';
import { operationHash } from './operation-hash';
import type { PseudonymKeys } from './pseudonym-keys';
import type { ServedSupergraph } from './served-supergraph';
import { lapseOf, type Asked, type InForce, type Lapse } from './still-holds';

/** What of the gateway every case needs. */
export interface CaseParts {
  readonly profile: LawProfile;
  /** How many issuers tokens may come from. */
  readonly issuers: number;
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

export interface RequestCase extends Asked {
  readonly decisionId: string;
  readonly register: Register;
  readonly served: ServedSupergraph;
  /** State of the grants in which everything about this request is decided. */
  readonly grants: GrantSnapshot;
  readonly instant: number;
  readonly facts: RequestFacts;
  gone(): AbortSignal;
  /** What it may be given; `null` until that is decided, and where it is nothing. */
  outcome: PermittedOutcome | null;
  /** The entry that was written when the answer was ready. */
  entry: RequestEvent | null;
}

export function requestCase(
  {
    operation,
    exchange,
  }: Pick<ValidOperation<{ readonly request: GraphqlRequest; readonly asker: Asker }>, 'operation' | 'exchange'>,
  served: ServedSupergraph,
  parts: CaseParts,
): RequestCase {
  const { request, asker } = exchange;
  const { client, requestId } = request;
  const register = parts.register();
  const grants = parts.grants.current();
  return {
    decisionId: requestId,
    asker,
    representedParty: client.representedParty,
    purpose: client.purpose,
    method: operation?.operation === 'mutation' ? 'MUTATE' : 'QUERY',
    issuers: parts.issuers,
    profile: parts.profile,
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
    gone: () => request.gone(),
    outcome: null,
    entry: null,
  };
}

export function inForce(parts: CaseParts): InForce {
  return { grants: parts.grants.current(), register: parts.register(), instant: parts.now() };
}

/** What has become of that on which the answer rests. */
export function lapseNow(its: RequestCase, parts: CaseParts): Lapse | null {
  return its.outcome === null ? null : lapseOf(its, its.outcome, inForce(parts));
}

/** @throws RefusedRequest PURPOSE_NOT_ALLOWED, METHOD_NOT_ALLOWED, once that is in the log */
export async function admit(
  its: RequestCase,
  { document }: Pick<ValidOperation<unknown>, 'document'>,
  parts: CaseParts,
): Promise<void> {
  const { principal } = its.asker;
  const refusal =
    admitPurpose(its.register.purposes, principal, its.purpose, parts.profile) ??
    admitMethod(principal, its.method, parts.profile);
  if (refusal === null) return;
  const { code, message, article } = refusal;
  const shape = {
    operationHash: operationHash(document),
    schemaId: its.served.supergraph.schemaId,
    lawProfile: parts.profile.name,
    fields: [],
  };
  await parts.audit.append(requestEvent(its.facts, { kind: 'deny', outcome: 'refused', shape, reasons: [code] }));
  throw new RefusedRequest(code, message, { article, decisionId: its.decisionId });
}

/** Nothing was fetched, nothing is released: 403, without `data`. */
export async function logRefusal(its: RequestCase, { logged }: RefusedOutcome, parts: CaseParts): Promise<void> {
  const { shape, flows, reasons } = logged;
  await parts.audit.append(requestEvent(its.facts, { kind: 'deny', outcome: 'refused', shape, flows, reasons }));
  for (const reason of reasons) parts.metrics.refused(reason);
}

/** Resolves once the entry is durable: only then may the answer leave. */
export async function logRelease(
  its: RequestCase,
  { denied, logged }: PermittedOutcome,
  fetched: { readonly sentOn: readonly TracedSubject[]; readonly subgraphs: readonly string[] },
  disclosure: Disclosure,
  parts: CaseParts,
): Promise<void> {
  const { shape, grants, flows, reasons } = logged;
  const released = logged.rowsOf(disclosure);
  its.entry = requestEvent(its.facts, {
    kind: released.length > 0 || denied.length === 0 ? 'access' : 'deny',
    outcome: 'released',
    ...{ shape, released, grants, flows, reasons },
    subgraphs: fetched.subgraphs,
    subjects: tracedSubjects(disclosure, fetched.sentOn),
  });
  await parts.audit.append(its.entry);
  for (const reason of denied) parts.metrics.denied(reason);
}

function tracedSubjects({ subjects }: Disclosure, sentOn: readonly TracedSubject[]): readonly TracedSubject[] {
  const traced: TracedSubject[] = [];
  for (const { type, key } of subjects) traced.push({ type, key, receiver: null });
  for (const subject of sentOn) traced.push(subject);
  return traced;
}

const lapseMessages: Readonly<Record<Lapse, string>> = {
  GRANT_SUSPENDED: 'a grant that this answer rests on was suspended or ended meanwhile',
  GRANT_EXPIRED: 'a grant that this answer rests on was suspended or ended meanwhile',
  CLIENT_UNKNOWN: 'the registration of this client was changed or ended meanwhile',
  PURPOSE_NOT_ALLOWED: 'the registration of this client was changed or ended meanwhile',
  METHOD_NOT_ALLOWED: 'the registration of this client was changed or ended meanwhile',
};

/** The answer was ready when a grant or a registration lapsed: it is not sent, and a second entry says so. */
export async function logWithheld(its: RequestCase, code: Lapse, parts: CaseParts): Promise<RefusedRequest> {
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
  const { route } = its.asker.principal;
  const circumstance = { route, accessClass: 'CONDITIONAL', own: false } as const;
  const article = code === 'CLIENT_UNKNOWN' ? {} : { article: articleFor(parts.profile, code, circumstance) };
  return new RefusedRequest(code, lapseMessages[code], { ...article, decisionId: its.decisionId });
}
