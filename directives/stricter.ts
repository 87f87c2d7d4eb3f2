/** The join of two labels: strictest wins, owner by owner; commutative, associative, idempotent, and never laxer than either. */
import type { AccessClass, Grade, Label, MaskedForm, Method, OwnerPolicy } from './label';
import { meetPurposes } from './purpose';

const classRank: Readonly<Record<AccessClass, number>> = { UNCONDITIONAL: 0, CONDITIONAL: 1, NONE: 2 };
const levelRank: Readonly<Record<Grade['level'], number>> = { GENERAL: 0, IMPORTANT: 1, CORE: 2 };

export function stricter(a: Label, b: Label): Label {
  const names = [...new Set([...Object.keys(a.owners), ...Object.keys(b.owners)])].sort();
  // `fromEntries` defines: an assignment would lose an owner that is called `__proto__`.
  const owners = Object.fromEntries(
    names.flatMap((owner): [string, OwnerPolicy][] => {
      const [ours, theirs] = [own(a.owners, owner), own(b.owners, owner)];
      const joined = ours === undefined ? theirs : theirs === undefined ? ours : stricterPolicy(ours, theirs);
      return joined === undefined ? [] : [[owner, joined]];
    }),
  );
  return Object.freeze({ owners: Object.freeze(owners), grade: stricterGrade(a.grade, b.grade) });
}

/** The join of whatever is there; `null` where nothing is. */
export function strictest(labels: readonly (Label | null)[]): Label | null {
  return labels.reduce<Label | null>((joined, label) => {
    if (label === null) return joined;
    return joined === null ? label : stricter(joined, label);
  }, null);
}

export function stricterPolicy(a: OwnerPolicy, b: OwnerPolicy): OwnerPolicy {
  return Object.freeze({
    share: stricterClass(a.share, b.share),
    open: stricterClass(a.open, b.open),
    purposes: meetPurposes(a.purposes, b.purposes),
    methods: meetMethods(a.methods, b.methods),
    conditions: union(a.conditions, b.conditions),
    scope: union(a.scope, b.scope),
    basis: union(a.basis, b.basis),
    reasons: union(a.reasons, b.reasons),
    noOnward: a.noOnward || b.noOnward,
    deidentified: stricterMask(a.deidentified, b.deidentified),
  });
}

export function stricterClass(a: AccessClass, b: AccessClass): AccessClass {
  return classRank[a] >= classRank[b] ? a : b;
}

export function isLaxer(a: AccessClass, b: AccessClass): boolean {
  return classRank[a] < classRank[b];
}

/** `undefined` says nothing, `null` means no masked form; two techniques leave no form that both allow. */
export function stricterMask(
  a: MaskedForm | null | undefined,
  b: MaskedForm | null | undefined,
): MaskedForm | null | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  if (a === null || b === null || a.technique !== b.technique) return null;
  return Object.freeze({
    technique: a.technique,
    share: stricterClass(a.share, b.share),
    open: stricterClass(a.open, b.open),
    evidence: mergeText(a.evidence, b.evidence, ', '),
  });
}

export function stricterGrade(a: Grade | null, b: Grade | null): Grade | null {
  if (a === null || b === null) return a ?? b;
  return Object.freeze({
    category: mergeText(a.category, b.category, ' | '),
    level: levelRank[a.level] >= levelRank[b.level] ? a.level : b.level,
    grade: a.grade === null || b.grade === null ? (a.grade ?? b.grade) : Math.max(a.grade, b.grade),
    personal: a.personal || b.personal,
  });
}

/** @param a `null` = all methods, `[]` = none */
export function meetMethods(a: readonly Method[] | null, b: readonly Method[] | null): readonly Method[] | null {
  if (a === null) return b === null ? null : union(b, []);
  if (b === null) return union(a, []);
  return union(
    a.filter((method) => b.includes(method)),
    [],
  );
}

/** Sorted, unique. */
export function union<T extends string>(a: readonly T[], b: readonly T[]): readonly T[] {
  return Object.freeze([...new Set([...a, ...b])].sort());
}

/** Two texts that one value must name both: joined in order, each once, so that the join stays associative. */
function mergeText(a: string, b: string, separator: string): string {
  return union(a.split(separator), b.split(separator)).join(separator);
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
