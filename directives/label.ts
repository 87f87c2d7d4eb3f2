/** What the law says about one coordinate, as frozen data: one policy per owner, each of which must permit. */

/** Share class (recipients are departments and public service organisations) or open class (everybody else). */
export type AccessClass = 'UNCONDITIONAL' | 'CONDITIONAL' | 'NONE';

/** The manner of use; `MUTATE` is the operation type mutation. */
export type Method = 'QUERY' | 'MUTATE';

/** Why a field is not openly unconditional (Art 36, 38). */
export type OpenReason =
  'STATE_SECRET' | 'TRADE_SECRET' | 'PRIVACY' | 'LAW' | 'HIGH_CAPACITY' | 'TIMELY' | 'CONTINUOUS';

/** The masked form of a field and ITS classes (Art 31, 36). A class that the claim does not state is `NONE`. */
export interface MaskedForm {
  /** One of the closed set in `technique.ts`, e.g. `id-number` or `band:1000`. */
  readonly technique: string;
  readonly share: AccessClass;
  readonly open: AccessClass;
  /** Register record the claim rests on. */
  readonly evidence: string;
}

/** One owner's policy on one coordinate. Every member is ordered by strictness; `stricter()` is the join. */
export interface OwnerPolicy {
  readonly share: AccessClass;
  readonly open: AccessClass;
  /** Purpose codes the value may serve; `null` = all, `[]` = none. An antichain in the code tree. */
  readonly purposes: readonly string[] | null;
  /** Methods the label admits; `null` = all, `[]` = none. */
  readonly methods: readonly Method[] | null;
  /** Catalogue text that applicants read; never evaluated. Sorted, unique. */
  readonly conditions: readonly string[];
  readonly scope: readonly string[];
  readonly basis: readonly string[];
  readonly reasons: readonly OpenReason[];
  readonly noOnward: boolean;
  /**
   * `undefined`: says nothing (a floor: neutral in a join). `null`: no masked form (absorbing).
   * In an effective label of the label map it is never `undefined`.
   */
  readonly deidentified: MaskedForm | null | undefined;
}

/** Classification and grading (Art 26, 64, 65); never implies a class. */
export interface Grade {
  readonly category: string;
  readonly level: 'GENERAL' | 'IMPORTANT' | 'CORE';
  readonly grade: number | null;
  readonly personal: boolean;
}

/** Owner organisation id → its policy, and the strictest grade. A label always has at least one owner. */
export interface Label {
  readonly owners: Readonly<Record<string, OwnerPolicy>>;
  readonly grade: Grade | null;
}

/** How rows are compared with a grant's scope (Art 34). */
export type ScopeKind = 'REGION' | 'EQUALS';

/** `@scope` on a type: the field that decides, and how. */
export interface ScopeRule {
  readonly by: string;
  readonly kind: ScopeKind;
}

/** `@subject` on a type: which field identifies the data subject. */
export interface SubjectRule {
  readonly kind: 'PERSON' | 'ORGANISATION' | 'OTHER';
  readonly key: string;
}

/** Whether a label leaves nothing to decide for anybody: every owner opens it unconditionally. */
export function isOpenlyUnconditional(label: Label): boolean {
  return Object.values(label.owners).every((policy) => policy.open === 'UNCONDITIONAL');
}
