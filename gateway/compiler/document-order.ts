/** Which of two positions the client wrote first, whatever fragments and concrete types its selections stand under. */
import { Kind, type SelectionSetNode } from 'graphql';
import { responseKey, type ClientOperation } from './client-operation';
import type { Position } from './compiled-operation';

interface Level {
  readonly number: number;
  readonly below: Map<string, Level>;
}

/** @returns a comparison: a position comes before those below it, and these in the order in which their keys first stand in the document */
export function documentOrder(client: ClientOperation): (a: Position, b: Position) => number {
  const root: Level = { number: 0, below: new Map() };
  const read = (set: SelectionSetNode, level: Level): void => {
    for (const node of set.selections) {
      switch (node.kind) {
        case Kind.FIELD: {
          const key = responseKey(node);
          const known = level.below.get(key);
          const field = known ?? { number: level.below.size, below: new Map<string, Level>() };
          level.below.set(key, field);
          if (node.selectionSet !== undefined) read(node.selectionSet, field);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          read(node.selectionSet, level);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const fragment = client.fragments.get(node.name.value);
          if (fragment !== undefined) read(fragment.selectionSet, level);
        }
      }
    }
  };
  read(client.definition.selectionSet, root);
  return (a, b) => {
    let at: Level | undefined = root;
    for (const [index, key] of a.entries()) {
      const other = b[index];
      if (other === undefined) return 1;
      if (key !== other) return (at?.below.get(key)?.number ?? 0) - (at?.below.get(other)?.number ?? 0);
      at = at?.below.get(key);
    }
    return a.length - b.length;
  };
}
