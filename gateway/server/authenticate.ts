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

/** @throws RefusedRequest UNAUTHENTICATED, CLIENT_UNKNOWN, IDENTITY_UNAVAILABLE */
export type Authenticator = (headers: ClientHeaders, register: () => Register) => Promise<Asker>;

/** Stands for nobody in a map whose keys are who was proven. */
const nobody = {};

/** @param issuers how many issuers tokens may come from */
export function authenticator(tokens: TokenVerifier, issuers: number): Authenticator {
  // Both as long as they last: a verified token is one object until it is verified anew, a register until it is replaced.
  const askers = new WeakMap<Register, WeakMap<object, Asker>>();
  return async (headers, register) => {
    const caller = await tokens.verify(headers.authorization);
    const current = register();
    if (headers.representedParty !== null) return ask(caller, headers.representedParty, current, issuers);
    let known = askers.get(current);
    if (known === undefined) askers.set(current, (known = new WeakMap()));
    let asker = known.get(caller ?? nobody);
    if (asker === undefined) known.set(caller ?? nobody, (asker = ask(caller, null, current, issuers)));
    return asker;
  };
}

function ask(
  caller: ProvenCaller | null,
  representedParty: string | null,
  register: Pick<Register, 'clients'>,
  issuers: number,
): Asker {
  const answer = principalOf(register, caller, representedParty, issuers);
  if (!answer.ok) throw new RefusedRequest(answer.code, answer.message);
  return { principal: answer.principal, caller };
}
