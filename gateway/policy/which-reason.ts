/** Of several reasons to deny, the one that is reported (fine-print.md "Which reason"). */
import type { Reason } from './decision';

/**
 * First to last. The two reasons after `FLOW_NOT_PERMITTED` never come from `decide()`: the compiler gives them to what a
 * permit leaves over.
 */
const order: Readonly<Record<Reason, number>> = {
  UNCLASSIFIED: 0,
  ONWARD_TRANSFER: 1,
  NOT_SHARED: 2,
  NOT_OPEN: 2,
  PURPOSE_REQUIRED: 3,
  PURPOSE_NOT_ALLOWED: 4,
  GRANT_SUSPENDED: 5,
  GRANT_EXPIRED: 6,
  METHOD_NOT_ALLOWED: 7,
  AGREEMENT_REQUIRED: 8,
  GRANT_REQUIRED: 9,
  FLOW_NOT_PERMITTED: 10,
  SCOPE_LIMITED: 11,
  INFLUENCE_NOT_PERMITTED: 12,
};

/** Negative where `a` is reported rather than `b`; a total order up to reasons that exclude each other. */
export function compareReasons(a: Reason, b: Reason): number {
  return order[a] - order[b];
}

/** @param reasons at least one */
export function whichReason(reasons: readonly Reason[]): Reason {
  return reasons.reduce((first, next) => (compareReasons(next, first) < 0 ? next : first));
}
