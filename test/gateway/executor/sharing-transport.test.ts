import type { SubgraphReply, SubgraphRequest, SubgraphTransport } from '../../../gateway/executor/execution';
import { sharingTransport, type SharingOptions } from '../../../gateway/executor/sharing-transport';

const good: SubgraphReply = { ok: true, body: { data: { x: 1 } } };
const late: SubgraphReply = { ok: false, code: 'SUBGRAPH_TIMEOUT' };
const refused: SubgraphReply = { ok: false, code: 'DISPATCH_REFUSED' };

interface Call {
  readonly request: SubgraphRequest;
  readonly signal: AbortSignal;
  answer(reply: SubgraphReply): void;
  fail(error: Error): void;
}

let calls: Call[];
let time: number;

beforeEach(() => {
  calls = [];
  time = 0;
});

/** Answers when the test does, and when the signal is aborted. */
const below: SubgraphTransport = {
  send: (request, signal) =>
    new Promise((resolve, reject) => {
      calls.push({ request, signal, answer: resolve, fail: reject });
      signal.addEventListener('abort', () => resolve(late));
    }),
};

function sharing(options: Partial<SharingOptions> = {}): SubgraphTransport {
  return sharingTransport(below, { coalesce: true, cacheMs: 0, monotonic: () => time, ...options });
}

function send(
  transport: SubgraphTransport,
  request: Partial<SubgraphRequest> = {},
  signal = new AbortController().signal,
): Promise<SubgraphReply> {
  const plain = { subgraph: 'a', operationKind: 'query', query: '{ x }', variablesJson: '{}', sharable: true } as const;
  return transport.send({ ...plain, ...request }, signal);
}

