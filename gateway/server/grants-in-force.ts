/** Whether the grants that an answer rests on still hold (enforcement.md, invariant 7). */
import type { GrantSnapshot } from '../policy/grant-source';

/** @returns `null` where all hold; else what became of the first that does not */
export function lapsed(
  grants: ReadonlySet<string>,
  snapshot: GrantSnapshot,
  instant: number,
): 'GRANT_SUSPENDED' | 'GRANT_EXPIRED' | null {
  for (const id of grants) {
    const grant = snapshot.byId(id);
    if (grant === undefined || grant.status === 'SUSPENDED') return 'GRANT_SUSPENDED';
    if (grant.status === 'REVOKED' || instant < grant.validFrom || instant >= grant.validUntil) return 'GRANT_EXPIRED';
  }
  return null;
}
