/** Grants out of a register, in process: one immutable snapshot at a time, indexed so that their number slows no decision. */
import type { Grant } from './grant';
import type { GrantSnapshot, GrantSource } from './grant-source';
import type { Route } from './principal';

/** What of a register grants come from. */
export interface GrantHolder {
  readonly grants: readonly Grant[];
}

export interface RegisterGrants extends GrantSource {
  /**
   * Takes another register's grants. What was suspended here stays suspended, whatever that register says: reading an older file
   * must not open anything.
   */
  replace(register: GrantHolder): void;
  /** In force from the next `current()` on. @returns `false` where there is no such grant. */
  suspend(grantId: string): boolean;
  /** Ends a suspension made by `suspend`; the grant is then as the register states it. @returns `false` where there was none. */
  restore(grantId: string): boolean;
}

export function registerGrants(register: GrantHolder): RegisterGrants {
  const suspended = new Set<string>();
  let stated = register.grants;
  let snapshot = snapshotOf(stated, suspended, 1);
  const renew = (): void => {
    snapshot = snapshotOf(stated, suspended, snapshot.epoch + 1);
  };

  return {
    current: () => snapshot,
    replace(next) {
      stated = next.grants;
      renew();
    },
    suspend(grantId) {
      if (snapshot.byId(grantId) === undefined) return false;
      suspended.add(grantId);
      renew();
      return true;
    },
    restore(grantId) {
      if (!suspended.delete(grantId)) return false;
      renew();
      return true;
    },
  };
}

/** Provider, then recipient, then kind: nested, so that no spelling of an id can stand for another pair. */
type Index = Map<string, Map<string, Record<Route, Grant[]>>>;

function snapshotOf(stated: readonly Grant[], suspended: ReadonlySet<string>, epoch: number): GrantSnapshot {
  const index: Index = new Map();
  const byId = new Map<string, Grant>();
  for (const grant of stated) {
    const inForce = suspended.has(grant.id) ? suspend(grant) : grant;
    byId.set(grant.id, inForce);
    listOf(index, inForce).push(inForce);
  }
  for (const recipients of index.values()) {
    for (const kinds of recipients.values()) {
      kinds.SHARE.sort(byGrantId);
      kinds.OPEN.sort(byGrantId);
    }
  }
  return {
    epoch,
    candidates: (provider, recipient, kind) => index.get(provider)?.get(recipient)?.[kind] ?? [],
    byId: (id) => byId.get(id),
    nextBoundary: boundariesOf(stated),
  };
}

function boundariesOf(grants: readonly Grant[]): GrantSnapshot['nextBoundary'] {
  const instants = grants.flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]);
  const boundaries = Float64Array.from(instants.filter((instant) => !Number.isNaN(instant))).sort();
  return (instant) => {
    let [low, high] = [0, boundaries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((boundaries[middle] as number) > instant) high = middle;
      else low = middle + 1;
    }
    return boundaries[low] ?? Infinity;
  };
}

/** A revoked grant stays revoked: suspending never says more about it. */
function suspend(grant: Grant): Grant {
  return grant.status === 'ACTIVE' ? Object.freeze({ ...grant, status: 'SUSPENDED' as const }) : grant;
}

function listOf(index: Index, { provider, recipient, kind }: Grant): Grant[] {
  let recipients = index.get(provider);
  if (recipients === undefined) index.set(provider, (recipients = new Map()));
  let kinds = recipients.get(recipient);
  if (kinds === undefined) recipients.set(recipient, (kinds = { SHARE: [], OPEN: [] }));
  return kinds[kind];
}

/** Ids are unique: none is equal to another's. */
function byGrantId(a: Grant, b: Grant): number {
  return a.id < b.id ? -1 : 1;
}
