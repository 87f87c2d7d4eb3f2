import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { pino } from 'pino';
import { httpEdge, type EdgeOptions, type HttpEdge } from '../../../gateway/server/http-edge';
import { gatewayMetrics } from '../../../gateway/server/metrics';

let edge: HttpEdge;
let origin: string;
let port: number;
let log: string[];
let answer: EdgeOptions['answer'];
let ready: boolean;

const sound = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"data":{}}\n',
  mayRelease: () => true,
  withhold: () => Promise.reject(new Error('not asked for')),
};

async function start(more: Partial<EdgeOptions> = {}): Promise<void> {
  log = [];
  ready = true;
  answer = () => Promise.resolve(sound);
  edge = httpEdge({
    limits: { depth: 15, aliases: 30, rootFields: 20, tokens: 5000, bodyBytes: 2_000 },
    metrics: gatewayMetrics(),
    log: pino({}, { write: (line: string) => void log.push(line) }),
    answer: (request) => answer(request),
    ready: () => ready,
    requestId: () => 'id',
    monotonic: () => 0,
    ...more,
  });
  ({ port } = await edge.listen('127.0.0.1', 0));
  origin = `http://127.0.0.1:${String(port)}`;
}

beforeEach(() => start());
afterEach(() => edge.drain(0));

