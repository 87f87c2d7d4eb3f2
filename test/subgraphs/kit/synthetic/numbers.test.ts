import fc from 'fast-check';
import { COUNTIES } from '../../../../subgraphs/kit/synthetic/counties';
import { creditCheckCharacter, syntheticCreditCode } from '../../../../subgraphs/kit/synthetic/credit-code';
import { residentCheckDigit, syntheticResidentNumber } from '../../../../subgraphs/kit/synthetic/resident-number';

const county = fc.constantFrom(...Object.keys(COUNTIES));
const birthDate = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2026-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('the check digit is that of the standard', () => {
  // The example of GB 11643-1999 itself: 11010519491231002X.
  expect(residentCheckDigit('11010519491231002')).toBe('X');
  expect(residentCheckDigit('44052418800101001')).toBe('4');
  expect(() => residentCheckDigit('1101051949123100')).toThrow('give 17 digits');
});

test('the check character is that of the standard', () => {
  // The example of GB 32100-2015 itself: 91350100M000100Y43.
  expect(creditCheckCharacter('91350100M000100Y4')).toBe('3');
  expect(creditCheckCharacter('00000000000000000')).toBe('0');
  expect(() => creditCheckCharacter('9000000000000000I')).toThrow('is no beginning of a credit code');
  expect(() => creditCheckCharacter('9000')).toThrow('is no beginning of a credit code');
});

test('a synthetic resident number never passes its own check', () => {
  fc.assert(
    fc.property(county, birthDate, fc.integer({ min: 0, max: 999 }), (code, day, sequence) => {
      const number = syntheticResidentNumber(code, day, sequence);
      expect(number).toMatch(/^\d{17}[\dX]$/);
      expect(number.charAt(17)).not.toBe(residentCheckDigit(number.slice(0, 17)));
    }),
  );
});

test('a synthetic credit code never passes its own check', () => {
  fc.assert(
    fc.property(county, fc.integer({ min: 1, max: 1_000_000 }), (code, serial) => {
      const number = syntheticCreditCode(code, serial);
      expect(number).toMatch(/^91\d{6}MA[0-9A-HJ-NPQRTUWXY]{8}$/);
      expect(number.charAt(17)).not.toBe(creditCheckCharacter(number.slice(0, 17)));
    }),
  );
});
