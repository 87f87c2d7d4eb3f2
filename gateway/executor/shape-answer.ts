/** One pass over the merged data: masks, drops rows outside the scope, completes nulls, and says what was released. */
import type { GraphQLFormattedError } from 'graphql';
import type { BoundOperation } from '../compiler/compiled-operation';
import type { ExecutionResult } from './execution';

/** Rows of one concrete type for which exactly these coordinates' occurrences were released. */
export interface ReleasedObjects {
  readonly type: string;
  /** Positions (joined by `.`) of the leaf and composite fields released, in shape order. */
  readonly positions: readonly string[];
  readonly rows: number;
}

/** What was actually released. */
export interface Disclosure {
  readonly released: readonly ReleasedObjects[];
  /** Every `@subject` entity in the answer, once per type and key. */
  readonly subjects: readonly { readonly type: string; readonly key: string }[];
}

export interface ShapedAnswer {
  readonly data: Record<string, unknown> | null;
  /** What subgraphs failed at, with the client's own paths, re-based where rows were withheld. */
  readonly errors: readonly GraphQLFormattedError[];
  readonly disclosure: Disclosure;
}

export interface ShapeContext {
  /** Derives the key of technique `pseudonym` for one owner, recipient and coordinate; `null` for anonymous. */
  pseudonymKey(owner: string, coordinate: string): Buffer | null;
  /** Answer to `bound.introspection`, keyed by the client's response keys. */
  readonly introspection: Readonly<Record<string, unknown>> | null;
}

export function shapeAnswer(_bound: BoundOperation, _result: ExecutionResult, _context: ShapeContext): ShapedAnswer {
  throw new Error('to be written');
}
