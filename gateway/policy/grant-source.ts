/** Port: where decisions get their grants. The register file implements it now, the control plane later. */
import type { Grant } from './grant';
import type { Route } from './principal';

/** One immutable state of all grants; a decision names the epoch it was taken in. */
export interface GrantSnapshot {
  /** Increases with every change. */
  readonly epoch: number;
  /** Grants of one owner to one recipient, of the route's kind, by id; all statuses and times. */
  candidates(provider: string, recipient: string, kind: Route): readonly Grant[];
  byId(id: string): Grant | undefined;
  /**
   * The first instant after `instant` at which any grant begins or ends; `Infinity` = none. Until then the same questions to this
   * snapshot have the same answers, whichever grants they consult.
   */
  nextBoundary(instant: number): number;
}

export interface GrantSource {
  /** The state in force now; never waits, never throws. */
  current(): GrantSnapshot;
}
