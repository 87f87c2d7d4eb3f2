/** The gateway's configuration as typed, frozen data: what lingqu.yaml and the environment say, with every path absolute. */
import type { OverlayConfig } from '../../../schema/overlay-config';

export interface Listen {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
}

export interface Issuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
}

export interface Limits {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly tokens: number;
  readonly bodyBytes: number;
}

export interface SubgraphSettings {
  /** Of one request, from its dispatch to the last byte. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Requests that one subgraph has before it at once. */
  readonly maxConcurrent: number;
  /** Of a query whose connection was closed before a byte came back. */
  readonly retries: number;
  /** Equal requests at the same time share one answer, where everybody may have all of it. */
  readonly coalesce: boolean;
  /** How long such an answer is kept for others; 0 = not at all. */
  readonly cacheMs: number;
  readonly signingKeyFile: string;
}

export interface Config {
  /** The file itself. */
  readonly file: string;
  /** `NODE_ENV=production`. */
  readonly production: boolean;
  readonly supergraph: string;
  readonly register: string;
  readonly listen: Listen;
  readonly lawProfile: string;
  readonly introspection: boolean;
  readonly identity: {
    /** The built-in issuer is on. */
    readonly development: boolean;
    readonly keyFile: string;
    readonly issuers: readonly Issuer[];
  };
  readonly overlays: Readonly<Record<string, OverlayConfig>>;
  readonly audit: { readonly directory: string };
  readonly limits: Limits;
  readonly subgraphs: SubgraphSettings;
  readonly database: { readonly url: string };
  readonly redis: { readonly url: string };
  readonly controlPlane: { readonly enabled: boolean; readonly listen: Listen };
}
