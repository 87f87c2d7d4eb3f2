/** What a request must satisfy as a whole, before any field is decided: its purpose and its method (fine-print.md). */
import { anyPurposeCovers } from '../../directives/purpose';
import type { Method } from '../../directives/label';
import { articleFor, type LawProfile } from './law-profile';
import type { Principal } from './principal';

/** The request is refused: 403, no `data`. */
export interface AdmissionRefusal {
  readonly code: 'PURPOSE_NOT_ALLOWED' | 'METHOD_NOT_ALLOWED';
  readonly message: string;
  readonly article: string;
}

/**
 * @param known the register's purpose codes
 * @param purpose header `Lingqu-Purpose`; `null` = none, which is for each field to judge
 * @returns `null` = admitted
 */
export function admitPurpose(
  known: ReadonlySet<string>,
  principal: Principal,
  purpose: string | null,
  profile: LawProfile,
): AdmissionRefusal | null {
  if (purpose === null) return null;
  // One message for both: the register's purposes are published, but who is registered for which is not.
  if (known.has(purpose) && anyPurposeCovers(principal.purposes, purpose)) return null;
  return {
    code: 'PURPOSE_NOT_ALLOWED',
    message: `purpose \`${purpose}\` is not one that this client is registered for: state one of its own`,
    article: articleOf('PURPOSE_NOT_ALLOWED', principal, profile),
  };
}

/** @param method of the operation that the request runs */
export function admitMethod(principal: Principal, method: Method, profile: LawProfile): AdmissionRefusal | null {
  if (principal.methods.includes(method)) return null;
  return {
    code: 'METHOD_NOT_ALLOWED',
    message: `this client is not registered for method \`${method}\``,
    article: articleOf('METHOD_NOT_ALLOWED', principal, profile),
  };
}

function articleOf(code: AdmissionRefusal['code'], { route }: Principal, profile: LawProfile): string {
  return articleFor(profile, code, { route, accessClass: 'CONDITIONAL', own: false });
}
