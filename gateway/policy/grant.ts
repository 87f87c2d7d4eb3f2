/** What was allowed: one grant, from one provider to one recipient, as the register or the control plane states it. */
import type { Method } from '../../directives/label';
import type { Route } from './principal';

/**
 * Values of `@scope` fields that a row must have: field → admitted values (any of them). A row is tested on the one field that its
 * type's `@scope` of that owner names.
 */
export type ScopeValues = Readonly<Record<string, readonly string[]>>;

export interface Grant {
  readonly id: string;
  /** The route it opens. */
  readonly kind: Route;
  readonly provider: string;
  readonly recipient: string;
  /** Coordinates, `Type.field`; already expanded. */
  readonly fields: readonly string[];
  /** Empty on a SHARE grant is refused by the reader; on an OPEN grant it means that the grant states none. */
  readonly purposes: readonly string[];
  readonly methods: readonly Method[];
  readonly scenario: string;
  readonly scope: 'ALL' | ScopeValues;
  /** Organisations that act for the recipient, each with an instrument. */
  readonly processors: readonly { readonly organisation: string; readonly instrument: string }[];
  readonly issuedBy: string;
  /** Epoch milliseconds; in force from (inclusive) until (exclusive). */
  readonly validFrom: number;
  readonly validUntil: number;
  readonly basis: readonly string[];
  /** OPEN grants need both (Art 38). */
  readonly instruments: { readonly commitment: string | null; readonly agreement: string | null };
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'REVOKED';
}
