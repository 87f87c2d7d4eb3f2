/** 128 random bits for each entry, so that equal entries have unequal hashes; drawn from the system many at a time. */
import { randomFillSync } from 'node:crypto';

const nonceBytes = 16;
const drawn = 256;

/** @returns a source of nonces as base64url, none of which is given twice */
export function nonces(fill: (bytes: Buffer) => void = (bytes) => void randomFillSync(bytes)): () => string {
  const bytes = Buffer.alloc(nonceBytes * drawn);
  let next = bytes.length;
  return () => {
    if (next === bytes.length) {
      fill(bytes);
      next = 0;
    }
    const nonce = bytes.toString('base64url', next, next + nonceBytes);
    next += nonceBytes;
    return nonce;
  };
}
