/** A subgraph is a recipient: what one fetch of a plan carries from an owner to another organisation. */
import type { Decision } from '../policy/decision';

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
