/** The register as frozen data: organisations, purposes, clients, grants and the records that claims rest on. */
import type { Method } from '../../directives/label';
import type { Evidence, Release, Review } from '../../directives/record';
import type { Grant } from './grant';
import type { Route } from './principal';

export interface Organisation {
  readonly id: string;
  readonly kind: 'GOV_DEPT' | 'PUBLIC_SERVICE_ORG' | 'NON_PUBLIC';
  readonly level: 'REGION' | 'CITY' | 'COUNTY';
  readonly region: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly subgraphs: readonly string[] | null;
}

export interface Purpose {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly dpv: string | null;
}

export interface Client {
  readonly id: string;
  /** `null` only for `anonymous`. */
  readonly organisation: string | null;
  readonly route: Route;
  readonly purposes: readonly string[];
  readonly methods: readonly Method[];
  /** Required when several issuers are configured. */
  readonly issuer: string | null;
}

export interface Register {
  readonly organisations: readonly Organisation[];
  readonly purposeTree: readonly Purpose[];
  /** Every known code: listing `a.b` makes `a` known. */
  readonly purposes: ReadonlySet<string>;
  readonly clients: readonly Client[];
  readonly grants: readonly Grant[];
  readonly evidence: readonly Evidence[];
  readonly releases: readonly Release[];
  readonly reviews: readonly Review[];
}
