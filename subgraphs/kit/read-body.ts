/** Reads a request's raw bytes, up to a limit: what the digest was made over. */
import type { IncomingMessage } from 'node:http';

/** Representations of a whole page of entities fit many times over. */
const bodyLimit = 4 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