const post = (body: string, headers: Record<string, string> = {}, path = '/graphql'): Promise<Response> =>
  fetch(origin + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

const codeOf = async (response: Response): Promise<[number, unknown]> => {
  const body = (await response.json()) as { errors: { extensions: { code: unknown } }[] };
  return [response.status, body.errors[0]?.extensions.code];
};

const query = JSON.stringify({ query: '{ a }' });

test.each<[string, () => Promise<Response>, [number, string]]>([
  ['a body that is too large', () => post(`{"query":"${'x'.repeat(3_000)}"}`), [413, 'PAYLOAD_TOO_LARGE']],
  ['a body that is no JSON', () => post('{'), [400, 'BAD_REQUEST']],
  ['a batch', () => post(`[${query}]`), [400, 'BAD_REQUEST']],
  ['a compressed body', () => post(query, { 'content-encoding': 'gzip' }), [415, 'UNSUPPORTED_MEDIA_TYPE']],
  ['another media type', () => post(query, { 'content-type': 'application/xml' }), [415, 'UNSUPPORTED_MEDIA_TYPE']],
  [
    'another charset',
    () => post(query, { 'content-type': 'application/json; charset=gbk' }),
    [415, 'UNSUPPORTED_MEDIA_TYPE'],
  ],
  ['another method', () => fetch(`${origin}/graphql`, { method: 'PUT' }), [405, 'BAD_REQUEST']],
  ['a preflight of another origin', () => fetch(`${origin}/graphql`, { method: 'OPTIONS' }), [405, 'BAD_REQUEST']],
  ['a token in the address', () => post(query, {}, '/graphql?access_token=x'), [400, 'BAD_REQUEST']],
  ['a purpose in the address', () => post(query, {}, '/graphql?Lingqu-Purpose=x'), [400, 'BAD_REQUEST']],
  ['a purpose that is joined of two', () => post(query, { 'lingqu-purpose': 'a, b' }), [400, 'BAD_REQUEST']],
  ['a subscription', () => post('{"query":"subscription { a }"}'), [400, 'OPERATION_NOT_SUPPORTED']],
  [
    'variables that are too deep',
    () => post(`{"query":"{ a }","variables":{"a":${'['.repeat(70)}${']'.repeat(70)}}}`),
    [400, 'LIMIT_EXCEEDED'],
  ],
  ['an unknown path', () => post(query, {}, '/other'), [404, 'BAD_REQUEST']],
])('%s is refused with a code', async (_name, ask, expected) => {
  expect(await codeOf(await ask())).toEqual(expected);
});

test('a refusal comes in the media type that was asked for', async () => {
  const accept = 'application/graphql-response+json';
  expect((await post('[]', { accept })).headers.get('content-type')).toContain(accept);
  expect((await post('[]')).headers.get('content-type')).toContain('application/json');
});

test('an error that nobody foresaw is told to the operator, without words, and to the client as nothing but itself', async () => {
  answer = () => Promise.reject(new TypeError('secret 450103 in here'));
  const response = await post(query);
  const text = await response.text();
  expect([response.status, text]).toEqual([500, expect.stringContaining('INTERNAL_SERVER_ERROR')]);
  expect(text + log.join('')).not.toContain('450103');
  expect(text).not.toMatch(/ at .*\.ts/);
  expect(log.join('')).toContain('TypeError');
});

test('an answer whose grants lapsed is replaced in the moment of its release', async () => {
  answer = () =>
    Promise.resolve({
      ...sound,
      mayRelease: () => false,
      withhold: () => Promise.resolve({ ...sound, status: 403, body: 'withheld' }),
    });
  const response = await post(query);
  expect([response.status, await response.text()]).toEqual([403, 'withheld']);
});

test('health and metrics answer, and readiness follows the log', async () => {
  expect((await fetch(`${origin}/health/live`)).status).toBe(200);
  expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
  expect(await (await fetch(`${origin}/metrics`)).text()).toContain('lingqu_requests_in_flight');
  ready = false;
  expect((await fetch(`${origin}/health/ready`)).status).toBe(503);
  expect(await codeOf(await post(query))).toEqual([503, 'AUDIT_UNAVAILABLE']);
  expect((await fetch(`${origin}/health/live`)).status).toBe(200);
});

test('beyond the cap on requests in flight the next one is told to come back', async () => {
  await edge.drain(0);
  await start({ maxInFlight: 1 });
  let finish = (): void => undefined;
  const begun = new Promise<void>((begin) => {
    answer = () =>
      new Promise((resolve) => {
        finish = () => resolve(sound);
        begin();
      });
  });
  const first = post(query);
  await begun;
  const second = await post(query);
  expect(second.headers.get('retry-after')).toBe('1');
  expect(await codeOf(second)).toEqual([503, 'OVERLOADED']);
  finish();
  expect((await first).status).toBe(200);
});

test('requests in flight are finished while new ones are turned away', async () => {
  let finish = (): void => undefined;
  const begun = new Promise<void>((begin) => {
    answer = () =>
      new Promise((resolve) => {
        finish = () => resolve(sound);
        begin();
      });
  });
  const first = post(query);
  await begun;
  const drained = edge.drain(10_000);
  expect((await fetch(`${origin}/health/ready`)).status).toBe(503);
  expect(await codeOf(await post(query))).toEqual([503, 'OVERLOADED']);
  finish();
  expect((await first).status).toBe(200);
  await drained;
  await expect(fetch(`${origin}/health/live`)).rejects.toThrow();
  await start();
});

test('a socket with too many unread answers is closed', async () => {
  answer = () => new Promise(() => undefined);
  const one = `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${String(query.length)}\r\n\r\n${query}`;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(one.repeat(6));
  await new Promise((resolve) => socket.once('close', resolve));
});

test('requests that were pipelined by a client that left are counted as ended', async () => {
  await edge.drain(0);
  await start({ maxInFlight: 4 });
  let begun = 0;
  let all = (): void => undefined;
  const begunAll = new Promise<void>((resolve) => (all = resolve));
  let gone = 0;
  answer = (request) =>
    new Promise(() => {
      request.gone().addEventListener('abort', () => (gone += 1));
      begun += 1;
      if (begun === 4) all();
    });
  const one = `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${String(query.length)}\r\n\r\n${query}`;
  const socket = connect(port, '127.0.0.1');
  socket.write(one.repeat(4));
  await begunAll;
  expect((await post(query)).status).toBe(503);
  socket.destroy();
  const page = async (): Promise<string> => (await fetch(`${origin}/metrics`)).text();
  while (!(await page()).includes('lingqu_requests_in_flight 1\n')) await new Promise(setImmediate);
  expect(gone).toBe(4);
});

test('a head that is too long and one that is no HTTP get a bare status', async () => {
  expect(await raw(`GET /health/live HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain(' 431 ');
  expect(await raw('NONSENSE\r\n\r\n')).toContain(' 400 ');
});

test('two hosts are refused, and a token behind a crowd of headers is refused with them', async () => {
  const crowd = Array.from({ length: 70 }, (_each, index) => `X-${String(index)}: x\r\n`).join('');
  const head = `POST /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n`;
  expect(await raw(`${head}${crowd}Authorization: Bearer x\r\n\r\n`)).toContain(' 431 ');
  expect(await raw(`${head}Authorization: Bearer x\r\nAuthorization: Bearer y\r\n\r\n`)).toContain(' 400 ');
});

test('a client that leaves is noticed by whoever works for it', async () => {
  const gone = new Promise<void>((resolve) => {
    answer = (request) =>
      new Promise((finish) =>
        request.gone().addEventListener('abort', () => {
          resolve();
          finish(sound);
        }),
      );
  });
  const request = httpRequest(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': query.length },
  });
  request.on('error', () => undefined);
  request.end(query, () => setImmediate(() => request.destroy()));
  await gone;
});

function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('end', () => resolve(received));
    socket.on('error', reject);
  });
}
