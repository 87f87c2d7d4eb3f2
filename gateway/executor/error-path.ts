/** Where in the tree a subgraph's error belongs. INVARIANT: nothing of the reply's own text is in the result, only names of the selection. */
import type { FetchSelection, SelectedField } from './fetch-selection';

/**
 * @param path as the subgraph said it, below the object that `selection` reads
 * @returns response names of the tree and indices, as far as the path follows the selection
 */
export function followPath(selection: FetchSelection, path: readonly unknown[]): (string | number)[] {
  const followed: (string | number)[] = [];
  let at: FetchSelection | null = selection;
  let lists = 0;
  let field: SelectedField | undefined;
  for (const element of path) {
    if (lists > 0) {
      if (!isIndex(element)) break;
      followed.push(element);
      lists--;
      continue;
    }
    field = at !== null && typeof element === 'string' ? at.byReplyKey(element) : undefined;
    if (field === undefined) break;
    followed.push(field.treeKey);
    at = field.value.kind === 'object' ? field.value.selection : null;
    lists = field.value.kind === 'typename' ? 0 : field.value.lists;
  }
  return followed;
}

export function isIndex(element: unknown): element is number {
  return typeof element === 'number' && Number.isSafeInteger(element) && element >= 0;
}
