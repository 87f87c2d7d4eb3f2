/** A closed loop of clients over kept-alive connections: each sends its next request when the last one is answered. */
import { Pool, type Dispatcher } from 'undici';

export interface LoadRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LoadResult {
  readonly requests: number;
  /** From the first request sent to the last one answered. */
  readonly seconds: number;
  /** Milliseconds, ascending. */
  readonly latencies: readonly number[];
}

export interface Load {
  /**
   * Sends until the time is over (each client at least once), then waits for what is in flight: when it resolves, nothing is.
   *
   * @param requestAt the n-th request
   * @throws Error when an answer's status is not 200
   */
  run(
    requestAt: (index: number) => LoadRequest,
    until: { readonly ms: number } | { readonly requests: number },
  ): Promise<LoadResult>;
  close(): Promise<void>;
}

/** Patience with slow gateways: a time-out is no measurement. */
const timeoutMs = 300_000;
/** Shorter than any server keeps idle connections, so that none is closed under a request. */
const idleMs = 1_000;

export function openLoad(url: string, concurrency: number): Load {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    ...{ connections: concurrency, pipelining: 1, keepAliveTimeout: idleMs },
    ...{ headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
  });
  return {
    async run(requestAt, until) {
      const latencies: number[] = [];
      let sent = 0;
      const begin = performance.now();
      const more = (): boolean => ('ms' in until ? performance.now() - begin < until.ms : sent < until.requests);
      const loop = async (): Promise<void> => {
        // However short the time, each client asks once.
        let due = 'ms' in until || more();
        for (; due; due = more()) {
          const request = requestAt(sent);
          sent += 1;
          const sentAt = performance.now();
          await post(pool, pathname, request);
          latencies.push(performance.now() - sentAt);
        }
      };
      await Promise.all(Array.from({ length: concurrency }, loop));
      const seconds = (performance.now() - begin) / 1_000;
      return { requests: sent, seconds, latencies: latencies.sort((a, b) => a - b) };
    },
    close: () => pool.destroy(),
  };
}

/** The body is read and not looked at: answers are compared before anything is timed. */
function post(pool: Pool, path: string, { headers, body }: LoadRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData: () => undefined,
      onResponseEnd() {
        if (status === 200) resolve();
        else reject(new Error(`a request under load was answered with status ${String(status)}`));
      },
      onResponseError: (_controller, error) => reject(error),
    };
    pool.dispatch({ path, method: 'POST', headers, body }, handler);
  });
}
