/** What the primary and its workers say to each other, as plain data over the channel between them. */
import type { Register } from '../../policy/register';
import type { Supergraph } from '../../../schema/supergraph';
import type { Config } from '../config/config';
import type { MetricsSnapshot } from '../metrics';
import type { MetricsPage } from './total-metrics';

/** What a worker serves: composed once, by the primary, so that all serve the same and none depends on the state of the files. */
export interface ServedLaw {
  readonly config: Config;
  readonly register: Register;
  readonly supergraph: Supergraph;
}

export type ToWorker =
  /** The first message, once. */
  | { readonly type: 'serve'; readonly slot: number; readonly law: ServedLaw }
  /** From now on requests are decided by this; answered by `applied`. */
  | { readonly type: 'register'; readonly change: number; readonly register: Register }
  /** Others have taken over: refuse nobody, then end. */
  | { readonly type: 'retire' }
  /** The gateway ends. */
  | { readonly type: 'stop' }
  | { readonly type: 'count'; readonly request: number }
  | { readonly type: 'total'; readonly request: number; readonly page: MetricsPage };

export type FromWorker =
  | { readonly type: 'serving'; readonly url: string }
  /** It cannot start, and says why; it ends by itself. */
  | { readonly type: 'refused'; readonly reasons: readonly string[] }
  | { readonly type: 'applied'; readonly change: number }
  /** Its log is closed; it ends by itself. */
  | { readonly type: 'ended'; readonly counted: MetricsSnapshot }
  | { readonly type: 'counted'; readonly request: number; readonly counted: MetricsSnapshot }
  /** Asks for the page that adds all workers up; answered by `total`. */
  | { readonly type: 'total?'; readonly request: number };
