/** Keys of the technique `pseudonym`: another one per owner, recipient and coordinate, so that no two pseudonyms can be joined. */
import { hkdfSync } from 'node:crypto';
import { LRUCache } from 'lru-cache';

export interface PseudonymKeys {
  /** @param recipient organisation; `null` = anonymous, who gets none */
  key(owner: string, recipient: string | null, coordinate: string): Buffer | null;
}

const maxKeys = 10_000;

export function pseudonymKeys(secret: Buffer): PseudonymKeys {
  const known = new LRUCache<string, Buffer>({ max: maxKeys });
  return {
    key(owner, recipient, coordinate) {
      if (recipient === null) return null;
      const name = JSON.stringify([owner, recipient, coordinate]);
      let key = known.get(name);
      if (key === undefined) {
        key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `lingqu pseudonym ${name}`, 32));
        known.set(name, key);
      }
      return key;
    },
  };
}
