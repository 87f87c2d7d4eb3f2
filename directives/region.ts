/** Administrative division codes, compared at their level: `450000` covers `450100`, which covers `450103` (Art 34 范围). */

/** Digits of province, city, county, town and village: 1–2, 3–4, 5–6, 7–9, 10–12 (GB/T 2260, GB/T 10114). */
const levelEnds = [2, 4, 6, 9, 12];

/** INVARIANT: anything but a well-formed code covers nothing and is covered by nothing. */
export function regionCovers(scopeCode: unknown, rowCode: unknown): boolean {
  const scope = significantLevels(scopeCode);
  const row = significantLevels(rowCode);
  return scope !== null && row !== null && row.startsWith(scope);
}

/**
 * For many rows: `regionCovers` of any of the scope's codes. Each distinct code of a row is looked at once, so keep the test no
 * longer than the rows.
 */
export function regionTest(scopeCodes: readonly unknown[]): (rowCode: unknown) => boolean {
  const scopes = scopeCodes.map(significantLevels).filter((levels) => levels !== null);
  const known = new Map<string, boolean>();
  return (rowCode) => {
    if (typeof rowCode !== 'string') return false;
    const before = known.get(rowCode);
    if (before !== undefined) return before;
    const row = significantLevels(rowCode);
    const covered = row !== null && scopes.some((scope) => row.startsWith(scope));
    known.set(rowCode, covered);
    return covered;
  };
}

/** The code without its trailing all-zero levels; `null` for any other form, and for a code that names no province. */
function significantLevels(code: unknown): string | null {
  if (typeof code !== 'string' || !levelEnds.includes(code.length)) return null;
  let significant = 0;
  for (let at = 0; at < code.length; at++) {
    const digit = code.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    if (digit !== 0) significant = at + 1;
  }
  if (significant === 0) return null;
  return code.slice(
    0,
    levelEnds.find((end) => end >= significant),
  );
}
