/** What the access log says of one event. INVARIANT: no entry holds a provider's value, a client literal or an error text. */

export type EntryKind =
  | 'access'
  | 'deny'
  | 'intent'
  | 'shape'
  | 'policy'
  | 'heartbeat'
  | 'suspend'
  | 'resume'
  | 'admin'
  | 'officer-query'
  | 'seal'
  | 'recovery'
  | 'key-epoch';

/** One field of a `shape`: the same for every request of that form. */
export interface ShapeField {
  readonly position: string;
  readonly coordinate: string;
  readonly subgraphs: readonly string[];
  readonly owners: readonly string[];
  readonly decision: 'permit' | 'mask' | 'deny';
  readonly mask: string | null;
  readonly reason: string | null;
  readonly article: string | null;
}

export interface Shape {
  readonly operationHash: string;
  readonly schemaId: string;
  readonly lawProfile: string;
  readonly fields: readonly ShapeField[];
}

/** A cross-organisation flow that a request caused. */
export interface LoggedFlow {
  readonly from: string;
  readonly toSubgraph: string;
  readonly toOrganisation: string;
  readonly coordinate: string;
  readonly decision: 'permit' | 'deny';
  readonly grants: readonly string[];
}

/** Rows of one type for which one set of shape fields was released. */
export interface ReleasedRows {
  readonly type: string;
  /** Indices into the shape's `fields`, ascending. */
  readonly fields: readonly number[];
  readonly rows: number;
}

/** A data subject whose entity was released, or sent on. Leaves the pipeline only as a keyed hash. */
export interface TracedSubject {
  readonly type: string;
  /** Canonical key value. */
  readonly key: string;
  /** `null` = the client; else the receiving subgraph's organisation. */
  readonly receiver: string | null;
}

/** Everything about who asked; person and case are hashed with a key before they are written. */
export interface Requester {
  readonly client: string;
  readonly organisation: string | null;
  readonly person: string | null;
  readonly actors: readonly string[];
  readonly representedParty: string | null;
  readonly purpose: string | null;
  readonly case: string | null;
  readonly route: 'SHARE' | 'OPEN';
}

/** `access`: something was released; `deny`: nothing was; `intent`: a mutation, or values about to be sent on. */
export interface RequestEvent {
  readonly kind: 'access' | 'deny' | 'intent';
  readonly requestId: string;
  readonly traceparent: string | null;
  readonly requester: Requester;
  readonly policyEpoch: number;
  readonly shape: Shape;
  readonly grants: readonly string[];
  readonly released: readonly ReleasedRows[];
  readonly flows: readonly LoggedFlow[];
  readonly subgraphs: readonly string[];
  readonly subjects: readonly TracedSubject[];
  /** `released`, `withheld` (a grant was suspended meanwhile), `refused`, `intent`. */
  readonly outcome: 'released' | 'withheld' | 'refused' | 'intent';
  /** Reason codes of a refusal, without texts. */
  readonly reasons: readonly string[];
}

/** Anything that is no request: policy epochs, start and stop, suspensions, recovery. */
export interface SystemEvent {
  readonly kind: Exclude<EntryKind, 'access' | 'deny' | 'intent' | 'shape'>;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}
