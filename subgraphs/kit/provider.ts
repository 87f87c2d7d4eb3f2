/** What a provider states once for its whole subgraph, and what it gives the kit to serve it. */
import type { AccessClass, Level, OpenReason, ProviderKind } from '../../directives';
import type { ProviderContext } from './provider-context';
import type { AnyClass } from './written-directives';

/** Who answers for the subgraph (Art 3, 20): must equal the register's entry. */
export interface ProviderIdentity {
  readonly org: string;
  readonly kind: ProviderKind;
  readonly level: Level;
  /** Administrative code, e.g. `450000`. */
  readonly region: string;
  readonly sector?: string;
}

/** What unlabelled fields carry. Anything laxer than NONE/NONE holds only once it is reviewed for this very SDL (Art 23, 31). */
export interface ProviderDefaults {
  readonly share: AccessClass;
  readonly open: AccessClass;
  readonly basis?: readonly string[];
  readonly reason?: readonly OpenReason[];
  readonly conditions?: readonly string[];
  readonly scope?: readonly string[];
  readonly purposes?: readonly string[];
}

/** What this organisation receives from other providers through keys, `@Requires` and `@Provides` (Art 34, 35). */
export interface ProviderConsumption {
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly grant?: string;
}

/** Loads one entity from its key; `null` = there is none. */
export type ReferenceResolver<Loaders> = (
  reference: Readonly<Record<string, unknown>>,
  context: ProviderContext<Loaders>,
) => Promise<object | null> | object | null;

/** What stands in the SDL. */
export interface ProviderStatements {
  /** The subgraph's name in `supergraph.yaml`; also the `keyid` of the gateway's signatures. */
  readonly name: string;
  readonly identity: ProviderIdentity;
  readonly defaults?: ProviderDefaults;
  readonly consumes?: readonly ProviderConsumption[];
  /** TypeGraphQL resolver classes; at least one. */
  readonly resolvers: readonly AnyClass[];
  /** Object types that no resolver returns, e.g. entities that only others lead to. */
  readonly types?: readonly AnyClass[];
}

export interface Provider<Loaders extends object> extends ProviderStatements {
  /** Type name → how its entities are found. */
  readonly references: Readonly<Record<string, ReferenceResolver<Loaders>>>;
  /** Made anew for every request, so that nothing is cached from one request to the next. */
  readonly loaders: () => Loaders;
}
