/**
 * Decides whether a request was signed by the gateway, for this subgraph, just now: HTTP Message Signatures (RFC 9421) over method,
 * path and `Content-Digest` (RFC 9530), hmac-sha256 under the subgraph's own key (enforcement.md section 4).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { httpbis, type SignatureParameters } from 'http-message-signatures';
import type { ReplayMemory } from './replay-memory';

/** Longest life of a signature, in seconds. */
export const signatureLifetime = 60;
/** How far the gateway's clock may be ahead of ours, in seconds. */
export const clockSkew = 5;

const requiredFields = ['@method', '@path', 'content-digest'];
const requiredParams = ['created', 'expires', 'keyid', 'tag'];

export interface SignedRequest {
  readonly method: string;
  /** Path as requested, without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface GatewayVerifier {
  /**
   * Checks all but the body, so that an unsigned body is never read.
   *
   * @returns `null` where the request is not the gateway's, whatever the cause; else what is left to check once the body is there
   */
  readonly verify: (request: SignedRequest) => Promise<VerifiedHead | null>;
}

export interface VerifiedHead {
  /** @returns whether these raw bytes are what was signed; true at most once for a nonce */
  readonly accepts: (body: Buffer) => boolean;
}

/**
 * @param subgraph name that must stand in `keyid` and, as `lingqu:<name>`, in `tag`
 * @param key 32 bytes, the subgraph's own
 * @param now clock, epoch milliseconds
 */
export function gatewayVerifier(
  subgraph: string,
  key: Buffer,
  replays: ReplayMemory,
  now: () => number,
): GatewayVerifier {
  return {
    async verify({ method, path, headers }) {
      const digest = headers['content-digest'];
      if (typeof digest !== 'string' || !/^sha-256=:[A-Za-z0-9+/]{43}=:$/.test(digest)) return null;
      const seconds = Math.floor(now() / 1000);
      const offered: SignatureParameters[] = [];
      try {
        const verified = await httpbis.verifyMessage(
          {
            keyLookup: async (parameters) => {
              offered.push(parameters);
              return {
                id: subgraph,
                algs: ['hmac-sha256'],
                verify: async (data, signature) => sameMac(key, data, signature),
              };
            },
            requiredFields,
            requiredParams,
            // Times are checked below, against our own clock.
            tolerance: Infinity,
          },
          { method, url: new URL(path, 'http://subgraph'), headers: signatureHeaders(headers) },
        );
        if (verified !== true) return null;
      } catch {
        // Malformed, incomplete or of another algorithm: whatever it is, it is not the gateway's.
        return null;
      }
      const [parameters] = offered;
      if (parameters === undefined || offered.length !== 1 || !isForUs(parameters, subgraph, seconds)) return null;
      return { accepts: (body) => sameDigest(digest, body) && isFirst(parameters, replays, seconds) };
    },
  };
}

function isForUs(parameters: SignatureParameters, subgraph: string, now: number): boolean {
  const created = epochSeconds(parameters['created']);
  const expires = epochSeconds(parameters['expires']);
  if (created === null || expires === null) return false;
  return (
    parameters['keyid'] === subgraph &&
    parameters['tag'] === `lingqu:${subgraph}` &&
    created <= now + clockSkew &&
    expires > now &&
    expires > created &&
    expires - created <= signatureLifetime
  );
}

/** The library gives `created` as a Date and `expires` as it stands. */
function epochSeconds(value: unknown): number | null {
  const seconds = value instanceof Date ? value.getTime() / 1000 : value;
  return typeof seconds === 'number' && Number.isSafeInteger(seconds) ? seconds : null;
}

function isFirst(parameters: SignatureParameters, replays: ReplayMemory, now: number): boolean {
  const nonce = parameters['nonce'];
  if (nonce === undefined) return true;
  const expires = epochSeconds(parameters['expires']);
  return typeof nonce === 'string' && expires !== null && replays.remember(nonce, expires, now);
}

function signatureHeaders(headers: SignedRequest['headers']): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) kept[name] = value;
  return kept;
}

function sameMac(key: Buffer, data: Buffer, signature: Buffer): boolean {
  return sameBytes(createHmac('sha256', key).update(data).digest(), signature);
}

function sameDigest(header: string, body: Buffer): boolean {
  const stated = Buffer.from(header.slice('sha-256=:'.length, -1), 'base64');
  return sameBytes(createHash('sha256').update(body).digest(), stated);
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
