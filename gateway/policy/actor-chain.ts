/** The organisations that a token's `act` claim names, outermost actor first (RFC 8693 section 4.1). */

/**
 * INVARIANT: an actor that cannot be told is not left out: it stands as the empty name, which no organisation bears, and so counts
 * as foreign.
 *
 * @param act the verified token's `act` claim, `undefined` where it has none
 */
export function actorChain(act: unknown): readonly string[] {
  const actors: string[] = [];
  for (let actor = act; actor !== undefined;) {
    const claims = typeof actor === 'object' && actor !== null ? (actor as Readonly<Record<string, unknown>>) : {};
    const subject = Object.hasOwn(claims, 'sub') ? claims['sub'] : undefined;
    actors.push(typeof subject === 'string' ? subject : '');
    actor = Object.hasOwn(claims, 'act') ? claims['act'] : undefined;
  }
  return actors;
}
