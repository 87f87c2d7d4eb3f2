/** What the directives on one element say, argument by argument, before defaults and floors are applied. */
import type { AccessClass, Grade, Method, OpenReason, ScopeRule, SubjectRule } from './label';

export type ProviderKind = 'GOV_DEPT' | 'PUBLIC_SERVICE_ORG' | 'NON_PUBLIC';
export type Level = 'REGION' | 'CITY' | 'COUNTY';

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

export interface ProviderStatement {
  readonly organisation: string;
  readonly kind: ProviderKind;
  readonly level: Level;
  readonly region: string;
  readonly sector: string | null;
  readonly line: number | null;
}

/** `@defaults` as written; whether it is in force is for the register to say. */
export interface WrittenDefaults {
  readonly share: AccessClass | null;
  readonly open: AccessClass | null;
  readonly basis: readonly string[] | null;
  readonly reason: readonly OpenReason[] | null;
  readonly conditions: readonly string[] | null;
  readonly scope: readonly string[] | null;
  readonly purposes: readonly string[] | null;
  readonly line: number | null;
}

export interface WrittenConsumption {
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly grant: string | null;
  readonly line: number | null;
}

/** Everything the vocabulary can say at one element; what its kind of element cannot bear stays empty. */
export interface ElementReading {
  readonly statements: Statements;
  readonly deidentified: readonly DeidentifiedClaim[];
  readonly derived: readonly DerivedClaim[];
  /** `null` = not said; `[]` = the explicit claim of none. */
  readonly influences: readonly string[] | null;
  readonly scope: (ScopeRule & { readonly line: number | null }) | null;
  readonly subject: (SubjectRule & { readonly line: number | null }) | null;
  readonly providers: readonly ProviderStatement[];
  readonly defaults: WrittenDefaults | null;
  readonly consumes: readonly WrittenConsumption[];
}

export const nothingSaid: Statements = Object.freeze({
  share: null,
  open: null,
  purpose: null,
  noOnwardTransfer: null,
  grade: null,
  catalogue: null,
});
