/** Operation → decisions per field → filtered, renamed document: everything that can be known before planning. */
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Supergraph } from '../../schema/supergraph';
import type { Denial } from '../policy/decision';
import type { GrantSnapshot } from '../policy/grant-source';
import type { Principal } from '../policy/principal';
import type { BoundOperation } from './compiled-operation';
import type { FlowDenial } from './flow-denial';

export interface CompileInput {
  readonly supergraph: Supergraph;
  /** What clients may name: no `@inaccessible` element, none of our directives. */
  readonly apiSchema: GraphQLSchema;
  /** Parsed and validated against `apiSchema`. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  readonly purpose: string | null;
  readonly grants: GrantSnapshot;
  /** Epoch ms. */
  readonly instant: number;
  /** `reject`: any denial refuses the operation. */
  readonly onDeny: 'partial' | 'reject';
}

export type CompileOutcome =
  | {
      readonly ok: true;
      readonly bound: BoundOperation;
      /** The same request again, with these occurrences denied as well (flows; each round removes at least one field). */
      deny(denials: readonly FlowDenial[]): CompileOutcome;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** The whole operation is refused before any fetch: 403, no `data`. */
export interface Refusal {
  /** At least one; the first one's reason is the answer's code. */
  readonly denials: readonly Denial[];
}

/**
 * @throws RefusedRequest for what the client must mend (unknown operation name, variables that do not fit, reserved aliases).
 */
export function compileOperation(_input: CompileInput): CompileOutcome {
  throw new Error('to be written');
}
