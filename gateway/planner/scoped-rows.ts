/** Rows of a bound operation that its client may have within a scope only: until rows are filtered before they are sent on, they stay. */
import type { BoundOperation, DecisionSlot, ShapeNode } from '../compiler/compiled-operation';

export interface ScopedRows {
  /** Response names (generated aliases) from the root to the rows. */
  readonly path: readonly string[];
  /** Owners whose grants limit them. */
  readonly owners: ReadonlySet<string>;
}

export function scopedRows({ operation, decisions }: BoundOperation): readonly ScopedRows[] {
  const found = new Map<string, { path: readonly string[]; owners: Set<string> }>();
  const seen = new Set<string>();
  const nodes = new Map<ShapeNode, number>();
  const mark = (path: readonly string[], slot: DecisionSlot): void => {
    const decision = decisions[slot];
    if (decision === undefined || decision.outcome === 'deny' || decision.scopes.length === 0) return;
    const key = path.join(' ');
    const rows = found.get(key) ?? { path, owners: new Set<string>() };
    found.set(key, rows);
    for (const { owner } of decision.scopes) rows.owners.add(owner);
  };
  const walk = (node: ShapeNode, path: readonly string[], row: readonly string[]): void => {
    if (!nodes.has(node)) nodes.set(node, nodes.size);
    const visit = `${String(nodes.get(node))} ${path.join(' ')} ${String(row.length)}`;
    if (seen.has(visit)) return;
    seen.add(visit);
    for (const type of node.any === null ? Object.values(node.byType) : [node.any]) {
      const here = type.row ? path : row;
      for (const slot of type.rowSlots) mark(here, slot);
      for (const field of type.fields) {
        if (field.kind === 'leaf') mark(here, field.slot);
        if (field.kind !== 'composite') continue;
        const below = [...path, field.alias];
        mark(field.scopedOn === 'yielded-rows' ? below : here, field.slot);
        walk(field.child, below, here);
      }
    }
  };
  if (operation.shape !== null) walk(operation.shape, [], []);
  return [...found.values()];
}

/** Whether a place is one of these rows, or below one. */
export function isWithin(path: readonly string[], rows: ScopedRows): boolean {
  return rows.path.every((response, index) => path[index] === response);
}
