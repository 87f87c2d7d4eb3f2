/** Whether a row lies inside the scopes of the grants that permit it (Art 34 范围). */
import { regionCovers } from '../../directives/region';
import type { ScopeKind } from '../../directives/label';
import type { OwnerScope } from '../policy/decision';
import type { ScopeValues } from '../policy/grant';

/** One owner's scope field on a type, and the response name under which its value was fetched. */
export interface FetchedScope {
  readonly alias: string;
  readonly by: string;
  readonly kind: ScopeKind;
}

/**
 * INVARIANT: a value that is missing, null or of another form is outside, and so is every row of a type for which an owner has no
 * scope field, or of which the grant does not name the scope field.
 *
 * @param scopes each owner's must hold: the intersection
 * @param rules owner → its scope field on the row's type
 */
export function rowWithinScopes(
  scopes: readonly OwnerScope[],
  rules: Readonly<Record<string, FetchedScope>>,
  row: Readonly<Record<string, unknown>>,
): boolean {
  return scopes.every(({ owner, anyOf }) => {
    const rule = Object.hasOwn(rules, owner) ? rules[owner] : undefined;
    if (rule === undefined || !Object.hasOwn(row, rule.alias)) return false;
    return anyOf.some(({ values }) => valueWithinScope(values, rule, row[rule.alias]));
  });
}

/** Whether the value of a row's scope field is one that a grant admits. */
export function valueWithinScope(
  values: ScopeValues,
  rule: { readonly by: string; readonly kind: ScopeKind },
  value: unknown,
): boolean {
  const admitted = (Object.hasOwn(values, rule.by) ? values[rule.by] : undefined) ?? [];
  switch (rule.kind) {
    case 'REGION':
      return admitted.some((code) => regionCovers(code, value));
    case 'EQUALS':
      return isScalar(value) && admitted.includes(String(value));
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
