/** What `decide()` answers: permit with obligations, the masked form, or a reason. */
import type { Method } from '../../directives/label';
import type { ScopeValues } from './grant';
import type { Route } from './principal';

export type Reason =
  | 'UNCLASSIFIED'
  | 'PURPOSE_REQUIRED'
  | 'PURPOSE_NOT_ALLOWED'
  | 'GRANT_REQUIRED'
  | 'GRANT_SUSPENDED'
  | 'GRANT_EXPIRED'
  | 'NOT_SHARED'
  | 'NOT_OPEN'
  | 'AGREEMENT_REQUIRED'
  | 'METHOD_NOT_ALLOWED'
  | 'ONWARD_TRANSFER'
  | 'SCOPE_LIMITED'
  | 'INFLUENCE_NOT_PERMITTED'
  | 'FLOW_NOT_PERMITTED';

/** One disclosure asked for: who would receive which coordinate, for what. A subgraph's organisation is a recipient, too. */
export interface DisclosureRequest {
  /** Recipient organisation; `null` = anonymous. */
  readonly recipient: string | null;
  readonly route: Route;
  /** Purposes the recipient is registered for. */
  readonly registeredPurposes: readonly string[];
  readonly purpose: string | null;
  readonly method: Method;
  /** See `Principal.foreignParties`. */
  readonly foreignParties: readonly string[];
  /** `Type.field`. */
  readonly coordinate: string;
  /** Coordinates a grant may name instead: `@requires`/`@derived` sources; for a type's existence, the type's fields. */
  readonly alternatives: readonly string[];
}

/** Rows of this owner's data are released where any one of these grants' scopes holds. */
export interface OwnerScope {
  readonly owner: string;
  readonly anyOf: readonly { readonly grant: string; readonly values: ScopeValues }[];
}

export interface Obligations {
  /** Art 35: the value goes no further (from `@noOnwardTransfer`). */
  readonly noOnwardTransfer: boolean;
}

interface Basis {
  /**
   * Grants relied on: of each owner that needed one the first by id; where that one is limited and another lifts the limits, that
   * one, too, so that its suspension is seen.
   */
  readonly grants: readonly string[];
  /** Owners whose grants all limit the rows; an owner with one unlimited grant is absent. Empty = unscoped. */
  readonly scopes: readonly OwnerScope[];
  readonly obligations: Obligations;
  /** Next instant (epoch ms) at which a grant consulted begins or ends; `null` = never. */
  readonly validUntil: number | null;
}

export interface Permit extends Basis {
  readonly outcome: 'permit';
}

/** Only the masked form; the other owners permitted at least that. */
export interface MaskedPermit extends Basis {
  readonly outcome: 'mask';
  readonly technique: string;
  /** The owner(s) that require the mask; the first by id keys `pseudonym`. */
  readonly maskedBy: readonly string[];
}

export interface Denial {
  readonly outcome: 'deny';
  readonly reason: Reason;
  /** Article of the law profile, e.g. `34`. */
  readonly article: string;
  readonly coordinate: string;
  /** The owner whose policy denied; `null` where none did (unclassified). */
  readonly owner: string | null;
  readonly validUntil: number | null;
}

export type Decision = Permit | MaskedPermit | Denial;
