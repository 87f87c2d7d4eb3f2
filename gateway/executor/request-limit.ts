/** How many requests one subgraph has before it at once: what comes on top waits in order, and what would make the queue too long is turned away. */

export interface Waiting {
  /** Told, in a tick of its own, that its turn has come; it must `leave` once it is over. */
  start(): void;
}

export interface RequestLimit {
  /** @returns whether it starts now, waits its turn, or is turned away */
  enter(waiting: Waiting): 'now' | 'waits' | 'full';
  /** Of one that has started: its place is free. */
  leave(): void;
  /** Of one that waits: it does so no more. @returns whether it was waiting */
  giveUp(waiting: Waiting): boolean;
}

export function requestLimit(mostAtOnce: number, mostWaiting: number): RequestLimit {
  const waiting = new Set<Waiting>();
  let running = 0;
  return {
    enter(each) {
      if (running < mostAtOnce) {
        running += 1;
        return 'now';
      }
      if (waiting.size >= mostWaiting) return 'full';
      waiting.add(each);
      return 'waits';
    },
    leave() {
      const [next] = waiting;
      if (next === undefined) {
        running -= 1;
        return;
      }
      // It takes the place over. Who leaves may stand inside the connection's own parser, which nothing may enter again.
      waiting.delete(next);
      queueMicrotask(() => next.start());
    },
    giveUp: (each) => waiting.delete(each),
  };
}
