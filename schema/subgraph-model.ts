/**
 * One subgraph as it speaks for itself: its own SDL (with its overlay), read through the federation library's schema model, our
 * directives resolved by feature identity. Rules and the label compiler read this and nothing else.
 */
import type { AccessClass, Grade, Method, OpenReason, ScopeRule, SubjectRule } from '../directives/label';
import type { Finding } from './finding';
import type { Consumption, Level, ProviderKind } from './supergraph';

/** What one element says, argument by argument, before defaults and floors; repeated directives are already joined. */
export interface Statements {
  readonly share: {
    readonly class: AccessClass;
    readonly basis: readonly string[] | null;
    readonly conditions: readonly string[] | null;
    readonly scope: readonly string[] | null;
    readonly methods: readonly Method[] | null;
    readonly line: number | null;
  } | null;
  readonly open: {
    readonly class: AccessClass;
    readonly reason: readonly OpenReason[] | null;
    readonly basis: readonly string[] | null;
    readonly conditions: readonly string[] | null;
    readonly scope: readonly string[] | null;
    readonly line: number | null;
  } | null;
  readonly purpose: { readonly allow: readonly string[]; readonly line: number | null } | null;
  readonly noOnwardTransfer: { readonly line: number | null } | null;
  readonly grade: Grade | null;
  readonly catalogue: {
    readonly id: string;
    readonly title: string;
    readonly updateCycle: string | null;
    readonly aggregation: 'INTERFACE' | 'TABLE' | 'FILE' | 'LOGICAL' | null;
    readonly publicManagementNeed: boolean;
    readonly base: string | null;
    readonly reviewBy: string | null;
    readonly line: number | null;
  } | null;
}

export interface DeidentifiedClaim {
  readonly technique: string;
  readonly share: AccessClass | null;
  readonly open: AccessClass | null;
  readonly evidence: string;
  readonly line: number | null;
}

export interface DerivedClaim {
  readonly from: readonly string[];
  readonly transform: string;
  readonly releases: readonly string[];
  readonly line: number | null;
}

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

export interface ProviderStatement {
  readonly organisation: string;
  readonly kind: ProviderKind;
  readonly level: Level;
  readonly region: string;
  readonly sector: string | null;
  readonly line: number | null;
}

/** `@defaults`: what unlabelled fields of this subgraph carry. */
export interface DefaultsStatement {
  readonly share: AccessClass | null;
  readonly open: AccessClass | null;
  readonly basis: readonly string[] | null;
  readonly reason: readonly OpenReason[] | null;
  readonly conditions: readonly string[] | null;
  readonly scope: readonly string[] | null;
  readonly purposes: readonly string[] | null;
  readonly line: number | null;
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
  /** SDL with injected definitions and overlay merged in: what is composed. */
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
