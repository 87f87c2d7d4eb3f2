import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { httpTransport, type HttpTransport } from '../../../gateway/executor/http-transport';
import { subgraphKey } from '../../../gateway/executor/subgraph-key';
import { gatewayVerifier } from '../../../subgraphs/kit/verify-gateway';
import { replayMemory } from '../../../subgraphs/kit/replay-memory';
import { httpSubgraph, json, type HttpSubgraph, type SeenRequest } from '../../support/http-subgraph';

const masterKey = Buffer.alloc(32, 7);
const request = {
  subgraph: 'tax',
  operationKind: 'query',
  query: '{ x }',
  variablesJson: '{"v":"税"}',
  sharable: false,
} as const;

let subgraph: HttpSubgraph;
let transport: HttpTransport;

beforeEach(async () => {
  subgraph = await httpSubgraph();
  transport = transportTo(`${subgraph.origin}/graphql`);
});

afterEach(async () => {
  await subgraph.close();
  await transport.close();
});

function transportTo(url: string, timeoutMs = 10_000): HttpTransport {
  let nonces = 0;
  return httpTransport({
    routingUrls: { tax: url, other: `${subgraph.origin}/other` },
    masterKey,
    timeoutMs,
    maxResponseBytes: 1_000,
    now: () => 1_700_000_000_000,
    nonce: () => `n${String(nonces++)}`,
  });
}

const send = (signal = new AbortController().signal): ReturnType<HttpTransport['send']> =>
  transport.send(request, signal);

test('an answer arrives as it was sent', async () => {
  subgraph.respond = (response) => json(response, '{"data":{"x":1},"errors":[],"extensions":{"secret":1}}');
  expect(await send()).toEqual({ ok: true, body: { data: { x: 1 }, errors: [] } });
  expect(JSON.parse(String(subgraph.seen[0]?.body))).toEqual({ query: '{ x }', variables: { v: '税' } });
});

test('a request carries the listed headers and no others', async () => {
  subgraph.respond = (response) => json(response, '{"data":{}}');
  await send();
  expect(Object.keys(subgraph.seen[0]?.message.headers ?? {}).sort()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'content-digest',
    'content-length',
    'content-type',
    'host',
    'signature',
    'signature-input',
  ]);
});

test('the subgraph that a request is for accepts its signature, no other does, and only once', async () => {
  subgraph.respond = (response) => json(response, '{"data":{}}');
  await send();
  const { message, body } = subgraph.seen[0] as SeenRequest;
  const head = { method: 'POST', path: '/graphql', headers: message.headers };
  const verifierOf = (name: string) =>
    gatewayVerifier(name, subgraphKey(masterKey, name), replayMemory(), () => 1_700_000_000_000);
  const verified = await verifierOf('tax').verify(head);
  expect(verified?.accepts(Buffer.from('{}'))).toBe(false);
  expect(verified?.accepts(body)).toBe(true);
  expect(verified?.accepts(body)).toBe(false);
  expect(await verifierOf('other').verify(head)).toBeNull();
  expect(await verifierOf('tax').verify({ ...head, path: '/other' })).toBeNull();
  expect(message.headers['signature-input']).toBe(
    'lingqu=("@method" "@path" "content-digest");created=1700000000;expires=1700000060;nonce="n0";alg="hmac-sha256";keyid="tax";tag="lingqu:tax"',
  );
});

test('each subgraph has its own key, and the same master gives the same', () => {
  expect(subgraphKey(masterKey, 'tax')).toEqual(subgraphKey(masterKey, 'tax'));
  expect(subgraphKey(masterKey, 'tax')).not.toEqual(subgraphKey(masterKey, 'taxi'));
  expect(subgraphKey(masterKey, 'tax')).toHaveLength(32);
  expect(() => subgraphKey(Buffer.alloc(8), 'tax')).toThrow('the master key has 8 bytes; it must have at least 32');
});

test('a redirect is not followed', async () => {
  subgraph.respond = (response, message) =>
    message.url === '/graphql'
      ? response
          .writeHead(307, { location: `${subgraph.origin}/other`, 'content-type': 'application/json' })
          .end('{"data":{}}')
      : json(response, '{"data":{"x":1}}');
  expect(await send()).toEqual({ ok: false, code: 'SUBGRAPH_ERROR' });
  expect(subgraph.seen).toHaveLength(1);
});

test.each<[string, (response: ServerResponse) => void]>([
  ['a page of HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
  ['no content type', (response) => response.writeHead(200).end('{"data":{}}')],
  ['500 with JSON', (response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{"data":{}}')],
  ['text that is not JSON', (response) => json(response, '{"data":')],
  ['JSON that is no object', (response) => json(response, '[{"data":{}}]')],
  ['an empty body', (response) => json(response, '')],
  ['bytes that are not UTF-8', (response) => json(response, Buffer.from('{"data":{"x":"\xff"}}', 'latin1'))],
  ['compression nobody asked for', (r) => json(r, gzipSync('{"data":{}}'), { 'content-encoding': 'gzip' })],
  ['a coding nobody asked for, told of plain text', (r) => json(r, '{"data":{}}', { 'content-encoding': 'br' })],
  ['more bytes than the limit', (response) => json(response, `{"data":{"x":"${'x'.repeat(2_000)}"}}`)],
  [
    'half a body',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"data":', () => response.destroy());
    },
  ],
])('%s is a subgraph error', async (_name, answer) => {
  subgraph.respond = answer;
  expect(await send()).toEqual({ ok: false, code: 'SUBGRAPH_ERROR' });
});

test('a subgraph that hangs up without a word, or is not there, is unavailable', async () => {
  subgraph.respond = (response) => response.destroy();
  expect(await send()).toEqual({ ok: false, code: 'SUBGRAPH_UNAVAILABLE' });
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const nowhere = transportTo(`http://127.0.0.1:${String(port)}/`);
  expect(await nowhere.send(request, new AbortController().signal)).toEqual({
    ok: false,
    code: 'SUBGRAPH_UNAVAILABLE',
  });
  expect(await nowhere.send({ ...request, subgraph: 'unknown' }, new AbortController().signal)).toEqual({
    ok: false,
    code: 'SUBGRAPH_UNAVAILABLE',
  });
  await nowhere.close();
});

test('a body that drips for ever ends at the deadline', async () => {
  subgraph.respond = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 5);
    response.on('close', () => clearInterval(drip));
  };
  const hasty = transportTo(`${subgraph.origin}/graphql`, 50);
  expect(await hasty.send(request, new AbortController().signal)).toEqual({ ok: false, code: 'SUBGRAPH_TIMEOUT' });
  await hasty.close();
});

test('a request ends when the client is gone, and is not sent at all when it was gone before', async () => {
  const client = new AbortController();
  subgraph.respond = () => client.abort();
  expect(await send(client.signal)).toEqual({ ok: false, code: 'SUBGRAPH_TIMEOUT' });
  expect(await send(client.signal)).toEqual({ ok: false, code: 'SUBGRAPH_TIMEOUT' });
  expect(subgraph.seen).toHaveLength(1);
});
