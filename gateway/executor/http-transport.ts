/** Requests to subgraphs over HTTP: signed, bounded in time, size and number, never redirected; whatever comes back is an answer or a code. */
import { Pool } from 'undici';
import type { SubgraphReply, SubgraphTransport } from './execution';
import { requestBodies } from './request-body';
import { requestLimit } from './request-limit';
import { Sending, type Endpoint } from './sending';
import { requestSigner } from './sign-request';
import { subgraphKey } from './subgraph-key';

export interface HttpTransportOptions {
  /** Subgraph → where it answers. */
  readonly routingUrls: Readonly<Record<string, string>>;
  readonly masterKey: Buffer;
  /** From `send` to the last byte: waiting for a turn and sending once more are in it. */
  readonly timeoutMs: number;
  /** Of one reply; default 64 MiB. */
  readonly maxResponseBytes?: number;
  /** Requests that one subgraph has before it at once (default 256); four times as many wait their turn. */
  readonly maxConcurrent?: number;
  /** How often a query is sent once more whose connection was closed before a byte came back; default: once. */
  readonly retries?: number;
  /** Epoch ms. */
  now(): number;
  /** Never the same twice. */
  nonce(): string;
  onRetry?(subgraph: string): void;
}

export interface HttpTransport extends SubgraphTransport {
  /** Lets requests in flight end, then closes every connection. */
  close(): Promise<void>;
}

const waitingPerPlace = 4;
const unavailable: SubgraphReply = { ok: false, code: 'SUBGRAPH_UNAVAILABLE' };
const late: SubgraphReply = { ok: false, code: 'SUBGRAPH_TIMEOUT' };

export function httpTransport(options: HttpTransportOptions): HttpTransport {
  const { timeoutMs, maxResponseBytes = 64 << 20, maxConcurrent = 256, retries = 1 } = options;
  const bodies = requestBodies();
  const endpoints = new Map<string, Endpoint>();
  for (const [name, routingUrl] of Object.entries(options.routingUrls)) {
    const url = new URL(routingUrl);
    const signer = requestSigner(name, subgraphKey(options.masterKey, name), url);
    endpoints.set(name, {
      path: url.pathname + url.search,
      pool: poolFor(url.origin, maxConcurrent, timeoutMs),
      limit: requestLimit(maxConcurrent, maxConcurrent * waitingPerPlace),
      bodies,
      sign: (body) => signer.sign(body, options.now(), options.nonce()),
      ...{ timeoutMs, maxResponseBytes, retries },
      onRetry: () => options.onRetry?.(name),
    });
  }
  return {
    send(request, signal) {
      const endpoint = endpoints.get(request.subgraph);
      if (endpoint === undefined) return Promise.resolve(unavailable);
      if (signal.aborted) return Promise.resolve(late);
      return new Promise((resolve) => new Sending(endpoint, request, signal, resolve).begin());
    },
    async close() {
      await Promise.all([...endpoints.values()].map(({ pool }) => pool.close()));
    },
  };
}

/** One for each subgraph, even where several answer at one origin: a slow one takes no connection from another. */
function poolFor(origin: string, connections: number, timeoutMs: number): Pool {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    // One deadline holds for everything: a body that drips outlives any timeout between bytes.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: timeoutMs },
  });
}