/** Until everything that waits for a settled promise has run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('requests at the same time', () => {
  test('that are equal are sent once, and each gets the answer', async () => {
    const transport = sharing();
    const replies = [send(transport), send(transport), send(transport)];
    expect(calls).toHaveLength(1);
    calls[0]?.answer(good);
    expect(await Promise.all(replies)).toEqual([good, good, good]);
  });

  test('are sent again once the answer is there', async () => {
    const transport = sharing();
    const first = send(transport);
    calls[0]?.answer(good);
    await first;
    void send(transport);
    expect(calls).toHaveLength(2);
  });

  test.each<[string, Partial<SubgraphRequest>]>([
    ['go to another subgraph', { subgraph: 'b' }],
    ['have another query', { query: '{ y }' }],
    ['have other variables', { variablesJson: '{"a":1}' }],
    ['may not be shared', { sharable: false }],
    ['change something', { operationKind: 'mutation' }],
  ])('are apart where they %s', (_how, other) => {
    const transport = sharing({ cacheMs: 60_000 });
    for (const request of [{}, other, {}, other]) void send(transport, request);
    const apart = other.sharable === false || other.operationKind === 'mutation';
    expect(calls).toHaveLength(apart ? 3 : 2);
  });

  test('are apart where a text only seems to be the same', () => {
    const transport = sharing();
    void send(transport, { variablesJson: '{}', query: '{}{ x }' });
    void send(transport, { variablesJson: '{}{}', query: '{ x }' });
    expect(calls).toHaveLength(2);
  });

  test('fail together, and the next is tried anew', async () => {
    const transport = sharing({ cacheMs: 60_000 });
    const replies = [send(transport), send(transport)];
    calls[0]?.answer({ ok: false, code: 'SUBGRAPH_UNAVAILABLE' });
    expect(await Promise.all(replies)).toEqual(replies.map(() => ({ ok: false, code: 'SUBGRAPH_UNAVAILABLE' })));
    const more = [send(transport), send(transport)];
    expect(calls).toHaveLength(2);
    calls[1]?.fail(new Error('a transport never throws'));
    expect(await Promise.all(more)).toEqual(more.map(() => ({ ok: false, code: 'SUBGRAPH_ERROR' })));
  });

  test('end for a client that is gone, and go on for the others', async () => {
    const transport = sharing();
    const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()];
    const replies = [one, two, three].map(({ signal }) => send(transport, {}, signal));
    one.abort();
    expect(await replies[0]).toEqual(late);
    expect(calls[0]?.signal.aborted).toBe(false);
    calls[0]?.answer(good);
    expect(await Promise.all(replies)).toEqual([late, good, good]);
    two.abort();
    expect(calls[0]?.signal.aborted).toBe(false);
  });

  test('are given up with the last client, and nobody joins what was given up', async () => {
    const transport = sharing();
    const [one, two] = [new AbortController(), new AbortController()];
    const replies = [one, two].map(({ signal }) => send(transport, {}, signal));
    one.abort();
    two.abort();
    const next = send(transport);
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    calls[1]?.answer(good);
    expect(await Promise.all([...replies, next])).toEqual([late, late, good]);
  });

  test('are not sent for a client that was gone before', async () => {
    const client = new AbortController();
    client.abort();
    expect(await send(sharing(), {}, client.signal)).toEqual(late);
    expect(calls).toEqual([]);
  });

  test('are refused to those that may no longer send, and go on for the others', async () => {
    const transport = sharing();
    const replies = [
      send(transport, { mayStillSend: () => false }),
      send(transport, { mayStillSend: () => true }),
      send(transport),
    ];
    expect(calls[0]?.request.mayStillSend?.()).toBe(true);
    calls[0]?.answer(good);
    expect(await Promise.all(replies)).toEqual([refused, good, good]);
  });

  test('are not sent where nobody may send any more, and nobody joins what was refused', async () => {
    const transport = sharing();
    const replies = [send(transport, { mayStillSend: () => false }), send(transport, { mayStillSend: () => false })];
    expect(calls[0]?.request.mayStillSend?.()).toBe(false);
    expect(await Promise.all(replies)).toEqual([refused, refused]);
    void send(transport);
    expect(calls).toHaveLength(2);
  });

  test('are each sent where that is configured', () => {
    const transport = sharing({ coalesce: false });
    void send(transport);
    void send(transport);
    expect(calls).toHaveLength(2);
  });
});

describe('an answer that is kept', () => {
  test.each([true, false])(
    'is given until it is too old, counted from when it was asked for (coalesce: %p)',
    async (coalesce) => {
      const transport = sharing({ coalesce, cacheMs: 100 });
      const first = send(transport);
      time = 60;
      calls[0]?.answer(good);
      expect(await first).toEqual(good);
      time = 99;
      expect(await send(transport)).toEqual(good);
      expect(calls).toHaveLength(1);
      time = 100;
      void send(transport);
      expect(calls).toHaveLength(2);
    },
  );

  test('is not kept at all unless that is configured', async () => {
    const transport = sharing({ cacheMs: 0 });
    const first = send(transport);
    calls[0]?.answer(good);
    await first;
    void send(transport);
    expect(calls).toHaveLength(2);
  });

  test.each<[string, SubgraphReply]>([
    ['with errors', { ok: true, body: { data: { x: null }, errors: [{ message: 'm' }] } }],
    ['with errors of no known form', { ok: true, body: { data: { x: 1 }, errors: 'm' } }],
    ['without data', { ok: true, body: { data: null } }],
    ['with data of no known form', { ok: true, body: { data: 'x' } }],
    ['that is none', { ok: false, code: 'SUBGRAPH_ERROR' }],
  ])('is never one %s', async (_what, reply) => {
    const transport = sharing({ cacheMs: 60_000 });
    const first = send(transport);
    calls[0]?.answer(reply);
    expect(await first).toEqual(reply);
    void send(transport);
    expect(calls).toHaveLength(2);
  });

  test.each<[string, Partial<SubgraphRequest>]>([
    ['may not be shared', { sharable: false }],
    ['changes something', { operationKind: 'mutation' }],
  ])('is neither kept nor given where a request %s', async (_how, other) => {
    const transport = sharing({ cacheMs: 60_000 });
    for (const request of [{}, other, other]) {
      const reply = send(transport, request);
      calls.at(-1)?.answer(good);
      await reply;
    }
    expect(calls).toHaveLength(3);
  });

  test('gives way to others, so that memory is bounded in number and in size', async () => {
    const transport = sharing({ cacheMs: 60_000 });
    const fetchOne = async (query: string, text: string): Promise<void> => {
      const reply = send(transport, { query });
      calls.at(-1)?.answer({ ok: true, body: { data: { text } } });
      await reply;
      await settle();
    };
    await fetchOne('first', '');
    for (let n = 0; n < 1_000; n += 1) await fetchOne(String(n), '');
    const before = calls.length;
    void send(transport, { query: 'first' });
    expect(calls).toHaveLength(before + 1);
    await fetchOne('small', '');
    for (let n = 0; n < 3; n += 1) await fetchOne(`large ${String(n)}`, 'x'.repeat(12 << 20));
    const after = calls.length;
    void send(transport, { query: 'large 2' });
    expect(calls).toHaveLength(after);
    void send(transport, { query: 'small' });
    expect(calls).toHaveLength(after + 1);
  });
});
