/** A subgraph answers its gateway and nobody else; whoever is refused learns nothing. */
import { randomBytes } from 'node:crypto';
import { graphql } from 'graphql';
import { createSigner, httpbis, type SignatureParameters } from 'http-message-signatures';
import { buildProviderSchema } from '../../../subgraphs/kit/build-provider-schema';
import { serveProvider, type RunningProvider } from '../../../subgraphs/kit/serve-provider';
import { taxProvider } from '../../../subgraphs/tax/provider';
import { send, signedRequest, type SignedRequest } from './signed-request';

const key = randomBytes(32);
const subgraph = 'tax';
const query = { query: '{ taxReturn(returnId: "T-2025-000001") { income } }' };
let running: RunningProvider;
let clock: number | null = null;
const logged: string[] = [];

beforeAll(async () => {
  running = await serveProvider(taxProvider, {
    key,
    port: 0,
    now: () => clock ?? Date.now(),
    log: (message) => logged.push(message),
  });
});
afterAll(() => running.stop());
afterEach(() => {
  clock = null;
});

const refused = { status: 401, text: '' };

function without(request: SignedRequest, header: string): SignedRequest {
  return {
    ...request,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== header)),
  };
}

function withHeader(request: SignedRequest, name: string, change: (value: string) => string): SignedRequest {
  return { ...request, headers: { ...request.headers, [name]: change(request.headers[name] ?? '') } };
}

test('what the gateway signed is answered', async () => {
  const answer = await send(await signedRequest(running.url, key, query, { subgraph }));
  expect(answer).toEqual({ status: 200, text: expect.stringContaining('"income":86000') });
});

test('without a signature nothing is answered: no query, no schema, no introspection, no page', async () => {
  const url = new URL(running.url);
  const headers = { 'content-type': 'application/json' };
  for (const text of [query.query, '{ _service { sdl } }', '{ __schema { types { name } } }', '{ __typename }', '{']) {
    expect(await send({ url, headers, body: JSON.stringify({ query: text }) })).toEqual(refused);
  }
  for (const path of [
    '/',
    '/graphql',
    '/graphql?query={__typename}',
    '/.well-known/apollo/server-health',
    '/nowhere',
  ]) {
    expect(await send({ url: new URL(path, url), headers: { accept: 'text/html' }, body: '' }, 'GET')).toEqual(refused);
  }
});

test('health is answered to everybody, and says nothing else', async () => {
  const url = new URL('/health', running.url);
  expect(await send({ url, headers: {}, body: '' }, 'GET')).toEqual({ status: 200, text: '{"status":"ok"}' });
});

test('another key is refused', async () => {
  expect(await send(await signedRequest(running.url, randomBytes(32), query, { subgraph }))).toEqual(refused);
});

test("another subgraph's name in `keyid` and `tag` is refused, even under the right key", async () => {
  expect(await send(await signedRequest(running.url, key, query, { subgraph: 'population' }))).toEqual(refused);
});

test.each(['signature', 'signature-input', 'content-digest'])(
  'a request that lacks `%s` is refused',
  async (header) => {
    const request = await signedRequest(running.url, key, query, { subgraph });
    expect(await send(without(request, header))).toEqual(refused);
  },
);

test('an altered body is refused', async () => {
  const request = await signedRequest(running.url, key, query, { subgraph });
  expect(await send({ ...request, body: request.body.replace('000001', '000007') })).toEqual(refused);
});

test('an altered body with its own digest is refused', async () => {
  const request = await signedRequest(running.url, key, query, { subgraph });
  const other = await signedRequest(running.url, randomBytes(32), { query: '{ __typename }' }, { subgraph });
  const digest = other.headers['content-digest'] ?? '';
  expect(await send({ ...withHeader(request, 'content-digest', () => digest), body: other.body })).toEqual(refused);
});

test('a signature for another path is refused', async () => {
  const request = await signedRequest(new URL('/other', running.url).href, key, query, { subgraph });
  expect(await send({ ...request, url: new URL(running.url) })).toEqual(refused);
});

test('a signature for another method is refused', async () => {
  const request = await signedRequest(running.url, key, query, { subgraph });
  expect(await send(request, 'PUT')).toEqual(refused);
});

test.each([
  ['tag', (value: string) => value.replace('lingqu:tax', 'lingqu:population')],
  ['expiry', (value: string) => value.replace(/expires=\d+/, 'expires=9999999999')],
  ['covered components', (value: string) => value.replace('"@path" ', '')],
])('a changed %s is refused', async (_what, change) => {
  const request = await signedRequest(running.url, key, query, { subgraph });
  const changed = withHeader(request, 'signature-input', change);
  expect(changed).not.toEqual(request);
  expect(await send(changed)).toEqual(refused);
});

test('two signatures are refused, though one of them is right', async () => {
  const right = await signedRequest(running.url, key, query, { subgraph });
  const wrong = await signedRequest(running.url, randomBytes(32), query, { subgraph });
  const both = (name: string): string =>
    `${(wrong.headers[name] ?? '').replace('lingqu=', 'other=')}, ${right.headers[name] ?? ''}`;
  const headers = { ...right.headers, signature: both('signature'), 'signature-input': both('signature-input') };
  expect(await send({ ...right, headers })).toEqual(refused);
});

