/** An issuer's public keys, fetched from its JWKS: bounded in size, cached, and never more than one request at a time. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { RefusedRequest } from '../errors';

/** Fetches the text of a JWKS; rejects where there is none. */
export type FetchKeys = (url: string) => Promise<string>;

export interface RemoteKeysOptions {
  readonly url: string;
  readonly fetchKeys: FetchKeys;
  /** Epoch ms. */
  now(): number;
}

/** Keys older than this are fetched anew before they are relied on: a withdrawn key must not live on. */
const maxAgeMs = 10 * 60_000;
/** A key that is not there is looked for once in this while, so that made-up key ids cannot flood the issuer. */
const cooldownMs = 30_000;
const maxKeys = 100;

/** @returns a key source that throws RefusedRequest IDENTITY_UNAVAILABLE where the issuer cannot be asked. */
export function remoteKeys({ url, fetchKeys, now }: RemoteKeysOptions): JWTVerifyGetKey {
  let keys: ReturnType<typeof createLocalJWKSet> | null = null;
  let fetchedAt = -Infinity;
  let triedAt = -Infinity;
  let failed = false;
  let pending: Promise<void> | null = null;

  const refresh = async (): Promise<void> => {
    triedAt = now();
    try {
      const set = parseKeySet(await fetchKeys(url));
      keys = createLocalJWKSet(set);
      fetchedAt = now();
      failed = false;
    } catch {
      failed = true;
    }
  };
  const refreshOnce = (): Promise<void> => (pending ??= refresh().finally(() => (pending = null)));
  const fresh = (): boolean => keys !== null && now() - fetchedAt < maxAgeMs;

  return async (header, token) => {
    if (!fresh()) await refreshOnce();
    if (keys === null || !fresh()) throw unavailable();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (now() - triedAt >= cooldownMs) await refreshOnce();
      if (failed) throw unavailable();
      return keys(header, token);
    }
  };
}

function parseKeySet(text: string): JSONWebKeySet {
  const set = JSON.parse(text) as Partial<JSONWebKeySet> | null;
  if (!Array.isArray(set?.keys) || set.keys.length > maxKeys) throw new Error('not a key set');
  return { keys: set.keys };
}

function unavailable(): RefusedRequest {
  return new RefusedRequest(
    'IDENTITY_UNAVAILABLE',
    'the issuer of the token cannot be asked for its keys; try again shortly',
  );
}
