/** An answer, complete before its first byte is written, and the headers that every answer bears. */
import { STATUS_CODES, type ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { RefusedRequest } from '../errors';

export interface HttpAnswer {
  readonly status: number;
  /** Lower case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What decided over the answer: a cache may not serve one caller's answer to another (enforcement.md section 5). */
const vary = 'Authorization, DPoP, Lingqu-Purpose, Lingqu-Case, Lingqu-Represented-Party, Lingqu-On-Deny';

const always = {
  'cache-control': 'no-store',
  vary,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
} as const;
const alwaysList: readonly string[] = Object.entries(always).flat();

export const graphqlResponseType = 'application/graphql-response+json; charset=utf-8';
const jsonType = 'application/json; charset=utf-8';

/** Writes all of it in this very tick. */
export function send(response: ServerResponse, answer: HttpAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const { status, body } = answer;
  const headers: string[] = [];
  for (const [name, value] of Object.entries(answer.headers)) if (!(name in always)) headers.push(name, value);
  headers.push(...alwaysList, 'content-length', String(Buffer.byteLength(body)));
  // A list, and where it can be a text: Node joins them to one write, where an object and a buffer would be gone through and written apart.
  response.writeHead(status, STATUS_CODES[status] ?? 'Unknown', headers);
  if (typeof body === 'string') response.end(body, 'utf8');
  else response.end(body);
}

export function jsonAnswer(status: number, content: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, headers: { 'content-type': jsonType, ...headers }, body: `${JSON.stringify(content)}\n` };
}

/** @param accept header of the request; the refusal is a GraphQL response, in the media type asked for */
export function refusalAnswer(refusal: RefusedRequest, accept: string | undefined): HttpAnswer {
  return jsonAnswer(
    refusal.status,
    { errors: [{ message: refusal.message, extensions: { code: refusal.code, ...refusal.details } }] },
    {
      ...(accept?.toLowerCase().includes('application/graphql-response+json') === true
        ? { 'content-type': graphqlResponseType }
        : {}),
      ...headersOf(refusal),
    },
  );
}

/** The same refusal, on its way through @apollo/server. */
export function graphqlRefusal(refusal: RefusedRequest): GraphQLError {
  const { code, details, status } = refusal;
  return new GraphQLError(refusal.message, {
    extensions: { code, ...details, http: { status, headers: new Map(Object.entries(headersOf(refusal))) } },
  });
}

function headersOf({ code, details }: RefusedRequest): Readonly<Record<string, string>> {
  switch (code) {
    case 'UNAUTHENTICATED':
      return { 'www-authenticate': 'Bearer' };
    case 'OVERLOADED':
    case 'AUDIT_UNAVAILABLE':
    case 'IDENTITY_UNAVAILABLE':
      return { 'retry-after': String(details['retryAfter'] ?? 1) };
    default:
      return {};
  }
}
