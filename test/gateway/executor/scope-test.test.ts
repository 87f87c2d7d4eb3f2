/** The test that is made once for many rows says what the plain one says of each. */
import fc from 'fast-check';
import { sameScopes, scopeTest } from '../../../gateway/executor/scope-test';
import type { OwnerScope } from '../../../gateway/policy/decision';
import { rowWithinScopes } from '../../support/row-scope';

const codes = ['450000', '450100', '450103', '450203', '45', '450103001', '4501O3', '', '000000'];
const values = fc.dictionary(fc.constantFrom('region', 'office', 'other'), fc.subarray(codes.concat('7', 'true')), {
  noNullPrototype: true,
});
const scopes: fc.Arbitrary<OwnerScope[]> = fc.array(
  fc.record({
    owner: fc.constantFrom('PSB', 'TAX', 'constructor'),
    anyOf: fc.array(fc.record({ grant: fc.constant('G'), values }), { maxLength: 3 }),
  }),
  { maxLength: 2 },
);
const rules = fc.dictionary(
  fc.constantFrom('PSB', 'TAX'),
  fc.record({
    alias: fc.constantFrom('_l1', '_l2', 'toString'),
    by: fc.constantFrom('region', 'office', 'constructor'),
    kind: fc.constantFrom('REGION' as const, 'EQUALS' as const),
  }),
  { noNullPrototype: true },
);
const row = fc.dictionary(
  fc.constantFrom('_l1', '_l2'),
  fc.oneof(fc.constantFrom<unknown>(...codes), fc.constantFrom<unknown>(null, undefined, 7, true, 450103, [], {})),
  { noNullPrototype: true },
);

test('whatever the scopes, the rules and the rows, in any order', () => {
  fc.assert(
    fc.property(scopes, fc.array(rules, { minLength: 1, maxLength: 2 }), fc.array(row), (limits, types, rows) => {
      const test = scopeTest(limits);
      for (const each of [...rows, ...rows.slice().reverse()]) {
        for (const type of types) expect(test.admits(type, each)).toBe(rowWithinScopes(limits, type, each));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('scopes are the same only where every owner’s grants hold the same values', () => {
  const region = { region: ['450100'] };
  const of = (owner: string, ...list: OwnerScope['anyOf'][number]['values'][]): OwnerScope => ({
    owner,
    anyOf: list.map((each) => ({ grant: 'G', values: each })),
  });
  expect(sameScopes([of('PSB', region)], [of('PSB', region)])).toBe(true);
  expect(sameScopes([of('PSB', region)], [of('TAX', region)])).toBe(false);
  expect(sameScopes([of('PSB', region)], [of('PSB', { region: ['450200'] })])).toBe(false);
  expect(sameScopes([of('PSB', region)], [of('PSB', region, {})])).toBe(false);
  expect(sameScopes([of('PSB', region)], [])).toBe(false);
});
