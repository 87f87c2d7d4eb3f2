/** Who asks, as proven by the token and known to the register. INVARIANT: a bad token or an unknown client is never anonymous. */
import { RefusedRequest } from '../errors';
import { principalOf, type ProvenCaller } from '../policy/principal-of';
import type { Principal } from '../policy/principal';
import type { Register } from '../policy/register';
import type { ClientHeaders } from './request-headers';
import type { TokenVerifier } from './verify-token';

export interface Asker {
  readonly principal: Principal;
  /** `null` = anonymous. */
  readonly caller: ProvenCaller | null;
}

/**
 * @param issuers how many issuers tokens may come from
 * @throws RefusedRequest UNAUTHENTICATED, CLIENT_UNKNOWN, IDENTITY_UNAVAILABLE
 */
export async function authenticate(
  headers: ClientHeaders,
  tokens: TokenVerifier,
  register: Pick<Register, 'clients'>,
  issuers: number,
): Promise<Asker> {
  const caller = await tokens.verify(headers.authorization);
  const answer = principalOf(register, caller, headers.representedParty, issuers);
  if (!answer.ok) throw new RefusedRequest(answer.code, answer.message);
  return { principal: answer.principal, caller };
}
