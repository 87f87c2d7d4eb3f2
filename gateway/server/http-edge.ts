/**
 * The HTTP border: everything that can be refused without looking into the law is refused here, and every answer leaves here.
 * INVARIANT: between the last check of an answer's grants and the write of its last byte nothing else runs.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Server as TcpServer, type AddressInfo, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { RefusedRequest } from '../errors';
import type { Limits } from './config/config';
import { requestCheck, type GraphqlRequest } from './graphql-request';
import { jsonAnswer, refusalAnswer, send, type HttpAnswer } from './http-answer';
import type { Metrics } from './metrics';
import { declaresJson, parseJson, readBody } from './read-body';
import { refusalOf, traceOf } from './refusal-of';
import { maxHeaders, readHeaders } from './request-headers';

/** An answer that may still be withheld in the moment of its release. */
export interface ReadyAnswer extends HttpAnswer {
  /** Asked in the tick of the write. */
  mayRelease(): boolean;
  /** What is sent instead, once that is in the log. */
  withhold(): Promise<ReadyAnswer>;
}

export interface EdgeOptions {
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Logger;
  answer(request: GraphqlRequest): Promise<ReadyAnswer>;
  /** Whether requests can be served at all: the supergraph, the register and the log are usable. */
  ready(): boolean;
  /** Random; names the request in both logs. */
  requestId(): string;
  /** Monotonic milliseconds. */
  monotonic(): number;
  readonly maxInFlight?: number;
}

export interface HttpEdge {
  listen(host: string, port: number): Promise<AddressInfo>;
  /** Takes no new request, lets those that run finish, and closes what is still open after the deadline. */
  drain(deadlineMs: number): Promise<void>;
  /**
   * Leaves the port to others: takes no new connection, answers what still comes over those that are open and ends each with that
   * answer. What is open after the deadline is closed.
   */
  handOver(deadlineMs: number): Promise<void>;
}

/** Made once: an abort without a reason makes one each time. */
const left = new Error('the client left');
const defaultMaxInFlight = 512;
/** Pipelined requests whose answers nobody reads fill the memory of the gateway, not of the client. */
const maxOpenPerSocket = 4;

