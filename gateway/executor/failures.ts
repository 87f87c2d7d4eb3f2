/** What went wrong while a plan ran: each code, subgraph and place once. */
import type { ExecutionError } from './execution';

export interface Failures {
  readonly all: readonly ExecutionError[];
  add(code: ExecutionError['code'], subgraph: string, path: readonly (string | number)[]): void;
}

export function failures(): Failures {
  const all: ExecutionError[] = [];
  const known = new Set<string>();
  return {
    all,
    add(code, subgraph, path) {
      const key = JSON.stringify([code, subgraph, path]);
      if (known.has(key)) return;
      known.add(key);
      all.push({ code, subgraph, path });
    },
  };
}
