/** Bearer tokens → what they prove. INVARIANT: a token that is not proved is refused, never anonymous. */
import { hash } from 'node:crypto';
import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { RefusedRequest } from '../errors';
import { actorChain } from '../policy/actor-chain';
import type { ProvenCaller } from '../policy/principal-of';

/** Where tokens may come from, by `iss`. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
}

export interface TokenVerifier {
  /**
   * @param authorization the header; `null` = none was sent
   * @returns `null` = anonymous
   * @throws RefusedRequest UNAUTHENTICATED, or IDENTITY_UNAVAILABLE where the issuer's keys cannot be had
   */
  verify(authorization: string | null): Promise<ProvenCaller | null>;
}

/** Symmetric algorithms would make the issuer's verifiers issuers, `none` everybody. */
const algorithms = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];
const clockToleranceSeconds = 5;
/** Verifying costs more than a whole cached request should. */
const cachedMs = 60_000;
const maxCached = 10_000;

export function tokenVerifier(issuers: readonly TrustedIssuer[], now: () => number): TokenVerifier {
  const byIssuer = new Map(issuers.map((each) => [each.issuer, each] as const));
  const proven = new LRUCache<string, { readonly caller: ProvenCaller; readonly until: number }>({ max: maxCached });
  return {
    async verify(authorization) {
      if (authorization === null) return null;
      const token = bearerToken(authorization);
      // Never the token itself: a dump of the process should not hold what opens the door.
      const key = hash('sha256', token, 'base64');
      const before = proven.get(key);
      if (before !== undefined && now() < before.until) return before.caller;
      const payload = await verifySignature(token, byIssuer, now);
      const caller = callerOf(payload);
      proven.set(key, { caller, until: Math.min((payload.exp ?? 0) * 1_000, now() + cachedMs) });
      return caller;
    },
  };
}

function bearerToken(authorization: string): string {
  const [scheme = '', token = '', ...more] = authorization.trim().split(/ +/);
  switch (scheme.toLowerCase()) {
    case 'bearer':
      if (token === '' || more.length > 0) throw unauthenticated('`Authorization` must be `Bearer` and one token');
      return token;
    case 'dpop':
      throw unauthenticated('tokens bound to a key (DPoP) are not accepted yet; use a bearer token without `cnf`');
    default:
      throw unauthenticated('`Authorization` must be `Bearer` and one token');
  }
}

async function verifySignature(
  token: string,
  byIssuer: ReadonlyMap<string, TrustedIssuer>,
  now: () => number,
): Promise<JWTPayload> {
  try {
    const trusted = byIssuer.get(String(decodeJwt(token).iss));
    if (trusted === undefined) throw unauthenticated('the token is from an issuer that this gateway does not trust');
    const { payload, protectedHeader } = await jwtVerify(token, trusted.keys, {
      algorithms,
      issuer: trusted.issuer,
      audience: trusted.audience,
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'client_id'],
    });
    refuseOtherKinds(protectedHeader.typ);
    return payload;
  } catch (error) {
    if (error instanceof RefusedRequest) throw error;
    if (error instanceof errors.JWTExpired) throw unauthenticated('the token has expired; get a new one');
    // What exactly was wrong would help whoever forges tokens more than whoever holds one.
    throw unauthenticated(
      'the token is not valid here; get one from an issuer that this gateway trusts, for its audience',
    );
  }
}

/** RFC 8725 section 3.11: a proof, a logout or an event token is no access token. Many issuers still write `JWT` or nothing. */
function refuseOtherKinds(typ: string | undefined): void {
  const kind = typ?.toLowerCase().replace(/^application\//, '');
  if (kind !== undefined && kind !== 'at+jwt' && kind !== 'jwt')
    throw unauthenticated('the token is not an access token');
}

function callerOf(payload: JWTPayload): ProvenCaller {
  const { client_id: client, iss, sub, act, cnf } = payload;
  if (cnf !== undefined) {
    throw unauthenticated(
      'the token is bound to a key (`cnf`), whose proof is not accepted yet; use one without `cnf`',
    );
  }
  if (typeof client !== 'string' || client === '' || iss === undefined) {
    throw unauthenticated('the token must name its client in `client_id`');
  }
  if (sub !== undefined && typeof sub !== 'string') throw unauthenticated('the token’s `sub` must be a text');
  return { client, issuer: iss, subject: sub ?? null, actors: actorChain(act) };
}

function unauthenticated(message: string): RefusedRequest {
  return new RefusedRequest('UNAUTHENTICATED', message);
}
