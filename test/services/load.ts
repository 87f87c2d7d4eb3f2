/** Clients that ask one after the other over kept connections, as fast as they are answered, and remember how each request ended. */
import { Pool } from 'undici';

export interface Ended {
  /** Whether the server asked not to be asked again over this connection. */
  readonly last: boolean;
  /** 0 where no answer came. */
  readonly status: number;
  readonly code: string | null;
  /** Of the answer: its entry in the access log bears the same. */
  readonly decisionId: string | null;
  readonly data: unknown;
}

export interface Load {
  readonly ended: readonly Ended[];
  /** Resolves once this many requests have ended. */
  reaches(count: number): Promise<void>;
  /** No new requests; resolves once those under way have ended. */
  stop(): Promise<void>;
}

export interface Asked {
  readonly query: string;
  readonly token?: string;
  readonly purpose?: string;
}

/** @param loyal goes on over a new connection after an answer that said it was the last over the old one */
export function load(url: string, asked: Asked, clients: number, loyal = false): Load {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: clients });
  const ended: Ended[] = [];
  const waiting: { count: number; wake: () => void }[] = [];
  let stopped = false;

  const one = async (): Promise<Ended> => {
    const response = await pool.request({
      path: pathname,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(asked.token === undefined ? {} : { authorization: `Bearer ${asked.token}` }),
        ...(asked.purpose === undefined ? {} : { 'lingqu-purpose': asked.purpose }),
      },
      body: JSON.stringify({ query: asked.query }),
    });
    const body = (await response.body.json()) as {
      data?: unknown;
      errors?: { extensions?: { code?: string } }[];
      extensions?: { lingqu?: { decisionId?: string } };
    };
    return {
      last: response.headers['connection'] === 'close',
      status: response.statusCode,
      code: body.errors?.[0]?.extensions?.code ?? null,
      decisionId: body.extensions?.lingqu?.decisionId ?? null,
      data: body.data ?? null,
    };
  };
  const client = async (): Promise<void> => {
    while (!stopped) {
      const how = await one().catch((error: unknown) => {
        const { code } = error as { code?: unknown };
        return { last: true, status: 0, code: String(code), decisionId: null, data: null };
      });
      ended.push(how);
      for (const { count, wake } of waiting) if (ended.length >= count) wake();
      // Who is told that the server ends goes elsewhere, as a balancer of load would.
      if (how.last && !loyal) return;
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    ended,
    reaches: (count) =>
      new Promise((wake, fail) => {
        if (ended.length >= count) wake();
        waiting.push({ count, wake });
        void all.then(() => fail(new Error(`all clients left: ${JSON.stringify(ended.slice(-clients))}`)));
      }),
    async stop() {
      stopped = true;
      await all;
      await pool.destroy();
    },
  };
}
