/** Steps 0–4 of `decide()` for one owner and one form of the value, raw or masked (enforcement.md section 2). */
import { anyPurposeCovers } from '../../directives/purpose';
import type { AccessClass, OwnerPolicy } from '../../directives/label';
import type { DisclosureRequest, Reason } from './decision';
import type { Grant } from './grant';
import type { GrantSnapshot } from './grant-source';
import { whichGrant, type GrantAnswer } from './which-grant';

/** The classes of the form that is asked for: the policy's own, or those of its masked form. */
export interface FormClasses {
  readonly share: AccessClass;
  readonly open: AccessClass;
}

export interface FormVerdict {
  /** Every reason that holds; empty = permitted. */
  readonly reasons: readonly Reason[];
  /** The grants that permit it together; empty where none is needed. */
  readonly grants: readonly Grant[];
  /** See `Decision.validUntil`; over the grants consulted. */
  readonly validUntil: number | null;
}

const permitted: FormVerdict = { reasons: [], grants: [], validUntil: null };

export function decideForm(
  owner: string,
  form: FormClasses,
  policy: OwnerPolicy,
  request: DisclosureRequest,
  grants: GrantSnapshot,
  instant: number,
): FormVerdict {
  if (form.open === 'UNCONDITIONAL') return permitted;
  const transferred = request.foreignParties.length > 0;
  // The third party needs a right of its own (Art 31): no grant of an organisation to itself can give it.
  if (owner === request.recipient) return transferred ? { ...permitted, reasons: ['ONWARD_TRANSFER'] } : permitted;

  const accessClass = classOnRoute(form, request);
  const answer = needsGrant(accessClass, policy, request) ? whichGrant(owner, request, grants, instant) : null;
  return {
    reasons: [
      ...transferReasons(policy, transferred, answer),
      ...classReasons(accessClass, request),
      ...labelReasons(policy, request),
      ...grantReasons(accessClass, request, answer),
    ],
    grants: answer?.applying ?? [],
    validUntil: answer?.validUntil ?? null,
  };
}

/** The class that binds on the request's route; anything but the two known permissive words counts as `NONE`. */
export function classOnRoute(form: FormClasses, request: DisclosureRequest): AccessClass {
  const stated = request.route === 'SHARE' ? form.share : form.open;
  return stated === 'UNCONDITIONAL' || stated === 'CONDITIONAL' ? stated : 'NONE';
}

/**
 * Whether grants are consulted.
 *
 * INVARIANT (enforcement.md 6.2): a stricter class never permits what a laxer one denies. So an UNCONDITIONAL value that a foreign
 * party or an unregistered purpose would keep back is permitted where a grant would permit it were it CONDITIONAL; and a NONE
 * value is asked for in its masked form only where its grants leave that way open.
 */
function needsGrant(accessClass: AccessClass, policy: OwnerPolicy, request: DisclosureRequest): boolean {
  if (request.foreignParties.length > 0) return true;
  switch (accessClass) {
    case 'UNCONDITIONAL':
      return isUnregistered(request);
    case 'CONDITIONAL':
      return true;
    case 'NONE':
      return policy.deidentified != null;
  }
}

/** Step 0. */
function transferReasons(policy: OwnerPolicy, transferred: boolean, answer: GrantAnswer | null): readonly Reason[] {
  if (!transferred) return [];
  const named = answer !== null && answer.applying.length > 0;
  return named && !policy.noOnward ? [] : ['ONWARD_TRANSFER'];
}

function classReasons(accessClass: AccessClass, request: DisclosureRequest): readonly Reason[] {
  if (accessClass !== 'NONE') return [];
  return [request.route === 'SHARE' ? 'NOT_SHARED' : 'NOT_OPEN'];
}

/** What the label itself asks of purpose and method, whatever grants say. */
function labelReasons(policy: OwnerPolicy, request: DisclosureRequest): readonly Reason[] {
  const reasons: Reason[] = [];
  if (request.purpose === null) {
    if (request.route === 'SHARE' || policy.purposes !== null) reasons.push('PURPOSE_REQUIRED');
  } else if (!anyPurposeCovers(policy.purposes, request.purpose)) {
    reasons.push('PURPOSE_NOT_ALLOWED');
  }
  if (policy.methods !== null && !policy.methods.includes(request.method)) reasons.push('METHOD_NOT_ALLOWED');
  return reasons;
}

function grantReasons(
  accessClass: AccessClass,
  request: DisclosureRequest,
  answer: GrantAnswer | null,
): readonly Reason[] {
  if (answer === null || answer.reason === null) return [];
  // Grants are only a second way to an UNCONDITIONAL value: not that they are missing kept it back, but why they were asked.
  if (accessClass === 'UNCONDITIONAL') return isUnregistered(request) ? ['PURPOSE_NOT_ALLOWED'] : [];
  return [answer.reason];
}

/** Art 33: for any purpose among the recipient's own duties, which are the purposes it is registered for. */
function isUnregistered(request: DisclosureRequest): boolean {
  return request.purpose !== null && !anyPurposeCovers(request.registeredPurposes, request.purpose);
}
