/** A rule reads the whole composition and returns what it finds; it changes nothing and throws nothing. */
import type { Finding } from '../finding';
import type { LabelMap } from '../label-map';
import type { RegisterView } from '../register-view';
import type { SubgraphModel } from '../subgraph-model';

export interface RuleContext {
  readonly subgraphs: readonly SubgraphModel[];
  readonly labelMap: LabelMap;
  readonly register: RegisterView;
  /** Composed supergraph SDL; `null` when the federation library itself refused. */
  readonly supergraphSdl: string | null;
  /** `NODE_ENV=production`: lists that are optional elsewhere are required. */
  readonly production: boolean;
  /** Epoch ms; grants are judged at this instant. */
  readonly now: number;
}

export interface Rule {
  readonly code: string;
  readonly article: string | null;
  check(context: RuleContext): readonly Finding[];
}
