/** What one owner says: the raw value, its masked form (step 5 of enforcement.md section 2), or neither. */
import type { MaskedForm, OwnerPolicy } from '../../directives/label';
import type { DisclosureRequest, Reason } from './decision';
import { decideForm, type FormVerdict } from './decide-form';
import type { Grant } from './grant';
import type { GrantSnapshot } from './grant-source';
import { earliest } from './validity';
import { whichReason } from './which-reason';

interface Verdict {
  readonly owner: string;
  readonly policy: OwnerPolicy;
  readonly validUntil: number | null;
}

export interface RawVerdict extends Verdict {
  readonly form: 'raw';
  readonly grants: readonly Grant[];
}

export interface MaskVerdict extends Verdict {
  readonly form: 'mask';
  readonly mask: MaskedForm;
  /** Why not raw. */
  readonly reason: Reason;
  readonly grants: readonly Grant[];
}

export interface Withheld extends Verdict {
  readonly form: 'none';
  readonly reason: Reason;
}

export type OwnerVerdict = RawVerdict | MaskVerdict | Withheld;

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
  const verdict = { owner, policy, validUntil: raw.validUntil };
  if (raw.reasons.length === 0) return { ...verdict, form: 'raw', grants: raw.grants };
  const reason = whichReason(raw.reasons);
  const mask = policy.deidentified ?? null;
  if (mask === null || !leavesMaskOpen(raw, mask)) return { ...verdict, form: 'none', reason };
  const masked = decideForm(owner, mask, policy, request, grants, instant);
  const decided = { ...verdict, reason, validUntil: earliest([raw.validUntil, masked.validUntil]) };
  return masked.reasons.length === 0
    ? { ...decided, form: 'mask', mask, grants: masked.grants }
    : { ...decided, form: 'none' };
}

/**
 * INVARIANT (enforcement.md 6.2): every reason that holds must be a maskable one, not only the one reported; else making a
 * field NONE would release its masked form under a suspended grant, where CONDITIONAL does not.
 */
function leavesMaskOpen(raw: FormVerdict, mask: MaskedForm): boolean {
  return mask.open === 'UNCONDITIONAL' || raw.reasons.every((reason) => maskable.has(reason));
}