test('a request is answered once', async () => {
  const request = await signedRequest(running.url, key, query, { subgraph });
  expect((await send(request)).status).toBe(200);
  expect(await send(request)).toEqual(refused);
});

test('a signature is too early more than five seconds before its time, and too late after a minute', async () => {
  const instant = 1_800_000_000_000;
  const at = async (now: number): Promise<number> => {
    clock = now;
    return (await send(await signedRequest(running.url, key, query, { subgraph, instant }))).status;
  };
  expect(await at(instant - 6_000)).toBe(401);
  expect(await at(instant - 5_000)).toBe(200);
  expect(await at(instant + 59_000)).toBe(200);
  expect(await at(instant + 60_000)).toBe(401);
});

/** Signed under the right key, by a gateway that does it differently. */
async function signedOtherwise(
  params: readonly string[],
  values: SignatureParameters,
  fields: readonly string[] = ['@method', '@path', 'content-digest'],
): Promise<SignedRequest> {
  const { url, body, headers } = await signedRequest(running.url, key, query, { subgraph });
  const message = { method: 'POST', url, headers: { 'content-digest': headers['content-digest'] ?? '' } };
  const signer = createSigner(key, 'hmac-sha256', subgraph);
  const signed = await httpbis.signMessage(
    {
      key: signer,
      name: 'lingqu',
      fields: [...fields],
      params: [...params],
      paramValues: { tag: `lingqu:${subgraph}`, ...values },
    },
    message,
  );
  return { url, body, headers: { 'content-type': 'application/json', ...(signed.headers as Record<string, string>) } };
}

test('a signature that lives longer than a minute, or for ever, is refused; one without a nonce is not', async () => {
  const created = new Date();
  const until = (seconds: number): Date => new Date(created.getTime() + seconds * 1000);
  const all = ['created', 'expires', 'keyid', 'tag'];
  const lives = async (params: readonly string[], expires: Date): Promise<number> =>
    (await send(await signedOtherwise(params, { created, expires }))).status;
  expect(await lives(all, until(60))).toBe(200);
  expect(await lives(all, until(61))).toBe(401);
  expect(await lives(['created', 'keyid', 'tag'], until(60))).toBe(401);
  expect(await lives(['expires', 'keyid', 'tag'], until(60))).toBe(401);
  expect(await lives(['created', 'expires', 'tag'], until(60))).toBe(401);
  expect(await lives(['created', 'expires', 'keyid'], until(60))).toBe(401);
});

test('name, tag and all three components are needed, each by itself', async () => {
  const all = ['created', 'expires', 'keyid', 'tag'];
  const created = new Date();
  const times = { created, expires: new Date(created.getTime() + 60_000) };
  const status = async (values: SignatureParameters, fields?: readonly string[]): Promise<number> =>
    (await send(await signedOtherwise(all, { ...times, ...values }, fields))).status;
  expect(await status({})).toBe(200);
  expect(await status({ keyid: 'population' })).toBe(401);
  expect(await status({ tag: 'lingqu:population' })).toBe(401);
  expect(await status({ tag: 'tax' })).toBe(401);
  expect(await status({}, ['@path', 'content-digest'])).toBe(401);
  expect(await status({}, ['@method', 'content-digest'])).toBe(401);
  expect(await status({}, ['@method', '@path'])).toBe(401);
});

test('what is signed and no GraphQL request is refused without a word', async () => {
  const at = async (path: string, body: string): Promise<object> =>
    send(await signedRequest(new URL(path, running.url).href, key, body, { subgraph }));
  expect(await at('/elsewhere', '{}')).toEqual({ status: 404, text: '' });
  expect(await at('/graphql?query=%7B__typename%7D', JSON.stringify(query))).toEqual({ status: 404, text: '' });
  expect(await at('/graphql', 'no json')).toEqual({ status: 400, text: '' });
  expect(await at('/graphql', JSON.stringify([query, query]))).toEqual({ status: 400, text: '' });
});

test('errors show neither text nor values nor stacks; those are logged', async () => {
  logged.length = 0;
  const answer = await send(await signedRequest(running.url, key, { query: '{ secretName }' }, { subgraph }));
  expect(JSON.parse(answer.text)).toEqual({
    errors: [
      {
        message: 'the subgraph could not answer this field',
        locations: expect.anything(),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ],
  });
  expect(logged).toEqual([expect.stringContaining('secretName')]);
});

test('the second wall: the schema itself denies root fields to whoever was not verified', async () => {
  const { schema } = buildProviderSchema(taxProvider);
  const source = '{ taxReturn(returnId: "T-2025-000001") { income } _service { sdl } }';
  const loaders = taxProvider.loaders();
  const denied = await graphql({ schema, source, contextValue: { loaders } });
  expect(denied.data).toBeNull();
  const entities =
    '{ _entities(representations: [{ __typename: "Person", pid: "P-000001" }]) { ... on Person { income } } }';
  expect(
    (await graphql({ schema, source: entities, contextValue: { loaders, callerIsGateway: 'yes' } })).data,
  ).toBeNull();
  const given = await graphql({ schema, source: entities, contextValue: { loaders, callerIsGateway: true } });
  expect(given).toEqual({ data: { _entities: [{ income: 86_000 }] } });
});
