/** What composition yields: one frozen bundle that the gateway serves and that `compose` writes to disk. */
import type { Level, ProviderKind } from '../directives/statements';
import type { LabelMap } from './label-map';

export type { Level, ProviderKind } from '../directives/statements';

/** One `@consumes` line: what the organisation behind a subgraph receives from other providers. */
export interface Consumption {
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly grant: string | null;
}

export interface SubgraphInfo {
  readonly name: string;
  readonly routingUrl: string;
  /** SDL as the provider gave it (before definitions are injected). */
  readonly sdl: string;
  /** `sha256:` + hex over the SDL's bytes. */
  readonly sdlHash: string;
  readonly organisation: string;
  readonly kind: ProviderKind;
  readonly level: Level;
  readonly region: string;
  readonly consumes: readonly Consumption[];
}

export interface Supergraph {
  /** SHA-256 (hex) over supergraph SDL and label map together. */
  readonly schemaId: string;
  /** As composed: what `compose` writes. */
  readonly supergraphSdl: string;
  /**
   * The same without the key edges that class or `@consumes` rule out: what the planner is built from
   * (enforcement.md section 4).
   */
  readonly planningSdl: string;
  readonly labelMap: LabelMap;
  readonly subgraphs: Readonly<Record<string, SubgraphInfo>>;
}
