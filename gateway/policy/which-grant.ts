/** Which of an owner's grants permit a disclosure together, or why none does (fine-print.md "Which grant"). */
import { anyPurposeCovers } from '../../directives/purpose';
import type { DisclosureRequest, Reason } from './decision';
import type { Grant } from './grant';
import type { GrantSnapshot } from './grant-source';
import { earliest } from './validity';

export interface GrantAnswer {
  /** Every grant that permits it, by id; a row passes if it lies in any one's scope. Empty = denied for `reason`. */
  readonly applying: readonly Grant[];
  /** `null` exactly where `applying` is not empty. */
  readonly reason: Reason | null;
  /** Next instant at which one of the grants looked at begins or ends; `null` = never. */
  readonly validUntil: number | null;
}

export function whichGrant(
  owner: string,
  request: DisclosureRequest,
  grants: GrantSnapshot,
  instant: number,
): GrantAnswer {
  const candidates = request.recipient === null ? [] : namingTheField(owner, request.recipient, request, grants);
  const applying = candidates
    .filter((grant) => permits(grant, request, instant))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    applying,
    reason: applying.length > 0 ? null : whyNone(candidates, request, instant),
    validUntil: nextBoundary(candidates, instant),
  };
}

function namingTheField(
  owner: string,
  recipient: string,
  request: DisclosureRequest,
  grants: GrantSnapshot,
): readonly Grant[] {
  const admitted = [request.coordinate, ...request.alternatives];
  return grants
    .candidates(owner, recipient, request.route)
    .filter((grant) => admitted.some((coordinate) => grant.fields.includes(coordinate)));
}

function permits(grant: Grant, request: DisclosureRequest, instant: number): boolean {
  return (
    grant.status === 'ACTIVE' &&
    hasBegun(grant, instant) &&
    !isPast(grant, instant) &&
    fitsPurpose(grant, request) &&
    grant.methods.includes(request.method) &&
    hasInstruments(grant) &&
    namesProcessors(grant, request)
  );
}

/** Each question is put to the grants that passed the ones before it. */
function whyNone(candidates: readonly Grant[], request: DisclosureRequest, instant: number): Reason {
  const begun = candidates.filter((grant) => hasBegun(grant, instant));
  if (begun.length === 0) return 'GRANT_REQUIRED';
  const fitting = begun.filter((grant) => fitsPurpose(grant, request));
  if (fitting.length === 0) return 'PURPOSE_NOT_ALLOWED';
  if (fitting.some((grant) => grant.status === 'SUSPENDED')) return 'GRANT_SUSPENDED';
  if (fitting.some((grant) => grant.status !== 'ACTIVE' || isPast(grant, instant))) return 'GRANT_EXPIRED';
  const usable = fitting.filter((grant) => grant.methods.includes(request.method));
  if (usable.length === 0) return 'METHOD_NOT_ALLOWED';
  if (!usable.some(hasInstruments)) return 'AGREEMENT_REQUIRED';
  return 'ONWARD_TRANSFER';
}

// Both are asked so that an instant which is no number is after no beginning: unknown means deny.
function hasBegun(grant: Grant, instant: number): boolean {
  return instant >= grant.validFrom;
}

function isPast(grant: Grant, instant: number): boolean {
  return !(instant < grant.validUntil);
}

/** An OPEN grant may state no purpose; one that states some is not met by a request without. */
function fitsPurpose(grant: Grant, request: DisclosureRequest): boolean {
  if (grant.kind === 'OPEN' && grant.purposes.length === 0) return true;
  return request.purpose !== null && anyPurposeCovers(grant.purposes, request.purpose);
}

/** Art 38: the commitment letter AND the agreement, before access. */
function hasInstruments(grant: Grant): boolean {
  return grant.kind === 'SHARE' || (grant.instruments.commitment !== null && grant.instruments.agreement !== null);
}

function namesProcessors(grant: Grant, request: DisclosureRequest): boolean {
  return request.foreignParties.every((party) =>
    grant.processors.some((processor) => processor.organisation === party),
  );
}

function nextBoundary(candidates: readonly Grant[], instant: number): number | null {
  return earliest(
    candidates.flatMap((grant) => [grant.validFrom, grant.validUntil]).filter((boundary) => boundary > instant),
  );
}
