/** Leaving the port to a successor: nobody who is connected loses a request by it. */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { pino } from 'pino';
import { httpEdge, type EdgeOptions, type HttpEdge } from '../../../gateway/server/http-edge';
import { gatewayMetrics } from '../../../gateway/server/metrics';

let edge: HttpEdge;
let port: number;
let answer: EdgeOptions['answer'];
/** One connection, kept. */
let agent: Agent;

const sound = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"data":{}}\n',
  mayRelease: () => true,
  withhold: () => Promise.reject(new Error('not asked for')),
};

beforeEach(async () => {
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  answer = () => Promise.resolve(sound);
  edge = httpEdge({
    limits: { depth: 15, aliases: 30, rootFields: 20, tokens: 5000, bodyBytes: 2_000 },
    metrics: gatewayMetrics(),
    log: pino({}, { write: () => undefined }),
    answer: (request) => answer(request),
    ready: () => true,
    requestId: () => 'id',
    monotonic: () => 0,
  });
  ({ port } = await edge.listen('127.0.0.1', 0));
});
afterEach(async () => {
  agent.destroy();
  await edge.drain(0);
});

interface Got {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly reused: boolean;
}

const post = (over: Agent | false = agent): Promise<Got> =>
  new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent: over };
    const request = httpRequest(
      { ...options, headers: { 'content-type': 'application/json' } },
      (response: IncomingMessage) => {
        response.resume().once('end', () =>
          resolve({
            status: response.statusCode,
            connection: response.headers.connection,
            reused: request.reusedSocket,
          }),
        );
      },
    );
    request.once('error', reject);
    request.end('{"query":"{ a }"}');
  });

test('over a connection that was idle the next request is answered, and told that it was the last', async () => {
  expect(await post()).toMatchObject({ status: 200, connection: 'keep-alive' });
  const over = edge.handOver(60_000);
  expect(await post()).toEqual({ status: 200, connection: 'close', reused: true });
  await over;
  await expect(post()).rejects.toThrow('ECONNREFUSED');
});

test('a request in flight is answered, while a new connection finds nobody', async () => {
  let finish = (): void => undefined;
  const begun = new Promise<void>((begin) => {
    answer = () =>
      new Promise((resolve) => {
        finish = () => resolve(sound);
        begin();
      });
  });
  const first = post();
  await begun;
  const over = edge.handOver(60_000);
  await expect(post(false)).rejects.toThrow('ECONNREFUSED');
  finish();
  expect(await first).toMatchObject({ status: 200, connection: 'close' });
  await over;
});

test('what is still open after the deadline is closed', async () => {
  const begun = new Promise<void>((begin) => {
    answer = () => {
      begin();
      return new Promise(() => undefined);
    };
  });
  const cut = expect(post()).rejects.toThrow('socket hang up');
  await begun;
  await edge.handOver(1);
  await cut;
});
