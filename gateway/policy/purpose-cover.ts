/** Whether purposes cover a purpose: `a.b` covers itself and `a.b.c`, never `a` and never `a.bc`. */

export function coversPurpose(allowed: readonly string[], purpose: string): boolean {
  return allowed.some((code) => purpose === code || purpose.startsWith(`${code}.`));
}