export function httpEdge(options: EdgeOptions): HttpEdge {
  const { limits, metrics, log } = options;
  const check = requestCheck(limits);
  const openOn = new WeakMap<Socket, number>();
  const maxInFlight = options.maxInFlight ?? defaultMaxInFlight;
  let inFlight = 0;
  let draining = false;
  let handingOver = false;
  let idle = (): void => undefined;

  const serveGraphql = async (
    request: IncomingMessage,
    search: string,
    gone: () => AbortSignal,
  ): Promise<ReadyAnswer> => {
    const client = readHeaders(request.rawHeaders);
    if (draining || inFlight > maxInFlight) {
      throw new RefusedRequest('OVERLOADED', 'the gateway has more to do than it can; try again shortly');
    }
    if (request.method !== 'GET' && request.method !== 'POST') {
      throw new RefusedRequest('BAD_REQUEST', 'use POST, or GET for queries', {}, 405);
    }
    const posted = request.method === 'POST';
    const json = posted && declaresJson(request.headers);
    const bytes = await readBody(request, limits.bodyBytes);
    const body = json && bytes.length > 0 ? parseJson(bytes) : undefined;
    const asked = { method: request.method, search, body };
    check(asked);
    if (!options.ready()) {
      throw new RefusedRequest('AUDIT_UNAVAILABLE', 'the gateway cannot log requests now; try again shortly');
    }
    return options.answer({ ...asked, headers: request.headers, client, gone, requestId: options.requestId() });
  };

  const route = async (request: IncomingMessage, gone: () => AbortSignal): Promise<ReadyAnswer | HttpAnswer> => {
    if (request.url === '/graphql') return serveGraphql(request, '', gone);
    const url = addressOf(request);
    const path = url?.pathname ?? '';
    if (url !== null && path === '/graphql') return serveGraphql(request, url.search, gone);
    const page = pages.get(path);
    if (page === undefined)
      throw new RefusedRequest('BAD_REQUEST', 'there is nothing here; POST to `/graphql`', {}, 404);
    if (request.method !== 'GET') throw new RefusedRequest('BAD_REQUEST', 'use GET here', {}, 405);
    return page();
  };

  const pages = new Map<string, () => HttpAnswer | Promise<HttpAnswer>>([
    ['/health/live', () => jsonAnswer(200, { status: 'live' })],
    [
      '/health/ready',
      () => {
        const ready = !draining && options.ready();
        return jsonAnswer(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
      },
    ],
    [
      '/metrics',
      async () => {
        const { contentType, text } = await metrics.page();
        return { status: 200, headers: { 'content-type': contentType }, body: text };
      },
    ],
  ]);

  const handle = async (request: IncomingMessage, response: ServerResponse, gone: () => AbortSignal): Promise<void> => {
    let answer: ReadyAnswer | HttpAnswer;
    try {
      answer = await route(request, gone);
      while ('mayRelease' in answer && !answer.mayRelease()) answer = await answer.withhold();
    } catch (error) {
      if (request.socket.destroyed) return;
      answer = refusalAnswer(refusalOf(error, log), request.headers.accept);
    }
    // An unread body would be taken for the next request; and who is told that we end should not come back.
    if (!request.complete || draining || handingOver)
      answer = { ...answer, headers: { ...answer.headers, connection: 'close' } };
    if (answer.status === 405) answer = { ...answer, headers: { allow: 'GET, POST', ...answer.headers } };
    send(response, answer);
  };

  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 2_000, requestTimeout: 4_000, connectionsCheckingInterval: 500 },
    (request, response) => {
      const { socket } = request;
      const open = (openOn.get(socket) ?? 0) + 1;
      if (open > maxOpenPerSocket) {
        socket.destroy();
        return;
      }
      openOn.set(socket, open);
      inFlight += 1;
      metrics.inFlight(inFlight);
      const started = options.monotonic();
      let controller: AbortController | null = null;
      let settled = false;
      const gone = (): AbortSignal => {
        controller ??= new AbortController();
        if (settled) controller.abort(left);
        return controller.signal;
      };
      const settle = (): void => {
        if (settled) return;
        settled = true;
        response.off('close', settle);
        socket.off('close', settle);
        // Who has the whole answer waits for nothing: most requests are spared an event that nobody hears.
        if (!response.writableFinished) controller?.abort(left);
        openOn.set(socket, (openOn.get(socket) ?? 1) - 1);
        inFlight -= 1;
        metrics.inFlight(inFlight);
        metrics.answered(response.statusCode, (options.monotonic() - started) / 1_000);
        if (inFlight === 0) idle();
      };
      response.on('close', settle);
      // A pipelined answer that waits for those before it never hears of its own end.
      socket.on('close', settle);
      handle(request, response, gone).catch((error: unknown) => {
        log.error(traceOf(error), 'an answer could not be written');
        response.destroy();
      });
    },
  );
  // More than is allowed must still be seen, to be refused rather than forgotten.
  server.maxHeadersCount = maxHeaders * 4;
  server.keepAliveTimeout = 5_000;
  server.on('clientError', refuseMalformed);

  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve(server.address() as AddressInfo);
        });
      }),
    async drain(deadlineMs) {
      draining = true;
      // Still listening: whoever balances load must be able to read that we are not ready.
      if (inFlight > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, deadlineMs);
          idle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
    async handOver(deadlineMs) {
      handingOver = true;
      // Not http's own `close`: it cuts connections that are idle, and over one of them a request may be on its way.
      const closed = new Promise<void>((resolve) => void TcpServer.prototype.close.call(server, () => resolve()));
      const impatience = setTimeout(() => server.closeAllConnections(), deadlineMs);
      await closed;
      clearTimeout(impatience);
    },
  };
}

function addressOf(request: IncomingMessage): URL | null {
  const target = request.url ?? '';
  return target.startsWith('/') && URL.canParse(target, 'http://gateway.invalid')
    ? new URL(target, 'http://gateway.invalid')
    : null;
}

/** Not HTTP, or too slow, or too long a head: Node asks for a raw answer. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: import('node:stream').Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
