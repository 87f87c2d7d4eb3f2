/** Resident numbers that can belong to nobody: the form of GB 11643, always with a wrong check digit. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** The right check digit of the first 17 digits (GB 11643, ISO 7064 MOD 11-2). */
export function residentCheckDigit(first17: string): string {
  return CHECK_DIGITS.charAt(checkIndex(first17));
}

/** County, birth date `YYYY-MM-DD` and a three-digit sequence (odd: male) as an 18-character number that fails its own check. */
export function syntheticResidentNumber(countyCode: string, birthDate: string, sequence: number): string {
  const first17 = `${countyCode}${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  // INVARIANT: no synthetic resident number is valid. The offset is 1–10 of 11 places: never 0, and all places hold different characters.
  const offset = 1 + (sequence % 10);
  return first17 + CHECK_DIGITS.charAt((checkIndex(first17) + offset) % CHECK_DIGITS.length);
}

function checkIndex(first17: string): number {
  if (!/^\d{17}$/.test(first17)) throw new Error(`\`${first17}\` is no beginning of a resident number: give 17 digits`);
  return WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(first17.charAt(place)), 0) % CHECK_DIGITS.length;
}
