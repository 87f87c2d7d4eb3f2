/** Reads one HTTP response as a subgraph's reply: plain JSON with a status of success, whole, and an object; else there is none. */
import type { SubgraphReply } from './execution';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether what follows may be read at all: no redirect, no compression that was not asked for. */
export function isReadable(status: number, headers: Headers): boolean {
  return (
    status >= 200 &&
    status < 300 &&
    (headers['content-encoding'] ?? 'identity') === 'identity' &&
    isJson(headers['content-type'])
  );
}

function isJson(contentType: Headers[string]): boolean {
  if (typeof contentType !== 'string') return false;
  const end = contentType.indexOf(';');
  const media = (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
  return media === 'application/json' || media === 'application/graphql-response+json';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @returns `null` for what is not UTF-8, not JSON, or not an object */
export function readBody(chunks: readonly Uint8Array[]): Extract<SubgraphReply, { ok: true }> | null {
  const [first] = chunks;
  if (first === undefined) return null;
  let reply: unknown;
  try {
    reply = JSON.parse(utf8.decode(chunks.length === 1 ? first : Buffer.concat(chunks)));
  } catch {
    return null;
  }
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) return null;
  // Nothing but what the reply says itself: what a prototype holds is nobody's answer.
  const data: unknown = Object.hasOwn(reply, 'data') && 'data' in reply ? reply.data : undefined;
  const errors: unknown = Object.hasOwn(reply, 'errors') && 'errors' in reply ? reply.errors : undefined;
  return { ok: true, body: { data, errors } };
}
