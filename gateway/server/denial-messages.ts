/** What a client is told of each reason: what would make it right, never which purposes or whose grants would. */
import type { Denial, Reason } from '../policy/decision';

const remedies: Readonly<Record<Reason, string>> = {
  UNCLASSIFIED: 'is not classified yet; its provider must label it first',
  PURPOSE_REQUIRED: 'is served for a stated purpose only; send `Lingqu-Purpose`',
  PURPOSE_NOT_ALLOWED: 'is not served for this purpose',
  GRANT_REQUIRED: 'needs a grant; apply for access',
  GRANT_SUSPENDED: 'is under a grant that is suspended',
  GRANT_EXPIRED: 'is under a grant that is no longer in force; apply anew',
  NOT_SHARED: 'is not shared',
  NOT_OPEN: 'is not open',
  AGREEMENT_REQUIRED: 'needs both the commitment and the agreement to be signed',
  METHOD_NOT_ALLOWED: 'is not granted for this kind of operation',
  ONWARD_TRANSFER: 'may not go to anybody but the recipient itself; ask on your own behalf',
  SCOPE_LIMITED: 'cannot be told apart by the scope of your grant; leave it out',
  INFLUENCE_NOT_PERMITTED: 'would be revealed by an argument or a field of this operation; leave that out',
  FLOW_NOT_PERMITTED: 'would have to pass through an organisation that may not receive what it depends on',
};

export function denialMessage({ coordinate, reason }: Pick<Denial, 'coordinate' | 'reason'>): string {
  return `\`${coordinate}\` ${remedies[reason]}`;
}

/** The same as advice, for `explain`. */
export function remedyFor(reason: Reason): string {
  return remedies[reason];
}
