/**
 * The signing key of one subgraph, derived from the gateway's master key: a provider gets its own and can compute no other.
 *
 * HKDF (RFC 5869) with SHA-256: salt `lingqu`, info `lingqu-subgraph-signature:` and the subgraph's name, 32 bytes.
 */
import { hkdfSync } from 'node:crypto';

const salt = 'lingqu';
const info = 'lingqu-subgraph-signature:';
const keyBytes = 32;

/** @param master at least 32 bytes, known to the gateway alone */
export function subgraphKey(master: Buffer, subgraph: string): Buffer {
  if (master.length < keyBytes) {
    throw new Error(`the master key has ${String(master.length)} bytes; it must have at least ${String(keyBytes)}`);
  }
  return Buffer.from(hkdfSync('sha256', master, salt, info + subgraph, keyBytes));
}
