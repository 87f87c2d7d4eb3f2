/**
 * What a client says in headers, read from the raw list: beyond a certain number Node drops headers, and of two it joins or
 * forgets one; a request must never be judged by half of what was sent.
 */
import { RefusedRequest } from '../errors';

export interface ClientHeaders {
  readonly authorization: string | null;
  readonly purpose: string | null;
  readonly case: string | null;
  readonly representedParty: string | null;
  readonly onDeny: 'partial' | 'reject';
  /** W3C form, or `null`. */
  readonly traceparent: string | null;
}

/** Node keeps 2,000 by default, silently; `Authorization` may be among those it drops. */
export const maxHeaders = 64;
const maxLingquValue = 256;
const prefix = 'lingqu-';
/** Of these a second one means that two parties disagree about the request. */
const single = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'dpop',
  'traceparent',
]);

/** @throws RefusedRequest TOO_MANY_HEADERS, BAD_REQUEST */
export function readHeaders(rawHeaders: readonly string[]): ClientHeaders {
  if (rawHeaders.length / 2 > maxHeaders) {
    throw new RefusedRequest('TOO_MANY_HEADERS', `send at most ${String(maxHeaders)} headers`);
  }
  const values = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const ours = name.startsWith(prefix);
    if (!ours && !single.has(name)) continue;
    if (values.has(name)) throw new RefusedRequest('BAD_REQUEST', `header \`${name}\` stands twice; send it once`);
    const value = (rawHeaders[index + 1] ?? '').trim();
    if (ours) checkValue(name, value);
    values.set(name, value);
  }
  return {
    authorization: values.get('authorization') ?? null,
    purpose: values.get('lingqu-purpose') ?? null,
    case: values.get('lingqu-case') ?? null,
    representedParty: values.get('lingqu-represented-party') ?? null,
    onDeny: onDeny(values.get('lingqu-on-deny')),
    traceparent: traceparent(values.get('traceparent')),
  };
}

function checkValue(name: string, value: string): void {
  if (value === '')
    throw new RefusedRequest('BAD_REQUEST', `header \`${name}\` is empty; leave it out or give it a value`);
  if (value.includes(',')) {
    throw new RefusedRequest('BAD_REQUEST', `header \`${name}\` holds several values; one request has one`);
  }
  if (value.length > maxLingquValue) {
    throw new RefusedRequest('BAD_REQUEST', `header \`${name}\` is longer than ${String(maxLingquValue)} characters`);
  }
}

function onDeny(value: string | undefined): 'partial' | 'reject' {
  if (value === undefined || value === 'partial') return 'partial';
  if (value === 'reject') return 'reject';
  throw new RefusedRequest('BAD_REQUEST', 'header `lingqu-on-deny` must be `partial` or `reject`');
}

/** Anything else than the standard's form is client text, which reaches neither log nor trace. */
function traceparent(value: string | undefined): string | null {
  return value !== undefined && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(value) ? value : null;
}
