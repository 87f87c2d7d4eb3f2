/** The compiled writer against the plain form that looks everything up for each value. */
import fc from 'fast-check';
import { writeAnswer } from '../../../gateway/executor/write-answer';
import { generateAnswer } from '../../support/generate-answer';
import { drawFrom } from '../../support/generate-operation';
import { shapeAnswer } from '../../support/interpretive-answer';

const tapes = fc.array(fc.nat(59), { minLength: 100, maxLength: 500 });

function asSet(lines: readonly unknown[]): readonly string[] {
  return lines.map((line) => JSON.stringify(line)).sort();
}

test('the same text, errors and disclosure, whatever shape, data, failures, scopes and masks', () => {
  const met = { withheld: 0, failed: 0, traced: 0, released: 0 };
  fc.assert(
    fc.property(tapes, (tape) => {
      const { bound, result, context } = generateAnswer(drawFrom(tape));
      const expected = shapeAnswer(bound, result, context);
      const written = writeAnswer(bound, result, context);
      expect(String(written.data)).toBe(JSON.stringify(expected.data));
      expect(written.errors).toEqual(expected.errors);
      expect(written.rootWithheld).toBe(expected.rootWithheld);
      expect(asSet(written.disclosure.released)).toEqual(asSet(expected.disclosure.released));
      expect(asSet(written.disclosure.subjects)).toEqual(asSet(expected.disclosure.subjects));
      if (expected.rootWithheld) met.withheld++;
      if (expected.errors.length > 1) met.failed++;
      if (expected.disclosure.subjects.length > 0) met.traced++;
      if (expected.disclosure.released.length > 2) met.released++;
    }),
    { numRuns: 2_000 },
  );
  // What is generated is not all alike.
  for (const count of Object.values(met)) expect(count).toBeGreaterThan(10);
});
