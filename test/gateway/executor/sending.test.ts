import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpTransport, type HttpTransport, type HttpTransportOptions } from '../../../gateway/executor/http-transport';
import { Exchange } from '../../../gateway/executor/exchange';
import type { SubgraphReply, SubgraphRequest } from '../../../gateway/executor/execution';
import { httpSubgraph, json, type HttpSubgraph } from '../../support/http-subgraph';

const good: SubgraphReply = { ok: true, body: { data: { x: 1 }, errors: undefined } };
const refused: SubgraphReply = { ok: false, code: 'DISPATCH_REFUSED' };
const unavailable: SubgraphReply = { ok: false, code: 'SUBGRAPH_UNAVAILABLE' };
const late: SubgraphReply = { ok: false, code: 'SUBGRAPH_TIMEOUT' };
const faulty: SubgraphReply = { ok: false, code: 'SUBGRAPH_ERROR' };

/** All but `setTimeout`: what connections need goes on. */
const realTimers = [
  ...(['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
];

let subgraph: HttpSubgraph;
let transports: HttpTransport[];
let retried: string[];

beforeEach(async () => {
  subgraph = await httpSubgraph();
  transports = [];
  retried = [];
});

afterEach(async () => {
  jest.useRealTimers();
  await subgraph.close();
  await Promise.all(transports.map((transport) => transport.close()));
});

function transportWith(options: Partial<HttpTransportOptions> = {}): HttpTransport {
  let nonces = 0;
  const transport = httpTransport({
    routingUrls: { tax: `${subgraph.origin}/graphql` },
    masterKey: Buffer.alloc(32, 7),
    timeoutMs: 10_000,
    now: () => 1_700_000_000_000,
    nonce: () => `n${String(nonces++)}`,
    onRetry: (name) => retried.push(name),
    ...options,
  });
  transports.push(transport);
  return transport;
}

function send(
  transport: HttpTransport,
  request: Partial<SubgraphRequest> = {},
  signal = new AbortController().signal,
): Promise<SubgraphReply> {
  const plain = {
    subgraph: 'tax',
    operationKind: 'query',
    query: '{ x }',
    variablesJson: '{}',
    sharable: false,
  } as const;
  return transport.send({ ...plain, ...request }, signal);
}

const answer = (response: ServerResponse): void => json(response, '{"data":{"x":1}}');

/** Requests are held until the test answers them. */
function held(): { readonly next: () => Promise<ServerResponse>; readonly count: () => number } {
  const waiting: ServerResponse[] = [];
  const takers: ((response: ServerResponse) => void)[] = [];
  let count = 0;
  subgraph.respond = (response) => {
    count += 1;
    const taker = takers.shift();
    if (taker === undefined) waiting.push(response);
    else taker(response);
  };
  return {
    next: () => {
      const here = waiting.shift();
      return here === undefined ? new Promise((resolve) => takers.push(resolve)) : Promise.resolve(here);
    },
    count: () => count,
  };
}

describe('a connection that is closed before a byte came back', () => {
  const hangUpFirst = (response: ServerResponse): void => {
    if (subgraph.seen.length === 1) response.destroy();
    else answer(response);
  };

  test('a query is sent once more, signed anew', async () => {
    subgraph.respond = hangUpFirst;
    expect(await send(transportWith())).toEqual(good);
    const nonces = subgraph.seen.map(
      ({ message }) => /nonce="(\w+)"/.exec(String(message.headers['signature-input']))?.[1],
    );
    expect(nonces).toEqual(['n0', 'n1']);
    expect(retried).toEqual(['tax']);
  });

  test('a mutation is not', async () => {
    subgraph.respond = hangUpFirst;
    expect(await send(transportWith(), { operationKind: 'mutation' })).toEqual(unavailable);
    expect(subgraph.seen).toHaveLength(1);
  });

  test.each([0, 1, 3])('a query is sent %d times more at most', async (retries) => {
    subgraph.respond = (response) => response.destroy();
    expect(await send(transportWith({ retries }))).toEqual(unavailable);
    expect(subgraph.seen).toHaveLength(1 + retries);
  });

  test('a query whose answer has begun is not sent again', async () => {
    subgraph.respond = (_response, message) => {
      message.socket.write('HTTP/1.1 2', () => message.socket.destroy());
    };
    expect(await send(transportWith())).toEqual(unavailable);
    expect(subgraph.seen).toHaveLength(1);
  });

  test('a query that may no longer be sent is not sent again', async () => {
    subgraph.respond = hangUpFirst;
    expect(await send(transportWith(), { mayStillSend: () => subgraph.seen.length === 0 })).toEqual(refused);
    expect(subgraph.seen).toHaveLength(1);
  });

  test('nobody is asked anew for a client that is gone', async () => {
    const client = new AbortController();
    subgraph.respond = (response) => {
      client.abort();
      response.destroy();
    };
    expect(await send(transportWith(), {}, client.signal)).toEqual(late);
    expect(subgraph.seen).toHaveLength(1);
    expect(retried).toEqual([]);
  });
});

describe('INVARIANT: nothing that may no longer be sent is written, however long it waited for its connection', () => {
  test('before its connection is open', async () => {
    expect(await send(transportWith(), { mayStillSend: () => false })).toEqual(refused);
    expect(subgraph.seen).toEqual([]);
  });

  test('on a connection that was kept alive, which is not lost by it', async () => {
    const transport = transportWith();
    subgraph.respond = answer;
    expect(await send(transport)).toEqual(good);
    expect(await send(transport, { mayStillSend: () => false })).toEqual(refused);
    expect(await send(transport)).toEqual(good);
    expect(subgraph.seen).toHaveLength(2);
    expect(subgraph.sockets.some((socket) => socket.destroyed)).toBe(false);
  });

  test('while it waits its turn', async () => {
    const transport = transportWith({ maxConcurrent: 1 });
    const { next } = held();
    let may = true;
    const first = send(transport);
    const second = send(transport, { mayStillSend: () => may });
    const response = await next();
    may = false;
    answer(response);
    expect(await Promise.all([first, second])).toEqual([good, refused]);
    expect(subgraph.seen).toHaveLength(1);
  });
});

describe('requests at once', () => {
  test('are no more than the bound, and the others follow in order', async () => {
    const transport = transportWith({ maxConcurrent: 2 });
    const { next, count } = held();
    const replies = [1, 2, 3, 4].map((n) => send(transport, { variablesJson: `{"n":${String(n)}}` }));
    const [first, second] = [await next(), await next()];
    expect(count()).toBe(2);
    answer(first);
    const third = await next();
    expect(count()).toBe(3);
    answer(second);
    answer(third);
    answer(await next());
    expect(await Promise.all(replies)).toEqual([good, good, good, good]);
    expect(
      subgraph.seen.map(({ body }) => (JSON.parse(String(body)) as { variables: { n: number } }).variables.n),
    ).toEqual([1, 2, 3, 4]);
    expect(subgraph.sockets).toHaveLength(2);
  });

  test('beyond the queue are turned away at once', async () => {
    const transport = transportWith({ maxConcurrent: 1 });
    const { next } = held();
    const accepted = [1, 2, 3, 4, 5].map(() => send(transport));
    expect(await send(transport)).toEqual(unavailable);
    for (const _ of accepted) answer(await next());
    expect(await Promise.all(accepted)).toEqual(accepted.map(() => good));
  });

  test('have their time in the queue counted', async () => {
    jest.useFakeTimers({ doNotFake: [...realTimers] });
    const transport = transportWith({ maxConcurrent: 1, timeoutMs: 1_000 });
    const { next } = held();
    const replies = [send(transport), send(transport)];
    const first = await next();
    jest.advanceTimersByTime(900);
    answer(first);
    await next();
    jest.advanceTimersByTime(100);
    expect(await Promise.all(replies)).toEqual([good, late]);
  });

  test('make room when they are given up', async () => {
    const transport = transportWith({ maxConcurrent: 1 });
    const { next } = held();
    const client = new AbortController();
    const first = send(transport, {}, client.signal);
    await next();
    const second = send(transport);
    client.abort();
    answer(await next());
    expect(await Promise.all([first, second])).toEqual([late, good]);
  });

  test('leave the queue when their client is gone', async () => {
    const transport = transportWith({ maxConcurrent: 1 });
    const { next } = held();
    const client = new AbortController();
    const first = send(transport);
    const second = send(transport, {}, client.signal);
    const third = send(transport, { query: '{ third }' });
    client.abort();
    expect(await second).toEqual(late);
    answer(await next());
    answer(await next());
    expect(await Promise.all([first, third])).toEqual([good, good]);
    expect(subgraph.seen.map(({ body }) => (JSON.parse(String(body)) as { query: string }).query)).toEqual([
      '{ x }',
      '{ third }',
    ]);
  });

  test('have no place in the queue once their client is gone', async () => {
    const transport = transportWith({ maxConcurrent: 1 });
    const { next } = held();
    const client = new AbortController();
    const first = send(transport);
    const gone = [1, 2, 3, 4].map(() => send(transport, {}, client.signal));
    client.abort();
    expect(await Promise.all(gone)).toEqual(gone.map(() => late));
    const others = [1, 2, 3, 4].map(() => send(transport));
    for (let n = 0; n < 5; n += 1) answer(await next());
    expect(await Promise.all([first, ...others])).toEqual([good, ...others.map(() => good)]);
  });

  test('each have a place of their own for each subgraph', async () => {
    const transport = transportWith({
      maxConcurrent: 1,
      routingUrls: { tax: `${subgraph.origin}/graphql`, other: `${subgraph.origin}/other` },
    });
    const { next } = held();
    const replies = [send(transport), send(transport, { subgraph: 'other' })];
    for (const response of [await next(), await next()]) answer(response);
    expect(await Promise.all(replies)).toEqual([good, good]);
  });
});

describe('connections', () => {
  test('are kept and used again', async () => {
    const transport = transportWith();
    subgraph.respond = answer;
    for (let n = 0; n < 20; n += 1) expect(await send(transport)).toEqual(good);
    // One is free again only in the tick after its answer, so that two take turns.
    expect(subgraph.sockets.length).toBeLessThanOrEqual(2);
  });

  test.each<[string, Partial<HttpTransportOptions>, (client: AbortController) => void, SubgraphReply]>([
    ['the client is gone', {}, (client) => client.abort(), late],
    ['the deadline has come', { timeoutMs: 1_000 }, () => jest.advanceTimersByTime(1_000), late],
  ])('are given up when %s', async (_when, options, then, expected) => {
    jest.useFakeTimers({ doNotFake: [...realTimers] });
    const client = new AbortController();
    const closed = new Promise<void>((resolve) => {
      subgraph.respond = (_response, message) => {
        message.socket.on('close', () => resolve());
        then(client);
      };
    });
    expect(await send(transportWith(options), {}, client.signal)).toEqual(expected);
    await closed;
    expect(subgraph.seen).toHaveLength(1);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    [
      'a body without end',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
        const pour = (): void => {
          while (!response.destroyed && response.write(' '.repeat(600)));
        };
        response.on('drain', pour);
        pour();
      },
    ],
    [
      'a body that is announced as too long',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1001' });
        response.flushHeaders();
      },
    ],
    [
      'a page without end that is no JSON',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write('<html>');
      },
    ],
  ])('are given up at %s', async (_what, begin) => {
    const closed = new Promise<void>((resolve) => {
      subgraph.respond = (response, message) => {
        message.socket.on('close', () => resolve());
        begin(response);
      };
    });
    expect(await send(transportWith({ maxResponseBytes: 1_000 }))).toEqual(faulty);
    await closed;
  });
});

