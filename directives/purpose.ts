/** The tree of purpose codes: `a.b` covers itself and `a.b.c`, never `a`; a set of codes stands for everything it covers. */

export function purposeCovers(code: string, purpose: string): boolean {
  return purpose === code || purpose.startsWith(`${code}.`);
}

/** @param codes `null` = all purposes, `[]` = none */
export function anyPurposeCovers(codes: readonly string[] | null, purpose: string): boolean {
  return codes === null || codes.some((code) => purposeCovers(code, purpose));
}

/** Whether every purpose that `inner` allows is allowed by `outer`, too. */
export function purposesWithin(inner: readonly string[] | null, outer: readonly string[] | null): boolean {
  if (outer === null) return true;
  return inner !== null && inner.every((code) => anyPurposeCovers(outer, code));
}

/** The same set as a sorted antichain: what another code of the set covers adds nothing. */
export function normalisePurposes(codes: readonly string[]): readonly string[] {
  const unique = [...new Set(codes)];
  return unique
    .filter((code) => !unique.some((other) => other !== code && purposeCovers(other, code)))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** The purposes that both sets allow: of two codes on one branch the deeper one (Art 31, 35). */
export function meetPurposes(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null) return b === null ? null : normalisePurposes(b);
  if (b === null) return normalisePurposes(a);
  return normalisePurposes([
    ...a.filter((code) => anyPurposeCovers(b, code)),
    ...b.filter((code) => anyPurposeCovers(a, code)),
  ]);
}
