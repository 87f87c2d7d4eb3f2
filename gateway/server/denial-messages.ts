/** What a client is told of each reason: why, and what would make it right; never which purposes or whose grants would. */
import type { Denial, Reason } from '../policy/decision';

const texts: Readonly<Record<Reason, { readonly why: string; readonly remedy: string }>> = {
  UNCLASSIFIED: { why: 'is not classified yet', remedy: 'ask its provider to label it' },
  PURPOSE_REQUIRED: { why: 'is served for a stated purpose only', remedy: 'send `Lingqu-Purpose`' },
  PURPOSE_NOT_ALLOWED: { why: 'is not served for this purpose', remedy: 'apply for access for this purpose' },
  GRANT_REQUIRED: { why: 'needs a grant', remedy: 'apply for access' },
  GRANT_SUSPENDED: { why: 'is under a grant that is suspended', remedy: 'see the notice of suspension' },
  GRANT_EXPIRED: { why: 'is under a grant that is no longer in force', remedy: 'apply anew' },
  NOT_SHARED: { why: 'is not shared', remedy: 'leave it out: no grant opens it' },
  NOT_OPEN: { why: 'is not open', remedy: 'leave it out: no grant opens it' },
  AGREEMENT_REQUIRED: { why: 'needs the commitment and the agreement', remedy: 'sign both' },
  METHOD_NOT_ALLOWED: { why: 'is not granted for this kind of operation', remedy: 'apply for this method' },
  ONWARD_TRANSFER: { why: 'may not go to anybody but the recipient itself', remedy: 'ask on your own behalf' },
  SCOPE_LIMITED: { why: 'cannot be told apart by the scope of your grant', remedy: 'leave it out' },
  INFLUENCE_NOT_PERMITTED: {
    why: 'would be revealed by an argument or a field of this operation',
    remedy: 'leave that argument or field out',
  },
  FLOW_NOT_PERMITTED: {
    why: 'would have to pass through an organisation that may not receive what it depends on',
    remedy: 'ask that organisation to apply for access',
  },
};

export function denialMessage({ coordinate, reason }: Pick<Denial, 'coordinate' | 'reason'>): string {
  return `\`${coordinate}\` ${texts[reason].why}; ${texts[reason].remedy}`;
}

/** The advice alone, for `explain`. */
export function remedyFor(reason: Reason): string {
  return texts[reason].remedy;
}
