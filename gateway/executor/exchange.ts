/** One request on one connection: written at most once, read up to a limit, and given up together with its connection. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { SubgraphReply } from './execution';
import { isReadable, readBody } from './read-response';

export interface ExchangeTerms {
  readonly maxResponseBytes: number;
  /** Asked in the tick in which the bytes go out, whatever the request has waited for until then. */
  mayWrite(): boolean;
  /**
   * Told once, when nothing of it is left.
   *
   * @param again the connection was closed before a single byte came back: a request that changes nothing may be sent once more
   */
  done(reply: SubgraphReply, again: boolean): void;
}

const unavailable: SubgraphReply = { ok: false, code: 'SUBGRAPH_UNAVAILABLE' };
const faulty: SubgraphReply = { ok: false, code: 'SUBGRAPH_ERROR' };
const refused: SubgraphReply = { ok: false, code: 'DISPATCH_REFUSED' };

/** How the other side closes a connection that was kept alive. */
const closed = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

export class Exchange implements Dispatcher.DispatchHandler {
  private readonly terms: ExchangeTerms;
  private controller: Dispatcher.DispatchController | null = null;
  private state: 'unsent' | 'refused' | 'sent' | 'begun' | 'reading' = 'unsent';
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private unwanted = false;

  constructor(terms: ExchangeTerms) {
    this.terms = terms;
  }

  /** Nobody waits for it any more. */
  giveUp(): void {
    this.unwanted = true;
    this.controller?.abort(new Error('the request was given up'));
  }

  /** INVARIANT (enforcement.md 6.7): nothing that may no longer be sent is written, however long it waited for its connection. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // undici starts a request anew where it thinks that harmless; here a request is written once, and what is thrown ends it.
    if (this.state !== 'unsent') throw new Error('a request is written once');
    if (this.unwanted || !this.terms.mayWrite()) {
      this.state = 'refused';
      throw new Error('the request may not be sent any more');
    }
    this.state = 'sent';
    this.controller = controller;
  }

  /** The first byte is there. */
  onResponseStarted(): void {
    this.state = 'begun';
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // What is only informational comes before the response.
    if (status < 200) return;
    this.state = 'reading';
    if (!isReadable(status, headers) || Number(headers['content-length'] ?? 0) > this.terms.maxResponseBytes) {
      controller.abort(new Error('the response cannot be read'));
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.terms.maxResponseBytes) controller.abort(new Error('the response is too long'));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.terms.done(readBody(this.chunks) ?? faulty, false);
  }

  onResponseError(_controller: unknown, error: Error): void {
    const { state } = this;
    if (state === 'refused') return this.terms.done(refused, false);
    if (state === 'reading') return this.terms.done(faulty, false);
    const code = 'code' in error ? String(error.code) : '';
    this.terms.done(unavailable, state === 'sent' && closed.has(code));
  }
}
