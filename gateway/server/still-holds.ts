/** Whether what an answer rests on still holds when something is sent or released: its grants, and its client's registration. */
import { admitMethod, admitPurpose } from '../policy/admit-request';
import type { LawProfile } from '../policy/law-profile';
import { principalOf } from '../policy/principal-of';
import type { GrantSnapshot } from '../policy/grant-source';
import type { Register } from '../policy/register';
import type { Asker } from './authenticate';
import { lapsed } from './grants-in-force';
import type { Settled } from './lawful-outcome';
import { holdsAt } from './outcome-cache';

export type Lapse =
  'GRANT_SUSPENDED' | 'GRANT_EXPIRED' | 'CLIENT_UNKNOWN' | 'PURPOSE_NOT_ALLOWED' | 'METHOD_NOT_ALLOWED';

/** What is in force now. */
export interface InForce {
  readonly grants: GrantSnapshot;
  readonly register: Register;
  readonly instant: number;
}

/** Who asked, and for what. */
export interface Asked {
  readonly asker: Asker;
  readonly representedParty: string | null;
  readonly purpose: string | null;
  readonly method: 'QUERY' | 'MUTATE';
  /** How many issuers tokens may come from. */
  readonly issuers: number;
  readonly profile: LawProfile;
}

/** The state in which everything was decided is in force still: nothing needs to be asked anew. */
export function isUnchanged(decided: Settled, now: InForce): boolean {
  return decided.grants === now.grants && decided.register === now.register && holdsAt(decided, now.instant);
}

/** @returns `null` where all holds; else what became of the first that does not */
export function lapseOf(
  asked: Asked,
  decided: Settled & { readonly relied: ReadonlySet<string> },
  now: InForce,
): Lapse | null {
  if (isUnchanged(decided, now)) return null;
  const registration = decided.register === now.register ? null : registrationLapse(asked, now.register);
  return registration ?? lapsed(decided.relied, decided.grants, now.grants, now.instant);
}

/** Whoever was taken from the register, or moved within it, is not the client any more for whom this was decided. */
function registrationLapse(asked: Asked, register: Register): Lapse | null {
  const { asker, representedParty, purpose, method, issuers, profile } = asked;
  const found = principalOf(register, asker.caller, representedParty, issuers);
  if (!found.ok) return 'CLIENT_UNKNOWN';
  const [before, now] = [asker.principal, found.principal];
  if (before.organisation !== now.organisation || before.route !== now.route) return 'CLIENT_UNKNOWN';
  const refusal = admitPurpose(register.purposes, now, purpose, profile) ?? admitMethod(now, method, profile);
  return refusal?.code ?? null;
}
