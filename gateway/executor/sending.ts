/** One request to a subgraph until its reply: its place among the others, its deadline, and each exchange that is tried for it. */
import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import { Exchange, type ExchangeTerms } from './exchange';
import type { SubgraphReply, SubgraphRequest } from './execution';
import type { RequestBodies } from './request-body';
import type { RequestLimit, Waiting } from './request-limit';
import type { SignatureHeaders } from './sign-request';

export interface Endpoint {
  readonly path: string;
  readonly pool: Pick<Dispatcher, 'dispatch' | 'close'>;
  readonly limit: RequestLimit;
  readonly bodies: RequestBodies;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly retries: number;
  sign(body: Buffer): SignatureHeaders;
  onRetry(): void;
}

const late: SubgraphReply = { ok: false, code: 'SUBGRAPH_TIMEOUT' };
const unavailable: SubgraphReply = { ok: false, code: 'SUBGRAPH_UNAVAILABLE' };
const faulty: SubgraphReply = { ok: false, code: 'SUBGRAPH_ERROR' };

export class Sending implements Waiting, ExchangeTerms {
  readonly maxResponseBytes: number;
  private exchange: Exchange | null = null;
  private retriesLeft: number;
  private timer: NodeJS.Timeout | undefined;
  private settled = false;
  /** Still in the tick in which the executor has asked whether it may be sent. */
  private fresh = true;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly request: SubgraphRequest,
    private readonly signal: AbortSignal,
    private readonly resolve: (reply: SubgraphReply) => void,
  ) {
    this.maxResponseBytes = endpoint.maxResponseBytes;
    // What changes something is never sent twice.
    this.retriesLeft = request.operationKind === 'query' ? endpoint.retries : 0;
  }

  begin(): void {
    this.timer = setTimeout(this.end, this.endpoint.timeoutMs);
    // One client request may send many at once: none of these listeners is a leak, and Node need not warn of one.
    setMaxListeners(0, this.signal);
    this.signal.addEventListener('abort', this.end, { once: true });
    const turn = this.endpoint.limit.enter(this);
    if (turn === 'full') this.settle(unavailable);
    if (turn === 'now') this.start();
    this.fresh = false;
  }

  start(): void {
    const { path, pool, bodies, limit } = this.endpoint;
    if (this.settled) return limit.leave();
    try {
      const body = bodies.write(this.request.query, this.request.variablesJson);
      const signed = this.endpoint.sign(body);
      this.exchange = new Exchange(this);
      pool.dispatch({ method: 'POST', path, headers: headersWith(signed), body }, this.exchange);
    } catch {
      this.settle(faulty);
      limit.leave();
    }
  }

  mayWrite(): boolean {
    return this.fresh || this.request.mayStillSend?.() !== false;
  }

  done(reply: SubgraphReply, again: boolean): void {
    if (again && this.retriesLeft > 0) {
      this.retriesLeft -= 1;
      this.endpoint.onRetry();
      // In a tick of its own: this one may stand inside the parser of the connection that was lost.
      queueMicrotask(() => this.start());
      return;
    }
    this.endpoint.limit.leave();
    this.settle(reply);
  }

  /** The deadline has come, or the client is gone. */
  private readonly end = (): void => {
    this.settle(late);
    if (!this.endpoint.limit.giveUp(this)) this.exchange?.giveUp();
  };

  private settle(reply: SubgraphReply): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.end);
    this.resolve(reply);
  }
}

/** The whole list, names and values in turn: nothing of the client's request goes on. */
function headersWith(signed: SignatureHeaders): string[] {
  return [
    'content-type',
    'application/json',
    'accept',
    'application/json, application/graphql-response+json;q=0.9',
    'accept-encoding',
    'identity',
    'content-digest',
    signed['content-digest'],
    'signature-input',
    signed['signature-input'],
    'signature',
    signed.signature,
  ];
}
