/**
 * Whether rows lie inside the scopes of the grants that permit them (Art 34 范围): what grants admit is looked up once per type, and
 * asked once per row.
 *
 * INVARIANT: a value that is missing, null or of another form is outside, and so is every row of a type for which an owner has no
 * scope field, or of which the grant does not name the scope field.
 */
import { regionTest } from '../../directives/region';
import type { ScopeKind } from '../../directives/label';
import type { OwnerScope } from '../policy/decision';

/** One owner's scope field on a type, and the response name under which its value was fetched. */
export interface FetchedScope {
  readonly alias: string;
  readonly by: string;
  readonly kind: ScopeKind;
}

type Row = Readonly<Record<string, unknown>>;
export type ScopeRules = Readonly<Record<string, FetchedScope>>;

/** One request's; keep it no longer than its rows. */
export interface ScopeTest {
  readonly scopes: readonly OwnerScope[];
  /** @param rules owner → its scope field on the row's type; the same object for each row of one type */
  admits(rules: ScopeRules, row: Row): boolean;
}

/** @param scopes each owner's must hold: the intersection */
export function scopeTest(scopes: readonly OwnerScope[]): ScopeTest {
  const byRules = new Map<ScopeRules, (row: Row) => boolean>();
  let lastRow: Row | null = null;
  let lastRules: ScopeRules | null = null;
  let verdict = false;
  return {
    scopes,
    admits(rules, row) {
      // The fields of one row are mostly asked about one after another.
      if (row === lastRow && rules === lastRules) return verdict;
      let test = byRules.get(rules);
      if (test === undefined) byRules.set(rules, (test = rowTest(scopes, rules)));
      lastRow = row;
      lastRules = rules;
      verdict = test(row);
      return verdict;
    },
  };
}

/** Whether two decisions limit rows alike, so that one test serves both. */
export function sameScopes(a: readonly OwnerScope[], b: readonly OwnerScope[]): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every(({ owner, anyOf }, index) => {
        const other = b[index];
        if (other === undefined || other.owner !== owner || other.anyOf.length !== anyOf.length) return false;
        return anyOf.every(({ values }, each) => other.anyOf[each]?.values === values);
      }))
  );
}

function rowTest(scopes: readonly OwnerScope[], rules: ScopeRules): (row: Row) => boolean {
  const tests = scopes.map((scope) => ownerTest(scope, rules));
  return (row) => tests.every((test) => test(row));
}

function ownerTest({ owner, anyOf }: OwnerScope, rules: ScopeRules): (row: Row) => boolean {
  const rule = Object.hasOwn(rules, owner) ? rules[owner] : undefined;
  if (rule === undefined) return () => false;
  const { alias, by, kind } = rule;
  const admitted = anyOf.flatMap(({ values }) => (Object.hasOwn(values, by) ? (values[by] ?? []) : []));
  const test = valueTest(kind, admitted);
  return (row) => Object.hasOwn(row, alias) && test(row[alias]);
}

function valueTest(kind: ScopeKind, admitted: readonly string[]): (value: unknown) => boolean {
  switch (kind) {
    case 'REGION':
      return regionTest(admitted);
    case 'EQUALS': {
      const values = new Set(admitted);
      return (value) =>
        (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') &&
        values.has(String(value));
    }
  }
}
