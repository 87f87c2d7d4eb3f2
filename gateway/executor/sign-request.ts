/**
 * Signs one request to one subgraph, so that it answers nobody but this gateway.
 *
 * HTTP Message Signatures (RFC 9421), label `lingqu`, over `@method`, `@path` and `content-digest` (RFC 9530, sha-256), with
 * hmac-sha256 under the subgraph's own key (`subgraph-key.ts`); parameters `created`, `expires` (60 s later), `nonce`, `alg`,
 * `keyid` = the subgraph's name, `tag` = `lingqu:` and that name. Headers: `Content-Digest`, `Signature-Input`, `Signature`.
 */
import { createHash } from 'node:crypto';
import { createSigner, httpbis } from 'http-message-signatures';

const lifetimeMs = 60_000;

export interface RequestSigner {
  /** @returns the headers to add to a POST of `body` to `url` */
  sign(url: URL, body: string, instant: number, nonce: string): Promise<Readonly<Record<string, string>>>;
}

/** @param key the subgraph's own, 32 bytes */
export function requestSigner(subgraph: string, key: Buffer): RequestSigner {
  const signer = createSigner(key, 'hmac-sha256', subgraph);
  return {
    async sign(url, body, instant, nonce) {
      const digest = `sha-256=:${createHash('sha256').update(body, 'utf8').digest('base64')}:`;
      const signed = await httpbis.signMessage(
        {
          key: signer,
          name: 'lingqu',
          fields: ['@method', '@path', 'content-digest'],
          params: ['created', 'expires', 'nonce', 'alg', 'keyid', 'tag'],
          paramValues: {
            created: new Date(instant),
            expires: new Date(instant + lifetimeMs),
            nonce,
            tag: `lingqu:${subgraph}`,
          },
        },
        { method: 'POST', url, headers: { 'content-digest': digest } },
      );
      return Object.fromEntries(
        Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      );
    },
  };
}