describe('replies', () => {
  test('of exactly the greatest length are read', async () => {
    const text = '{"data":{"x":1}}';
    subgraph.respond = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(text);
    };
    expect(await send(transportWith({ maxResponseBytes: text.length }))).toEqual(good);
    expect(await send(transportWith({ maxResponseBytes: text.length - 1 }))).toEqual(faulty);
  });

  test('may come in pieces that part a character', async () => {
    const bytes = Buffer.from('{"data":{"x":"税务"}}');
    subgraph.respond = (response: ServerResponse, { socket }: IncomingMessage) => {
      socket.setNoDelay(true);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(bytes.subarray(0, 15), () => setImmediate(() => response.end(bytes.subarray(15))));
    };
    expect(await send(transportWith())).toEqual({ ok: true, body: { data: { x: '税务' } } });
  });

  test('may follow something informational', async () => {
    subgraph.respond = (response) => {
      response.writeProcessing();
      answer(response);
    };
    expect(await send(transportWith())).toEqual(good);
  });

  test('are read as before once one was not UTF-8', async () => {
    const transport = transportWith();
    subgraph.respond = (response) =>
      subgraph.seen.length === 1 ? json(response, Buffer.from([0x7b, 0xe7, 0xa8])) : answer(response);
    expect(await send(transport)).toEqual(faulty);
    expect(await send(transport)).toEqual(good);
  });

  test('say what is their own, whatever they call it', async () => {
    subgraph.respond = (response) => json(response, '{"__proto__":{"data":{"x":1}},"constructor":1}');
    expect(await send(transportWith())).toEqual({ ok: true, body: { data: undefined, errors: undefined } });
  });
});

