/** Occurrences that cannot be had because a flow they depend on is denied: the planner's answer to the compiler. */
import type { Denial } from '../policy/decision';

export interface FlowDenial {
  /** Response names (generated aliases) in the planned document from the root, without `@`. The last one is denied. */
  readonly path: readonly string[];
  /** Concrete types at the holding position to which it applies; `null` = all. */
  readonly types: readonly string[] | null;
  readonly denial: Denial;
}
