/** Sends what one fetch asks, unless it may not be sent any more; within one client request, what several fetches ask alike is asked once. */
import type { FetchNode } from '../planner/query-plan';
import type { Execution, ExecutionError, SubgraphReply, SubgraphRequest } from './execution';
import { isObject } from './read-reply';

/** Says for each fetch of one plan what others ask in the same words; `null` = none does. */
export type Wordings = (fetch: FetchNode) => Wording | null;

/** What several fetches ask of one subgraph; their variables are to tell. */
export interface Wording {
  readonly text: string;
}

/** What has been asked so far on behalf of one client request: wording → variables → request. */
export type Asked = Map<Wording, Map<string, Shared>>;

interface Shared {
  readonly reply: Promise<SubgraphReply>;
  /** Of every fetch that waits for it. */
  readonly askers: (() => boolean)[];
}

export interface Dispatched {
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Path of each error in the reply, `[]` where it says none. */
  readonly errorPaths: readonly (readonly unknown[])[];
  /** Why there is no reply, or none that could be read. */
  readonly failure: ExecutionError['code'] | null;
}

/** @param fetches of one plan */
export function wordings(fetches: readonly FetchNode[]): Wordings {
  const known = new Map<string, { readonly wording: Wording; uses: number }>();
  const textOf = ({ serviceName, operation }: FetchNode): string => `${serviceName} ${operation}`;
  for (const fetch of fetches) {
    // A change is made as often as it was asked for.
    if (fetch.operationKind !== 'query') continue;
    const text = textOf(fetch);
    const entry = known.get(text) ?? { wording: { text }, uses: 0 };
    entry.uses += 1;
    known.set(text, entry);
  }
  return (fetch) => {
    const entry = known.get(textOf(fetch));
    return entry === undefined || entry.uses === 1 ? null : entry.wording;
  };
}

/** @param announce called right before sending, if there is any */
export async function dispatchFetch(
  execution: Execution,
  fetch: FetchNode,
  variablesJson: string,
  shared: { readonly asked: Asked; readonly wording: Wording | null },
  announce: () => void,
): Promise<Dispatched> {
  const { signal } = execution;
  if (signal.aborted) return nothing('SUBGRAPH_TIMEOUT');
  // INVARIANT (enforcement.md 6.7): nothing is awaited between this question and `send`; what waits there asks again.
  let may = execution.mayDispatch(fetch);
  if (!may) return nothing('DISPATCH_REFUSED');
  const mayStillSend = (): boolean => (may = execution.mayDispatch(fetch));
  announce();
  let reply: SubgraphReply;
  try {
    reply = await ask(execution, fetch, variablesJson, shared, mayStillSend);
  } catch {
    return nothing('SUBGRAPH_ERROR');
  }
  // What comes for a client that is gone comes too late, and what others may have, this fetch may not have any more.
  if (signal.aborted) return nothing('SUBGRAPH_TIMEOUT');
  if (!may) return nothing('DISPATCH_REFUSED');
  if (!reply.ok) return nothing(reply.code);
  const { data, errors } = reply.body;
  const failed = errors !== undefined && errors !== null && !(Array.isArray(errors) && errors.length === 0);
  const errorPaths = failed ? pathsOf(errors) : [];
  if (isObject(data)) return { data, errorPaths, failure: null };
  // Errors that said no place are reported already.
  const explained = failed && (data === undefined || data === null);
  return { data: null, errorPaths, failure: explained ? null : 'SUBGRAPH_ERROR' };
}

function nothing(failure: ExecutionError['code']): Dispatched {
  return { data: null, errorPaths: [], failure };
}

function ask(
  { transport, signal, sharable }: Execution,
  fetch: FetchNode,
  variablesJson: string,
  { asked, wording }: { readonly asked: Asked; readonly wording: Wording | null },
  mayStillSend: () => boolean,
): Promise<SubgraphReply> {
  const request: SubgraphRequest = {
    subgraph: fetch.serviceName,
    operationKind: fetch.operationKind === 'mutation' ? 'mutation' : 'query',
    query: fetch.operation,
    variablesJson,
    sharable: sharable?.(fetch) ?? false,
    mayStillSend,
  };
  if (wording === null) return transport.send(request, signal);
  // What may be answered out of other clients' requests is never handed to a fetch for which it may not.
  const key = `${String(request.sharable)} ${variablesJson}`;
  const requests = asked.get(wording) ?? new Map<string, Shared>();
  asked.set(wording, requests);
  const before = requests.get(key);
  if (before !== undefined) {
    before.askers.push(mayStillSend);
    return before.reply;
  }
  const askers = [mayStillSend];
  // Sent if any of them still may; each is told for itself.
  const mayAnySend = (): boolean => askers.map((each) => each()).includes(true);
  const reply = transport.send({ ...request, mayStillSend: mayAnySend }, signal);
  requests.set(key, { reply, askers });
  return reply;
}

function pathsOf(errors: unknown): readonly (readonly unknown[])[] {
  if (!Array.isArray(errors)) return [[]];
  return errors.map((error: unknown) => {
    const path = isObject(error) && Object.hasOwn(error, 'path') ? error['path'] : undefined;
    return Array.isArray(path) ? (path as readonly unknown[]) : [];
  });
}
