/** What running a plan needs and yields; knows neither principals nor labels. */
import type { FetchNode, QueryPlan } from '../planner/query-plan';
import type { Target } from './target';

export interface SubgraphRequest {
  readonly subgraph: string;
  readonly operationKind: 'query' | 'mutation';
  readonly query: string;
  /** JSON text of an object, `{}` where there are none: written once, and sent as it is. */
  readonly variablesJson: string;
  /** Everybody may have what is asked and what is sent, so that requests may share one answer. */
  readonly sharable: boolean;
  /** Asked anew in the tick in which the bytes go out, where the request has waited for it; `false` = it is not sent. */
  mayStillSend?(): boolean;
}

/** What a subgraph did wrong, as the client may know it. */
export type SubgraphFailureCode = 'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT';

export type SubgraphReply =
  | { readonly ok: true; readonly body: { readonly data?: unknown; readonly errors?: unknown } }
  | { readonly ok: false; readonly code: SubgraphFailureCode | 'DISPATCH_REFUSED' };

/**
 * Port: how requests reach subgraphs. Never throws, never follows redirects, ends when the signal does.
 *
 * INVARIANT: nobody changes a reply's body; what requests share, several read.
 */
export interface SubgraphTransport {
  send(request: SubgraphRequest, signal: AbortSignal): Promise<SubgraphReply>;
}

export interface Execution {
  readonly plan: QueryPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly transport: SubgraphTransport;
  readonly signal: AbortSignal;
  /**
   * Asked synchronously right before each fetch is dispatched (enforcement.md, invariant 7). `false` = never sent; its
   * fields are absent, as if the subgraph had not answered.
   */
  mayDispatch(fetch: FetchNode): boolean;
  /**
   * Asked once before a fetch sends entities on. Where it yields a function, that is asked of every place whose object might be sent:
   * `false` = it is not, and whatever it would have been asked for is absent. `null` = all may go.
   */
  rowGate?(fetch: FetchNode): ((target: Target) => boolean) | null;
  /** Whether all that a fetch selects and carries is openly unconditional; nothing is where nobody says so. */
  sharable?(fetch: FetchNode): boolean;
  /** Told which entities a fetch sends on, before it is sent, for the log: the JSON text of each, as it is sent. */
  onRepresentations?(fetch: FetchNode, representations: readonly string[]): void;
}

/** A failure, at a place in the merged tree. */
export interface ExecutionError {
  readonly code: SubgraphFailureCode | 'DISPATCH_REFUSED';
  readonly subgraph: string;
  /** Response names (generated aliases) and indices from the root; the deepest place known, `[]` = root. */
  readonly path: readonly (string | number)[];
}

export interface ExecutionResult {
  /** Keyed by generated aliases; objects have no prototype. Missing = not fetched or failed; never completed (nulls stay where they are). */
  readonly data: Record<string, unknown>;
  readonly errors: readonly ExecutionError[];
}
