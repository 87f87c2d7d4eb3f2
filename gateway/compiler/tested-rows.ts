/**
 * Rows that a receiving organisation may be sent within a scope only: the planner's other answer to the compiler. What the scope is tested
 * on is selected with them, whether or not the client's own permits are scoped.
 */
import type { LabelMap } from '../../schema/label-map';
import type { Permit } from '../policy/decision';
import { requireScope, testable } from './apply-decisions';
import type { Decisions } from './decisions';
import { eachPosition, type PositionNode } from './position';

export interface TestedRows {
  /** Response names (generated aliases) in the planned document from the root to the rows, without `@`. */
  readonly path: readonly string[];
  /** Concrete types of the rows. */
  readonly types: readonly string[];
  /** What the receiver was permitted, of one owner. */
  readonly permit: Permit;
  /** A value that may not be null hangs on the flow: a row that is not sent is withheld from the client, too. */
  readonly withhold: boolean;
}

/** By position, in the client's own response keys: generated aliases change from round to round. */
export type TestedPositions = ReadonlyMap<string, readonly Omit<TestedRows, 'path'>[]>;

export function applyTestedRows(
  root: PositionNode,
  tested: TestedPositions,
  decisions: Decisions,
  map: LabelMap,
): void {
  if (tested.size === 0) return;
  eachPosition(root, (node) => {
    for (const { types, permit, withhold } of tested.get(node.position.join('\u0000')) ?? []) {
      for (const use of node.uses) {
        const fits = use.state === 'live' && use.row && types.includes(use.type.name);
        if (!fits || !testable(map, permit.scopes, use.type.name)) continue;
        requireScope(use, permit.scopes);
        if (withhold) use.rowSlots.add(decisions.slotOf(permit));
      }
    }
  });
}
