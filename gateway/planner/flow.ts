/** A subgraph is a recipient: what one fetch of a plan carries from an owner to another organisation. */
import type { Decision, Denial } from '../policy/decision';

export interface Flow {
  /** Label owner whose value moves. */
  readonly from: string;
  /** Receiving subgraph and the organisation behind it. */
  readonly toSubgraph: string;
  readonly toOrganisation: string;
  /** `Type.field` that moves. */
  readonly coordinate: string;
  readonly via: 'key' | 'requires' | 'provides' | 'path';
  /** Purpose of the `@consumes` that lists it; `null` = none does. */
  readonly purpose: string | null;
  readonly decision: Decision;
}

/** Occurrences that cannot be had because a flow they depend on is denied. */
export interface FlowDenial {
  /** Response names (generated aliases) in the planned document from the root, without `@`. The last one is denied. */
  readonly path: readonly string[];
  /** Concrete types at the holding position to which it applies; `null` = all. */
  readonly types: readonly string[] | null;
  readonly denial: Denial;
}
