/** A request's body within a bound; never decompressed. */
import type { IncomingMessage } from 'node:http';
import { RefusedRequest } from '../errors';

/** So much beyond the bound is read and forgotten, so that the client reads our answer rather than a broken pipe. */
const forgottenBytes = 8 << 20;

/** @throws RefusedRequest PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const tooLarge = (): void =>
      reject(
        new RefusedRequest(
          'PAYLOAD_TOO_LARGE',
          `the body is larger than ${String(maxBytes)} bytes; ask for less at once`,
        ),
      );
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      if (bytes > maxBytes + forgottenBytes) {
        request.pause();
        tooLarge();
      }
    });
    request.on('end', () =>
      bytes > maxBytes ? tooLarge() : resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
    );
    request.on('error', reject);
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws RefusedRequest BAD_REQUEST */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body)) as unknown;
  } catch {
    throw new RefusedRequest('BAD_REQUEST', 'the body is not JSON in UTF-8; send `{ "query": … }`');
  }
}

/** Browsers send these without asking first: @apollo/server refuses them as forgeries. */
const simpleTypes = new Set(['', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/**
 * @returns whether the body is JSON; `false` leaves the refusal to @apollo/server
 * @throws RefusedRequest UNSUPPORTED_MEDIA_TYPE
 */
export function declaresJson(headers: IncomingMessage['headers']): boolean {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new RefusedRequest('UNSUPPORTED_MEDIA_TYPE', 'compressed bodies are not accepted; send it as it is');
  }
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const media = type.trim();
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith('charset='));
  if (media === 'application/json' && (charset === undefined || /^charset="?utf-?8"?$/.test(charset))) return true;
  if (simpleTypes.has(media)) return false;
  throw new RefusedRequest('UNSUPPORTED_MEDIA_TYPE', 'send `Content-Type: application/json` in UTF-8');
}
