/** What one owner says: the raw value, its masked form (step 5 of enforcement.md section 2), or neither. */
import type { MaskedForm, OwnerPolicy } from '../../directives/label';
import type { DisclosureRequest, Reason } from './decision';
import { decideForm, type FormVerdict } from './decide-form';
import type { Grant } from './grant';
import type { GrantSnapshot } from './grant-source';
import { earliest } from './validity';
import { whichReason } from './which-reason';

export interface OwnerVerdict {
  readonly owner: string;
  readonly policy: OwnerPolicy;
  readonly form: 'raw' | 'mask' | 'none';
  /** What is released in form `mask`. */
  readonly mask: MaskedForm | null;
  /** Why not raw; `null` exactly in form `raw`. */
  readonly reason: Reason | null;
  readonly grants: readonly Grant[];
  readonly validUntil: number | null;
}

/** Reasons that leave the masked form open; with any other it must be openly UNCONDITIONAL. */
const maskable: ReadonlySet<Reason> = new Set<Reason>([
  'GRANT_REQUIRED',
  'GRANT_EXPIRED',
  'NOT_SHARED',
  'NOT_OPEN',
  'AGREEMENT_REQUIRED',
]);

export function decideOwner(
  owner: string,
  policy: OwnerPolicy,
  request: DisclosureRequest,
  grants: GrantSnapshot,
  instant: number,
): OwnerVerdict {
  const raw = decideForm(owner, policy, policy, request, grants, instant);
  if (raw.reasons.length === 0) {
    return { owner, policy, form: 'raw', mask: null, reason: null, grants: raw.grants, validUntil: raw.validUntil };
  }
  const reason = whichReason(raw.reasons);
  const mask = policy.deidentified ?? null;
  if (mask === null || !leavesMaskOpen(raw, mask)) {
    return { owner, policy, form: 'none', mask: null, reason, grants: [], validUntil: raw.validUntil };
  }
  const masked = decideForm(owner, mask, policy, request, grants, instant);
  const validUntil = earliest([raw.validUntil, masked.validUntil]);
  return masked.reasons.length === 0
    ? { owner, policy, form: 'mask', mask, reason, grants: masked.grants, validUntil }
    : { owner, policy, form: 'none', mask: null, reason, grants: [], validUntil };
}

/**
 * INVARIANT (enforcement.md 6.2): every reason that holds must be a maskable one, not only the one reported; else making a
 * field NONE would release its masked form under a suspended grant, where CONDITIONAL does not.
 */
function leavesMaskOpen(raw: FormVerdict, mask: MaskedForm): boolean {
  return mask.open === 'UNCONDITIONAL' || raw.reasons.every((reason) => maskable.has(reason));
}
