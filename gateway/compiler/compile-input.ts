/** What the law is to be applied to: one operation, of one principal, at one instant. */
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Supergraph } from '../../schema/supergraph';
import type { GrantSnapshot } from '../policy/grant-source';
import type { LawProfile } from '../policy/law-profile';
import type { Principal } from '../policy/principal';

export interface CompileInput {
  readonly supergraph: Supergraph;
  /** What clients may name: no `@inaccessible` element, none of our directives. */
  readonly apiSchema: GraphQLSchema;
  /** Parsed and validated against `apiSchema`. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** All of who asks that decisions are taken by: whoever is equal in this gets equal decisions. */
  readonly principal: Pick<Principal, 'organisation' | 'route' | 'purposes' | 'foreignParties'>;
  readonly purpose: string | null;
  readonly grants: GrantSnapshot;
  /** Epoch ms. */
  readonly instant: number;
  readonly profile: LawProfile;
  /** Bound on the rewritten document: splitting by concrete type multiplies selections. */
  readonly maxTokens: number;
  /** `reject`: any denial refuses the operation. */
  readonly onDeny: 'partial' | 'reject';
}
