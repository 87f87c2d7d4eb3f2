/** Requests to subgraphs over HTTP: signed, bounded in time and size, never redirected; whatever comes back is an answer or a code. */
import { setMaxListeners } from 'node:events';
import { Pool, type Dispatcher } from 'undici';
import type { SubgraphReply, SubgraphRequest, SubgraphTransport } from './execution';
import { isObject } from './read-reply';
import { requestSigner, type RequestSigner } from './sign-request';
import { subgraphKey } from './subgraph-key';

export interface HttpTransportOptions {
  /** Subgraph → where it answers. */
  readonly routingUrls: Readonly<Record<string, string>>;
  readonly masterKey: Buffer;
  /** From sending to the last byte. */
  readonly timeoutMs: number;
  /** Of one reply. */
  readonly maxResponseBytes?: number;
  /** Epoch ms. */
  now(): number;
  /** Never the same twice. */
  nonce(): string;
}

export interface HttpTransport extends SubgraphTransport {
  /** Lets requests in flight end, then closes every connection. */
  close(): Promise<void>;
}

const defaultMaxResponseBytes = 64 * 1024 * 1024;
const connectionsPerOrigin = 64;

interface Endpoint {
  readonly url: URL;
  readonly pool: Pool;
  readonly signer: RequestSigner;
}

export function httpTransport(options: HttpTransportOptions): HttpTransport {
  const pools = new Map<string, Pool>();
  const endpoints = new Map<string, Endpoint>();
  for (const [name, routingUrl] of Object.entries(options.routingUrls)) {
    const url = new URL(routingUrl);
    const pool = pools.get(url.origin) ?? poolFor(url.origin, options);
    pools.set(url.origin, pool);
    endpoints.set(name, { url, pool, signer: requestSigner(name, subgraphKey(options.masterKey, name), url) });
  }
  return {
    async send(request, signal) {
      const endpoint = endpoints.get(request.subgraph);
      if (endpoint === undefined) return { ok: false, code: 'SUBGRAPH_UNAVAILABLE' };
      const deadline = new AbortController();
      const abort = (): void => deadline.abort();
      const timer = setTimeout(abort, options.timeoutMs);
      // One request may send many at once: none of these listeners is a leak, and Node need not warn of one.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      try {
        return await ask(endpoint, request, deadline.signal, options);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

function poolFor(origin: string, options: HttpTransportOptions): Pool {
  return new Pool(origin, {
    connections: connectionsPerOrigin,
    pipelining: 1,
    // One deadline holds for everything: a body that drips outlives any timeout between bytes.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: options.timeoutMs },
    maxResponseSize: options.maxResponseBytes ?? defaultMaxResponseBytes,
  });
}

async function ask(
  { url, pool, signer }: Endpoint,
  request: SubgraphRequest,
  signal: AbortSignal,
  options: HttpTransportOptions,
): Promise<SubgraphReply> {
  const failed = (code: 'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE'): SubgraphReply => ({
    ok: false,
    code: signal.aborted ? 'SUBGRAPH_TIMEOUT' : code,
  });
  const body = `{"query":${JSON.stringify(request.query)},"variables":${request.variablesJson}}`;
  let response: Dispatcher.ResponseData;
  try {
    response = await pool.request({
      method: 'POST',
      path: url.pathname + url.search,
      // The whole list: nothing of the client's request goes on.
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, application/graphql-response+json;q=0.9',
        'accept-encoding': 'identity',
        ...signer.sign(body, options.now(), options.nonce()),
      },
      body,
      signal,
    });
  } catch {
    return failed('SUBGRAPH_UNAVAILABLE');
  }
  try {
    if (!isJson(response)) {
      // What follows may be endless: the connection is given up, which the body reports as an error of its own.
      response.body.on('error', () => undefined).destroy();
      return failed('SUBGRAPH_ERROR');
    }
    const bytes = await response.body.arrayBuffer();
    const reply: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (!isObject(reply)) return failed('SUBGRAPH_ERROR');
    const { data, errors } = Object.assign(Object.create(null) as Record<string, unknown>, reply);
    return { ok: true, body: { data, errors } };
  } catch {
    return failed('SUBGRAPH_ERROR');
  }
}

/** Plain JSON with a status of success: no redirect, no compression that was not asked for. */
function isJson({ statusCode, headers }: Dispatcher.ResponseData): boolean {
  const encoding = headers['content-encoding'] ?? 'identity';
  const [type] = String(headers['content-type'] ?? '').split(';');
  const media = type?.trim().toLowerCase();
  return (
    statusCode >= 200 &&
    statusCode < 300 &&
    encoding === 'identity' &&
    (media === 'application/json' || media === 'application/graphql-response+json')
  );
}
