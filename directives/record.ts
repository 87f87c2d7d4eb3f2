/** Register records that claims in a schema rest on; without the record a claim changes nothing. */
import type { AccessClass } from './label';

/** What a `@deidentified` claim or a class laxer than its reason rests on. */
export interface Evidence {
  readonly id: string;
  readonly kind: 'DEIDENTIFICATION' | 'CONSENT' | 'DECLASSIFICATION';
  readonly owner: string;
  readonly coordinate: string;
  /** DEIDENTIFICATION only. */
  readonly technique: string | null;
  readonly classes: { readonly share?: AccessClass; readonly open?: AccessClass };
  /** CONSENT: holder and instrument. DECLASSIFICATION: organ and instrument. */
  readonly holder: string | null;
  readonly organ: string | null;
  readonly instrument: string | null;
}

/** An owner takes its label off a derived field (Art 35, 36). */
export interface Release {
  readonly id: string;
  readonly owner: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly transform: string;
  readonly signedBy: string;
  /** SDL of the deriving subgraph it was signed for; required unless `transform` is PREDICATE. */
  readonly sdlHash: string | null;
}

/** Laxer `@defaults` were reviewed, for one SDL. */
export interface Review {
  readonly subgraph: string;
  readonly sdlHash: string;
  readonly reviewedBy: string;
}
