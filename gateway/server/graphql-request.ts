/** What @apollo/server gets to see of a request, after everything that would hurt on the way there was refused. */
import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import { RefusedRequest } from '../errors';
import { checkDocument, checkVariables, type DocumentLimits } from './document-limits';
import type { ClientHeaders } from './request-headers';

export interface GraphqlRequest {
  readonly method: string;
  /** Query string with its `?`, or empty. */
  readonly search: string;
  /** As Node joins them. */
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON; `undefined` where the body is none. */
  readonly body: unknown;
  readonly client: ClientHeaders;
  /** Aborted when nobody waits for the answer any more. */
  gone(): AbortSignal;
  readonly requestId: string;
}

/** Texts that passed; a text's own hash would cost as much as looking it up. */
const maxPassed = 2_000;

const noParameters = new URLSearchParams();

export type RequestCheck = (request: Pick<GraphqlRequest, 'method' | 'search' | 'body'>) => void;

/** @returns a check that throws RefusedRequest BAD_REQUEST, LIMIT_EXCEEDED or OPERATION_NOT_SUPPORTED */
export function requestCheck(limits: DocumentLimits): RequestCheck {
  const passed = new LRUCache<string, true>({ max: maxPassed, maxSize: 32 << 20, sizeCalculation: sizeOf });
  return ({ method, search, body }) => {
    const parameters = search === '' ? noParameters : new URLSearchParams(search);
    refuseSecrets(parameters);
    if (Array.isArray(body)) {
      throw new RefusedRequest('BAD_REQUEST', 'batches are not served; send one operation per request');
    }
    const { query, variables } = method === 'GET' ? fromUrl(parameters) : fromBody(body);
    checkVariables(variables);
    if (typeof query !== 'string' || passed.has(query)) return;
    if (checkDocument(query, limits) !== null) passed.set(query, true);
  };
}

function sizeOf(_passed: true, query: string): number {
  return query.length + 1;
}

/** URLs end up in histories and in other people's logs. */
function refuseSecrets(parameters: URLSearchParams): void {
  for (const name of parameters.keys()) {
    const plain = name.toLowerCase();
    if (plain === 'access_token' || plain === 'token' || plain === 'authorization' || plain.startsWith('lingqu-')) {
      throw new RefusedRequest('BAD_REQUEST', `\`${plain}\` does not belong into the address; send it as a header`);
    }
  }
}

function fromUrl(parameters: URLSearchParams): { readonly query: unknown; readonly variables: unknown } {
  const variables = parameters.get('variables');
  try {
    return {
      query: parameters.get('query'),
      variables: variables === null ? null : (JSON.parse(variables) as unknown),
    };
  } catch {
    // @apollo/server says so in its own words.
    return { query: parameters.get('query'), variables: null };
  }
}

function fromBody(body: unknown): { readonly query: unknown; readonly variables: unknown } {
  if (typeof body !== 'object' || body === null) return { query: null, variables: null };
  const { query, variables, extensions } = body as Readonly<Record<string, unknown>>;
  // Whatever stands there is walked by others later.
  checkVariables(extensions);
  return { query, variables };
}
