/** Whether the grants that an answer rests on still hold (enforcement.md, invariant 7). */
import type { Grant } from '../policy/grant';
import type { GrantSnapshot } from '../policy/grant-source';

/**
 * @param decided the state in which they were relied on; what says anything else now is no longer the grant that permitted
 * @returns `null` where all hold; else what became of the first that does not
 */
export function lapsed(
  grants: ReadonlySet<string>,
  decided: GrantSnapshot,
  snapshot: GrantSnapshot,
  instant: number,
): 'GRANT_SUSPENDED' | 'GRANT_EXPIRED' | null {
  for (const id of grants) {
    const grant = snapshot.byId(id);
    if (grant === undefined || grant.status === 'SUSPENDED') return 'GRANT_SUSPENDED';
    if (grant.status === 'REVOKED' || instant < grant.validFrom || instant >= grant.validUntil) return 'GRANT_EXPIRED';
    const before = decided.byId(id);
    if (before !== grant && JSON.stringify(permission(before)) !== JSON.stringify(permission(grant))) {
      return 'GRANT_EXPIRED';
    }
  }
  return null;
}

/** What a grant permits; whether and until when it is in force is asked apart. */
function permission(grant: Grant | undefined): unknown {
  return grant === undefined ? null : { ...grant, status: null, validFrom: null, validUntil: null };
}
