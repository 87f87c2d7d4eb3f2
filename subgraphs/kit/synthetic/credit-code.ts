/** Unified social credit codes that can belong to nobody: the form of GB 32100, always with a wrong check character. */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The right check character of the first 17 (GB 32100, ISO 7064 MOD 31-3). */
export function creditCheckCharacter(first17: string): string {
  return ALPHABET.charAt(checkIndex(first17));
}

/** An enterprise (`91`) registered in a county; `serial` becomes the body's nine characters. Fails its own check. */
export function syntheticCreditCode(countyCode: string, serial: number): string {
  const first17 = `91${countyCode}${inAlphabet(serial)}`;
  // INVARIANT: no synthetic credit code is valid. The offset is 1–30 of 31 places: never 0, and all places hold different characters.
  const offset = 1 + (serial % 30);
  return first17 + ALPHABET.charAt((checkIndex(first17) + offset) % ALPHABET.length);
}

/** Nine characters that begin with `MA`, as in codes given out since 2015. */
function inAlphabet(serial: number): string {
  let rest = serial;
  let text = '';
  for (let place = 0; place < 7; place++) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return `MA${text}`;
}

function checkIndex(first17: string): number {
  const sum = WEIGHTS.reduce((total, weight, place) => {
    const value = ALPHABET.indexOf(first17.charAt(place) || ' ');
    if (value < 0) throw new Error(`\`${first17}\` is no beginning of a credit code: give 17 of \`${ALPHABET}\``);
    return total + weight * value;
  }, 0);
  return (ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length;
}
