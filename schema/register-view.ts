/** What composition needs to know of the register; the gateway's register satisfies it structurally. */
import type { Evidence, Release, Review } from '../directives/record';
import type { Level, ProviderKind } from './supergraph';

export interface RegisteredOrganisation {
  readonly id: string;
  readonly kind: ProviderKind;
  readonly level: Level;
  readonly region: string;
  /** Subgraphs that may speak for it; `null` = not listed (refused in production). */
  readonly subgraphs: readonly string[] | null;
}

export interface RegisteredClient {
  readonly id: string;
  readonly organisation: string | null;
  readonly route: 'SHARE' | 'OPEN';
  readonly purposes: readonly string[];
}

export interface RegisteredGrant {
  readonly id: string;
  readonly kind: 'SHARE' | 'OPEN';
  readonly provider: string;
  readonly recipient: string;
  readonly fields: readonly string[];
  readonly purposes: readonly string[];
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'REVOKED';
  /** Epoch milliseconds. */
  readonly validFrom: number;
  readonly validUntil: number;
}

export interface RegisterView {
  readonly organisations: readonly RegisteredOrganisation[];
  /** Every known purpose code (listing `a.b` makes `a` known). */
  readonly purposes: ReadonlySet<string>;
  readonly clients: readonly RegisteredClient[];
  readonly grants: readonly RegisteredGrant[];
  readonly evidence: readonly Evidence[];
  readonly releases: readonly Release[];
  readonly reviews: readonly Review[];
}
