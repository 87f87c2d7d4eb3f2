/** Joins what repeated directives say at one element: strictest wins; what only one of them names is kept. */
import { meetPurposes } from './purpose';
import type { Statements } from './statements';
import { meetMethods, stricterClass, union } from './stricter';

type Share = NonNullable<Statements['share']>;
type Open = NonNullable<Statements['open']>;
type Purpose = NonNullable<Statements['purpose']>;
type Catalogue = NonNullable<Statements['catalogue']>;

export function joinShare(a: Share | null, b: Share): Share {
  if (a === null) return b;
  return {
    class: stricterClass(a.class, b.class),
    basis: joinTexts(a.basis, b.basis),
    conditions: joinTexts(a.conditions, b.conditions),
    scope: joinTexts(a.scope, b.scope),
    methods: meetMethods(a.methods, b.methods),
    line: a.line ?? b.line,
  };
}

export function joinOpen(a: Open | null, b: Open): Open {
  if (a === null) return b;
  return {
    class: stricterClass(a.class, b.class),
    reason: joinTexts(a.reason, b.reason),
    basis: joinTexts(a.basis, b.basis),
    conditions: joinTexts(a.conditions, b.conditions),
    scope: joinTexts(a.scope, b.scope),
    line: a.line ?? b.line,
  };
}

export function joinPurpose(a: Purpose | null, b: Purpose): Purpose {
  if (a === null) return b;
  return { allow: meetPurposes(a.allow, b.allow) ?? [], line: a.line ?? b.line };
}

/** @returns `null` where the two contradict each other: no text is stricter than another. */
export function joinCatalogue(a: Catalogue | null, b: Catalogue): Catalogue | null {
  if (a === null) return b;
  const same = (Object.keys(b) as (keyof Catalogue)[]).every((key) => key === 'line' || a[key] === b[key]);
  return same ? a : null;
}

function joinTexts<T extends string>(a: readonly T[] | null, b: readonly T[] | null): readonly T[] | null {
  return a === null || b === null ? (a ?? b) : union(a, b);
}
