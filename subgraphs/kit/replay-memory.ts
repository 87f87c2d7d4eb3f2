/** Remembers the nonces of signed requests until their signatures expire, so that none is accepted twice. */

export interface ReplayMemory {
  /**
   * @param nonce of a request whose signature has been verified: nobody else can fill the memory
   * @param expires epoch seconds until when the signature would be accepted
   * @param now epoch seconds
   * @returns `false` where the nonce was seen before
   */
  remember(nonce: string, expires: number, now: number): boolean;
}

export function replayMemory(): ReplayMemory {
  const seen = new Map<string, number>();
  return {
    remember(nonce, expires, now) {
      // Insertion order is almost expiry order: stopping at the first live one keeps this cheap.
      for (const [old, until] of seen) {
        if (until >= now) break;
        seen.delete(old);
      }
      if (seen.has(nonce)) return false;
      seen.set(nonce, expires);
      return true;
    },
  };
}
