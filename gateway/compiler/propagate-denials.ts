/** Carries denials upwards before planning: what would be nulled or empty is not fetched (enforcement.md section 3). */
import { isNonNullType } from 'graphql';
import type { PositionNode } from './position';

/** Idempotent; call it after every pass that denies. */
export function propagateDenials(root: PositionNode): void {
  const done = new Set<PositionNode>();
  const settle = (node: PositionNode): void => {
    if (done.has(node)) return;
    done.add(node);
    let something = false;
    let removed = false;
    for (const use of node.uses) {
      if (use.state === 'live') {
        for (const occurrence of use.occurrences) {
          if (occurrence.state === 'live' && occurrence.child !== null) {
            settle(occurrence.child);
            if (occurrence.child.nulled) occurrence.state = 'nulled';
          }
          if (occurrence.state === 'live') something = true;
          else {
            removed = true;
            // null cannot stand here: the objects of this type go, with the field's own error
            if (isNonNullType(occurrence.type)) use.state = 'withheld';
          }
        }
      }
      if (use.state !== 'live') removed = true;
    }
    const live = node.uses.filter((use) => use.state === 'live');
    something &&= live.some((use) => use.occurrences.some((occurrence) => occurrence.state === 'live'));
    const root = node.position.length === 0;
    node.nulled = removed && (root ? live.length === 0 : !something);
  };
  settle(root);
}
