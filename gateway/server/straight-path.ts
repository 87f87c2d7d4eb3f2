/**
 * The short way round @apollo/server, for plain requests whose operation it has already found valid.
 *
 * INVARIANT: whatever is not known to be answered by it with the operation's own answer goes to it: texts it has not seen, GET, bodies
 * with anything but a query, a name and variables of the right kinds, media types that it has not chosen between, every header form
 * that a browser might send without asking first. Limits on the text were checked before it first got there, and depend on the text
 * alone; limits on the body and its variables, the rules on headers and the cap on requests in flight stand before both ways.
 */
import type { GraphQLSchema, OperationDefinitionNode, DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GraphqlRequest } from './graphql-request';
import { validTexts } from './valid-texts';

export interface StraightOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** As @apollo/server chose it for this `Accept`. */
  readonly contentType: string;
}

export interface StraightPath {
  /** @returns `null` where @apollo/server must see the request */
  find(request: GraphqlRequest, schema: GraphQLSchema): StraightOperation | null;
  /** @apollo/server found the request's operation valid. */
  learnText(request: GraphqlRequest, schema: GraphQLSchema, document: DocumentNode): void;
  /** @apollo/server chose this media type for an operation's own answer. */
  learnType(request: GraphqlRequest, contentType: string): void;
}

/** JSON, in the spellings that clients use; any other goes to @apollo/server, whose rules on forgeries are its own. */
const plainTypes = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json; charset=UTF-8',
  'application/json;charset=UTF-8',
]);
const maxAccepts = 100;
const maxAcceptLength = 256;
const noVariables: Readonly<Record<string, unknown>> = Object.freeze({});

export function straightPath(): StraightPath {
  const texts = validTexts();
  const chosen = new LRUCache<string, string>({ max: maxAccepts });
  return {
    find({ method, search, headers, body }, schema) {
      if (method !== 'POST' || search !== '' || !plainTypes.has(headers['content-type'] ?? '')) return null;
      if (!isObject(body)) return null;
      const { query, operationName = null, variables = null, extensions = null } = body;
      if (typeof query !== 'string' || extensions !== null) return null;
      if (operationName !== null && typeof operationName !== 'string') return null;
      if (variables !== null && !isObject(variables)) return null;
      const contentType = chosen.get(headers.accept ?? '');
      const text = contentType === undefined ? undefined : texts.find(schema, query);
      const operation = text?.operations.get(operationName);
      if (contentType === undefined || text === undefined || operation === undefined) return null;
      return { document: text.document, operation, operationName, variables: variables ?? noVariables, contentType };
    },
    learnText({ method, body }, schema, document) {
      if (method === 'POST' && isObject(body) && typeof body['query'] === 'string') {
        texts.remember(schema, body['query'], document);
      }
    },
    learnType({ headers: { accept = '' } }, contentType) {
      if (accept.length <= maxAcceptLength) chosen.set(accept, contentType);
    },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
