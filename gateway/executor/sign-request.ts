/**
 * Signs one request to one subgraph, so that it answers nobody but this gateway.
 *
 * HTTP Message Signatures (RFC 9421), label `lingqu`, over `@method`, `@path` and `content-digest` (RFC 9530, sha-256), with
 * hmac-sha256 under the subgraph's own key (`subgraph-key.ts`); parameters `created`, `expires` (60 s later), `nonce`, `alg`,
 * `keyid` = the subgraph's name, `tag` = `lingqu:` and that name. Headers: `Content-Digest`, `Signature-Input`, `Signature`.
 *
 * The list of components never changes, so the signature base (RFC 9421, section 2.5) is written as text. The library, which is
 * the tests' oracle, parses and awaits: that costs more than all else that is done for a request.
 */
import { createHmac, hash } from 'node:crypto';

const lifetimeSeconds = 60;
/** What stands in quotation marks as it is (RFC 9651, section 3.3.3). */
const plainText = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;

export interface SignatureHeaders {
  readonly 'content-digest': string;
  readonly 'signature-input': string;
  readonly signature: string;
}

export interface RequestSigner {
  /**
   * @param instant epoch ms
   * @param nonce printable ASCII without `"` and `\`
   * @returns the headers to add to a POST of `body`
   */
  sign(body: Uint8Array | string, instant: number, nonce: string): SignatureHeaders;
}

/**
 * @param key the subgraph's own, 32 bytes
 * @param url where the requests go
 */
export function requestSigner(subgraph: string, key: Buffer, url: URL): RequestSigner {
  if (!plainText.test(subgraph)) throw new Error(`subgraph \`${subgraph}\` cannot be named in a signature: use ASCII`);
  const before = `"@method": POST\n"@path": ${url.pathname}\n"content-digest": `;
  const after = `;alg="hmac-sha256";keyid="${subgraph}";tag="lingqu:${subgraph}"`;
  return {
    sign(body, instant, nonce) {
      if (!plainText.test(nonce))
        throw new Error('a nonce must be printable ASCII without quotation mark and backslash');
      const digest = `sha-256=:${hash('sha256', body, 'base64')}:`;
      const created = Math.floor(instant / 1_000);
      const params = `("@method" "@path" "content-digest");created=${created};expires=${created + lifetimeSeconds};nonce="${nonce}"${after}`;
      const base = `${before}${digest}\n"@signature-params": ${params}`;
      return {
        'content-digest': digest,
        'signature-input': `lingqu=${params}`,
        signature: `lingqu=:${createHmac('sha256', key).update(base).digest('base64')}:`,
      };
    },
  };
}
