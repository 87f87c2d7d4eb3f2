import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import {
  developmentAudience,
  developmentIssuer,
  loadDevelopmentIssuer,
} from '../../../gateway/server/development-issuer';
import { remoteKeys } from '../../../gateway/server/remote-keys';
import { tokenVerifier, type TokenVerifier } from '../../../gateway/server/verify-token';

const issuer = 'https://issuer.example';
const audience = 'gateway';
let time = 1_800_000_000_000;
let privateKey: CryptoKey;
let publicKey: CryptoKey;
let verifier: TokenVerifier;

beforeEach(async () => {
  time = 1_800_000_000_000;
  ({ privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true }));
  verifier = tokenVerifier([{ issuer, audience, keys: () => Promise.resolve(publicKey) }], () => time);
});

const sign = (claims: JWTPayload = {}, header: Record<string, unknown> = {}, key = privateKey): Promise<string> =>
  new SignJWT({ iss: issuer, aud: audience, client_id: 'desk', sub: 'u-1', exp: time / 1_000 + 300, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header })
    .sign(key);

const refusal = async (authorization: string, by = verifier): Promise<string> => {
  try {
    await by.verify(authorization);
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'accepted';
};

test('no header is anonymous, and nothing else is', async () => {
  expect(await verifier.verify(null)).toBeNull();
  for (const header of ['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'DPoP x.y.z', 'Bearer x.y.z', 'bearer']) {
    expect(await refusal(header)).toBe('UNAUTHENTICATED');
  }
});

test('a sound token proves client, subject and the chain of actors', async () => {
  const token = await sign({ act: { sub: '45-AGENT', act: { sub: '45-FIRST' } } });
  expect(await verifier.verify(`bearer ${token}`)).toEqual({
    client: 'desk',
    issuer,
    subject: 'u-1',
    actors: ['45-AGENT', '45-FIRST'],
  });
});

test.each<[string, () => Promise<string>]>([
  ['expired', () => sign({ exp: time / 1_000 - 10 })],
  ['without an end', () => sign({ exp: undefined })],
  ['not valid yet', () => sign({ nbf: time / 1_000 + 100 })],
  ['for another audience', () => sign({ aud: 'other' })],
  ['of an unknown issuer', () => sign({ iss: 'https://other.example' })],
  ['without a client', () => sign({ client_id: undefined })],
  ['with an empty client', () => sign({ client_id: '' })],
  ['with a client that is no text', () => sign({ client_id: ['desk'] as unknown as string })],
  ['bound to a key', () => sign({ cnf: { jkt: 'x' } })],
  ['that is a proof', () => sign({}, { typ: 'dpop+jwt' })],
  ['that is a logout', () => sign({}, { typ: 'logout+jwt' })],
  ['signed by another key', async () => sign({}, {}, (await generateKeyPair('ES256')).privateKey)],
  ['unsigned', async () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${(await sign()).split('.')[1] ?? ''}.`],
  ['signed with the public key as a shared secret', () => confused()],
])('a token %s is refused, never anonymous', async (_name, make) => {
  expect(await refusal(`Bearer ${await make()}`)).toBe('UNAUTHENTICATED');
});

test('a verified token is kept for a minute at most, and not beyond its end', async () => {
  let asked = 0;
  const counting = tokenVerifier(
    [
      {
        issuer,
        audience,
        keys() {
          asked += 1;
          return Promise.resolve(publicKey);
        },
      },
    ],
    () => time,
  );
  const token = `Bearer ${await sign()}`;
  await counting.verify(token);
  await counting.verify(token);
  expect(asked).toBe(1);
  time += 61_000;
  await counting.verify(token);
  expect(asked).toBe(2);
  time += 400_000;
  expect(await refusal(token, counting)).toBe('UNAUTHENTICATED');
  const brief = `Bearer ${await sign({ exp: time / 1_000 + 10 })}`;
  await counting.verify(brief);
  time += 20_000;
  expect(await refusal(brief, counting)).toBe('UNAUTHENTICATED');
});

test('an issuer that cannot be asked is unavailable: its tokens are neither refused nor anonymous', async () => {
  const served = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'k-1' }] };
  let answer: () => Promise<string> = () => Promise.reject(new Error('down'));
  let asked = 0;
  const keys = remoteKeys({
    url: 'http://issuer.invalid/jwks',
    fetchKeys() {
      asked += 1;
      return answer();
    },
    now: () => time,
  });
  const remote = tokenVerifier([{ issuer, audience, keys }], () => time);
  const token = `Bearer ${await sign({}, { kid: 'k-1' })}`;
  expect(await refusal(token, remote)).toBe('IDENTITY_UNAVAILABLE');
  answer = () => Promise.resolve('<html>');
  expect(await refusal(token, remote)).toBe('IDENTITY_UNAVAILABLE');
  answer = () => Promise.resolve(JSON.stringify(served));
  expect(await refusal(token, remote)).toBe('accepted');

  // Made-up key ids do not flood the issuer.
  asked = 0;
  for (let count = 0; count < 5; count += 1) {
    expect(await refusal(`Bearer ${await sign({ jti: String(count) }, { kid: 'made-up' })}`, remote)).toBe(
      'UNAUTHENTICATED',
    );
  }
  expect(asked).toBe(0);
  time += 31_000;
  await refusal(`Bearer ${await sign({}, { kid: 'made-up' })}`, remote);
  expect(asked).toBe(1);

  // Keys that are too old are fetched anew before they are relied on.
  answer = () => Promise.reject(new Error('down'));
  time += 600_000;
  expect(await refusal(`Bearer ${await sign({}, { kid: 'k-1' })}`, remote)).toBe('IDENTITY_UNAVAILABLE');
});

test('the development issuer makes its key once, for its owner only', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lingqu-issuer-'));
  try {
    const file = join(directory, 'identity', 'key.jwk.json');
    const [first, second] = await Promise.all([loadDevelopmentIssuer(file), loadDevelopmentIssuer(file)]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = await first.issue({
      client: 'desk',
      subject: null,
      actors: ['45-A', '45-B'],
      issuedAt: time / 1_000,
      lifetimeSeconds: 60,
      id: 'j',
    });
    const keys = (): Promise<CryptoKey> => Promise.resolve(second.publicKey);
    const trusted = { issuer: developmentIssuer, audience: developmentAudience, keys };
    expect(await tokenVerifier([trusted], () => time).verify(`Bearer ${token}`)).toMatchObject({
      client: 'desk',
      subject: 'desk',
      actors: ['45-A', '45-B'],
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function confused(): Promise<string> {
  const payload = (await sign()).split('.')[1] ?? '';
  const secret = JSON.stringify(await exportJWK(publicKey));
  const signed = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${payload}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
