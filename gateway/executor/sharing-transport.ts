/**
 * Equal requests share one answer: while one is under way, and for a short time after it. Only those of which every part is open to
 * everybody without condition, so that each recipient would get the same bytes; whoever asks is decided and logged as ever.
 */
import { setMaxListeners } from 'node:events';
import { LRUCache } from 'lru-cache';
import type { SubgraphReply, SubgraphRequest, SubgraphTransport } from './execution';

export interface SharingOptions {
  /** Whether requests join an equal one that is under way. */
  readonly coalesce: boolean;
  /** How old an answer may be, counted from when it was asked for; 0 = none is kept. */
  readonly cacheMs: number;
  /** Milliseconds; never runs backwards. */
  monotonic(): number;
}

const maxEntries = 1_000;
/** Characters of requests and replies together, as JSON text. */
const maxSize = 32 << 20;

const late: SubgraphReply = { ok: false, code: 'SUBGRAPH_TIMEOUT' };
const refused: SubgraphReply = { ok: false, code: 'DISPATCH_REFUSED' };
const faulty: SubgraphReply = { ok: false, code: 'SUBGRAPH_ERROR' };

interface Kept {
  readonly reply: SubgraphReply;
  readonly until: number;
  readonly size: number;
}

/** @param transport of one supergraph: for each subgraph it knows one address, so that a subgraph's name stands for it */
export function sharingTransport(transport: SubgraphTransport, options: SharingOptions): SubgraphTransport {
  const { coalesce, cacheMs, monotonic } = options;
  if (!coalesce && cacheMs === 0) return transport;
  const flights = new Map<string, Flight>();
  const kept = new LRUCache<string, Kept>({ max: maxEntries, maxSize, sizeCalculation: ({ size }) => size });

  const take = (key: string): SubgraphReply | null => {
    const found = kept.get(key);
    if (found === undefined) return null;
    if (monotonic() < found.until) return found.reply;
    kept.delete(key);
    return null;
  };
  const keep = (key: string, reply: SubgraphReply, asked: number): void => {
    if (cacheMs > 0 && isWhole(reply)) {
      kept.set(key, { reply, until: asked + cacheMs, size: key.length + JSON.stringify(reply.body).length });
    }
  };
  return {
    async send(request, signal) {
      // A change is made as often as it was asked for.
      if (!request.sharable || request.operationKind !== 'query') return transport.send(request, signal);
      if (signal.aborted) return late;
      const key = keyOf(request);
      const before = take(key);
      if (before !== null) return before;
      const asked = monotonic();
      if (!coalesce) {
        const reply = await transport.send(request, signal);
        keep(key, reply, asked);
        return reply;
      }
      const underWay = flights.get(key);
      if (underWay !== undefined) return underWay.join(request, signal);
      const flight = new Flight(() => {
        if (flights.get(key) === flight) flights.delete(key);
      });
      flights.set(key, flight);
      const reply = flight.join(request, signal);
      flight.depart(transport, request, (landed) => keep(key, landed, asked));
      return reply;
    },
  };
}

/** Everything that the subgraph sees, but for what differs between any two requests: date, nonce and signature. */
function keyOf({ subgraph, query, variablesJson }: SubgraphRequest): string {
  // With its length, no text can pass for the beginning of another.
  return `${subgraph} ${String(variablesJson.length)} ${variablesJson}${query}`;
}

function isWhole(reply: SubgraphReply): reply is Extract<SubgraphReply, { ok: true }> {
  if (!reply.ok) return false;
  const { data, errors } = reply.body;
  const none = errors === undefined || errors === null || (Array.isArray(errors) && errors.length === 0);
  return none && typeof data === 'object' && data !== null;
}

interface Passenger {
  readonly request: SubgraphRequest;
  settle(reply: SubgraphReply): void;
}

/** One request under way, and all who wait for its answer: it goes on as long as one of them does. */
class Flight {
  private readonly passengers = new Set<Passenger>();
  private readonly call = new AbortController();

  /** @param over nobody may join any more */
  constructor(private readonly over: () => void) {}

  join(request: SubgraphRequest, signal: AbortSignal): Promise<SubgraphReply> {
    return new Promise((resolve) => {
      const gone = (): void => {
        passenger.settle(late);
        if (this.passengers.size > 0) return;
        this.over();
        this.call.abort();
      };
      const passenger: Passenger = {
        request,
        settle: (reply) => {
          this.passengers.delete(passenger);
          signal.removeEventListener('abort', gone);
          resolve(reply);
        },
      };
      this.passengers.add(passenger);
      setMaxListeners(0, signal);
      signal.addEventListener('abort', gone, { once: true });
    });
  }

  depart(transport: SubgraphTransport, request: SubgraphRequest, landed: (reply: SubgraphReply) => void): void {
    const arrive = (reply: SubgraphReply): void => {
      this.over();
      landed(reply);
      for (const each of [...this.passengers]) each.settle(reply);
    };
    transport
      .send({ ...request, mayStillSend: () => this.mayStillSend() }, this.call.signal)
      .then(arrive, () => arrive(faulty));
  }

  /** It is sent if anybody's may be; whose own may not does not get it. */
  private mayStillSend(): boolean {
    for (const each of [...this.passengers]) if (each.request.mayStillSend?.() === false) each.settle(refused);
    if (this.passengers.size > 0) return true;
    this.over();
    return false;
  }
}
