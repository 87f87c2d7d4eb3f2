import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { createSigner, httpbis } from 'http-message-signatures';
import { requestSigner } from '../../../gateway/executor/sign-request';
import { replayMemory } from '../../../subgraphs/kit/replay-memory';
import { gatewayVerifier } from '../../../subgraphs/kit/verify-gateway';

const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
/** Not `//…`: a provider takes that for another host's address, and refuses it. */
const paths = fc
  .webUrl({ withQueryParameters: true })
  .map((text) => new URL(text))
  .filter((url) => !url.pathname.startsWith('//'));
const instants = fc.integer({ min: 1_000, max: 4_000_000_000_000 });
const nonces = fc.oneof(fc.uuid(), fc.stringMatching(/^[ !#-[\]-~]{1,40}$/));

/** The slow form: what the library signs for the same list of components. */
async function signedByLibrary(
  [subgraph, key, url]: [string, Buffer, URL],
  body: string,
  instant: number,
  nonce: string,
): Promise<Record<string, string>> {
  const digest = `sha-256=:${createHash('sha256').update(body, 'utf8').digest('base64')}:`;
  const { headers } = await httpbis.signMessage(
    {
      key: createSigner(key, 'hmac-sha256', subgraph),
      name: 'lingqu',
      fields: ['@method', '@path', 'content-digest'],
      params: ['created', 'expires', 'nonce', 'alg', 'keyid', 'tag'],
      paramValues: {
        created: new Date(instant),
        expires: new Date(instant + 60_000),
        nonce,
        tag: `lingqu:${subgraph}`,
      },
    },
    { method: 'POST', url, headers: { 'content-digest': digest } },
  );
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

test('the headers are, byte for byte, those that the library makes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(names, keys, paths),
      fc.string({ unit: 'grapheme' }),
      instants,
      nonces,
      async (whom, body, instant, nonce) => {
        const expected = await signedByLibrary(whom, body, instant, nonce);
        expect(requestSigner(...whom).sign(body, instant, nonce)).toEqual(expected);
        expect(requestSigner(...whom).sign(Buffer.from(body), instant, nonce)).toEqual(expected);
      },
    ),
  );
});

test('a provider accepts what was signed for it, and no other body', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(names, keys, paths),
      fc.string({ unit: 'grapheme' }),
      instants,
      nonces,
      async ([subgraph, key, url], body, instant, nonce) => {
        const headers = { ...requestSigner(subgraph, key, url).sign(body, instant, nonce) };
        const head = { method: 'POST', path: url.pathname, headers };
        const verified = await gatewayVerifier(subgraph, key, replayMemory(), () => instant).verify(head);
        expect(verified?.accepts(Buffer.from(`${body} `))).toBe(false);
        expect(verified?.accepts(Buffer.from(body))).toBe(true);
      },
    ),
  );
});

test('what would break out of its quotation marks is not signed', () => {
  const url = new URL('http://127.0.0.1/graphql');
  const key = Buffer.alloc(32, 7);
  expect(() => requestSigner('tax";tag="lingqu:other', key, url)).toThrow('cannot be named in a signature');
  expect(() => requestSigner('税', key, url)).toThrow('use ASCII');
  const signer = requestSigner('tax', key, url);
  for (const nonce of ['', 'a"b', 'a\\b', 'a\nb', '税']) {
    expect(() => signer.sign('{}', 0, nonce)).toThrow('a nonce must be printable ASCII');
  }
});
