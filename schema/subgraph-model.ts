/**
 * One subgraph as it speaks for itself: its own SDL (with its overlay), read through the federation library's schema model, our
 * directives resolved by feature identity. Rules and the label compiler read this and nothing else.
 */
import type { ScopeRule, SubjectRule } from '../directives/label';
import type {
  DeidentifiedClaim,
  DerivedClaim,
  ProviderStatement,
  Statements,
  WrittenDefaults,
} from '../directives/statements';
import type { Finding } from './finding';
import type { Consumption } from './supergraph';

export type { DeidentifiedClaim, DerivedClaim, ProviderStatement, Statements } from '../directives/statements';

export interface InputModel {
  readonly name: string;
  /** `Type.field(argument:)` or `Input.field`. */
  readonly coordinate: string;
  readonly line: number | null;
  /** As printed, e.g. `[String!]`. */
  readonly type: string;
  readonly namedType: string;
  readonly hasDefault: boolean;
  readonly inaccessible: boolean;
  /** `null` = not said; `[]` = the explicit claim of none. */
  readonly influences: readonly string[] | null;
  readonly scope: ScopeRule | null;
}

export interface FieldModel {
  readonly name: string;
  readonly coordinate: string;
  readonly line: number | null;
  readonly type: string;
  readonly namedType: string;
  /** Object, interface or union type. */
  readonly composite: boolean;
  readonly external: boolean;
  readonly inaccessible: boolean;
  readonly shareable: boolean;
  /** Field sets as written. */
  readonly requires: string | null;
  readonly provides: string | null;
  readonly override: { readonly from: string; readonly label: string | null } | null;
  readonly statements: Statements;
  readonly deidentified: readonly DeidentifiedClaim[];
  readonly derived: readonly DerivedClaim[];
  readonly influences: readonly string[] | null;
  readonly arguments: Readonly<Record<string, InputModel>>;
}

export interface KeyModel {
  /** As written, e.g. `pid` or `org { id }`. */
  readonly fields: string;
  readonly resolvable: boolean;
  readonly line: number | null;
}

export interface TypeModel {
  readonly name: string;
  readonly kind: 'OBJECT' | 'INTERFACE' | 'UNION' | 'ENUM' | 'INPUT' | 'SCALAR';
  readonly line: number | null;
  /** Declared `@interfaceObject`: an object here that is an interface elsewhere. */
  readonly interfaceObject: boolean;
  readonly inaccessible: boolean;
  readonly statements: Statements;
  readonly subject: (SubjectRule & { readonly line: number | null }) | null;
  readonly scope: (ScopeRule & { readonly line: number | null }) | null;
  readonly keys: readonly KeyModel[];
  /** Interfaces that it implements; for an interface or union: see `members`. */
  readonly interfaces: readonly string[];
  /** Union members. */
  readonly members: readonly string[];
  readonly fields: Readonly<Record<string, FieldModel>>;
  readonly inputFields: Readonly<Record<string, InputModel>>;
  readonly enumValues: Readonly<
    Record<string, { readonly line: number | null; readonly influences: readonly string[] | null }>
  >;
}

/** `@defaults`: what unlabelled fields of this subgraph carry. */
export interface DefaultsStatement extends WrittenDefaults {
  /** NONE/NONE with a basis, or reviewed for exactly this SDL (or an `assume` pinned to it): it holds. Else it labels nothing. */
  readonly inForce: boolean;
  /** Comes from lingqu.yaml's `assume`, not from the SDL. */
  readonly assumed: boolean;
}

export interface SubgraphModel {
  readonly name: string;
  readonly routingUrl: string;
  readonly sdl: string;
  readonly sdlHash: string;
  /** The SDL with everything of ours blanked out, line by line in place: what is composed. */
  readonly composedSdl: string;
  /** No `@link` to the federation specification. */
  readonly federation1: boolean;
  /** Every `@provider`, in order; exactly one is lawful. */
  readonly providers: readonly ProviderStatement[];
  /** The one provider's organisation, or `null` where there is not exactly one. */
  readonly organisation: string | null;
  readonly defaults: DefaultsStatement | null;
  readonly consumes: readonly (Consumption & { readonly line: number | null })[];
  /** Root types stand under `Query`, `Mutation`, `Subscription`, however they were named. */
  readonly types: Readonly<Record<string, TypeModel>>;
  /** What the reader itself found wrong (GX0001 and mistakes of SDL). */
  readonly findings: readonly Finding[];
}