describe('one exchange', () => {
  function exchange(): { readonly told: [SubgraphReply, boolean][]; readonly handler: Exchange; start(): void } {
    const told: [SubgraphReply, boolean][] = [];
    const handler = new Exchange({
      maxResponseBytes: 1,
      mayWrite: () => true,
      done: (reply, again) => told.push([reply, again]),
    });
    const controller = { aborted: false, paused: false, reason: null, abort() {}, pause() {}, resume() {} };
    return { told, handler, start: () => handler.onRequestStart(controller) };
  }
  const error = (code: string): Error => Object.assign(new Error(code), { code });

  test('is written once, even if its connection is lost', () => {
    const { start } = exchange();
    start();
    expect(start).toThrow('a request is written once');
  });

  test.each([
    ['ECONNRESET', true],
    ['EPIPE', true],
    ['UND_ERR_SOCKET', true],
    ['ETIMEDOUT', false],
    ['UND_ERR_HEADERS_OVERFLOW', false],
  ])('that ends with %s may be tried again: %p', (code, again) => {
    const { told, handler, start } = exchange();
    start();
    handler.onResponseError(null, error(code));
    expect(told).toEqual([[unavailable, again]]);
  });

  test('that never got a connection is not tried again', () => {
    const { told, handler } = exchange();
    handler.onResponseError(null, error('ECONNRESET'));
    expect(told).toEqual([[unavailable, false]]);
  });
});

test('after it was closed a transport sends nothing', async () => {
  const transport = transportWith();
  await transports.pop()?.close();
  expect(await send(transport)).toEqual(unavailable);
  expect(subgraph.seen).toEqual([]);
});

test('what cannot be signed is an error, and takes no place for ever', async () => {
  let nonce = 'no"nonce';
  const transport = transportWith({ maxConcurrent: 1, nonce: () => nonce });
  expect(await send(transport)).toEqual(faulty);
  nonce = 'n1';
  subgraph.respond = answer;
  expect(await send(transport)).toEqual(good);
});
