/** The built-in issuer of tokens for development: a key pair in a file, made on first use. Never in production. */
import { readFile } from 'node:fs/promises';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { makeFileOnce } from '../audit/make-file-once';

export const developmentIssuer = 'https://development.lingqu.invalid';
export const developmentAudience = 'lingqu';

export interface DevelopmentIssuer {
  readonly publicKey: CryptoKey;
  /** @returns a signed access token (RFC 9068) */
  issue(claims: TokenClaims): Promise<string>;
}

export interface TokenClaims {
  readonly client: string;
  /** Default: the client itself. */
  readonly subject: string | null;
  /** Organisations that act, the current actor first (RFC 8693). */
  readonly actors: readonly string[];
  /** Epoch seconds. */
  readonly issuedAt: number;
  readonly lifetimeSeconds: number;
  readonly id: string;
}

const algorithm = 'ES256';

/** @throws Error where the file holds no key of ours */
export async function loadDevelopmentIssuer(keyFile: string): Promise<DevelopmentIssuer> {
  const jwk = await readOrMake(keyFile);
  const { d: _secret, ...publicJwk } = jwk;
  const privateKey = (await importJWK(jwk, algorithm)) as CryptoKey;
  return {
    publicKey: (await importJWK(publicJwk, algorithm)) as CryptoKey,
    issue: ({ client, subject, actors, issuedAt, lifetimeSeconds, id }) =>
      new SignJWT({ client_id: client, ...(actors.length === 0 ? {} : { act: actorClaim(actors) }) })
        .setProtectedHeader({ alg: algorithm, typ: 'at+jwt' })
        .setIssuer(developmentIssuer)
        .setAudience(developmentAudience)
        .setSubject(subject ?? client)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .setJti(id)
        .sign(privateKey),
  };
}

function actorClaim(actors: readonly string[]): Readonly<Record<string, unknown>> {
  const [current, ...prior] = actors;
  return { sub: current, ...(prior.length === 0 ? {} : { act: actorClaim(prior) }) };
}

async function readOrMake(keyFile: string): Promise<JWK> {
  try {
    return parseKey(keyFile, await readFile(keyFile, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  // The gateway and `lingqu token` may start at once.
  const made = await makeFileOnce(keyFile, `${JSON.stringify(jwk)}\n`);
  return made ? jwk : parseKey(keyFile, await readFile(keyFile, 'utf8'));
}

function parseKey(keyFile: string, text: string): JWK {
  try {
    const jwk = JSON.parse(text) as JWK;
    if (jwk.kty === 'EC' && jwk.crv === 'P-256' && typeof jwk.d === 'string') return jwk;
  } catch {
    // Said below, without what the file holds.
  }
  throw new Error(`\`${keyFile}\` is not a key of the development issuer; remove it, and a new one is made`);
}
