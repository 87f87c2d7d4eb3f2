/** Whether a row lies inside the scopes of the grants that permit it, each row looked at for itself: what the gateway's tests are held to. */
import { regionCovers } from '../../directives/region';
import type { ScopeKind } from '../../directives/label';
import type { FetchedScope } from '../../gateway/executor/scope-test';
import type { OwnerScope } from '../../gateway/policy/decision';
import type { ScopeValues } from '../../gateway/policy/grant';

/**
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
function valueWithinScope(
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
