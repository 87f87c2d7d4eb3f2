/** A row is released only where every owner's scope is known to hold. */
import fc from 'fast-check';
import { scopeTest, type FetchedScope } from '../../../gateway/executor/scope-test';
import type { OwnerScope } from '../../../gateway/policy/decision';

const byRegion: FetchedScope = { alias: '_l7', by: 'regionCode', kind: 'REGION' };
const scopeOf = (owner: string, ...codes: string[]): OwnerScope => ({
  owner,
  anyOf: [{ grant: 'G-1', values: { regionCode: codes } }],
});
const within = (scopes: OwnerScope[], rules: Record<string, FetchedScope>, row: Record<string, unknown>): boolean =>
  scopeTest(scopes).admits(rules, row);
/** Under one grant of one owner. */
const valueWithin = (
  values: OwnerScope['anyOf'][number]['values'],
  rule: Pick<FetchedScope, 'by' | 'kind'>,
  value: unknown,
): boolean =>
  within([{ owner: 'PSB', anyOf: [{ grant: 'G-1', values }] }], { PSB: { ...rule, alias: '_l7' } }, { _l7: value });

test('a region covers what lies below it, at its level', () => {
  const rules = { PSB: byRegion };
  expect(within([scopeOf('PSB', '450100')], rules, { _l7: '450103' })).toBe(true);
  expect(within([scopeOf('PSB', '450100')], rules, { _l7: '450100' })).toBe(true);
  expect(within([scopeOf('PSB', '450000')], rules, { _l7: '450103001002' })).toBe(true);
  expect(within([scopeOf('PSB', '450100')], rules, { _l7: '450203' })).toBe(false);
  expect(within([scopeOf('PSB', '450103')], rules, { _l7: '450100' })).toBe(false);
  expect(within([scopeOf('PSB', '450200', '450100')], rules, { _l7: '450103' })).toBe(true);
});

test.each([[null], [undefined], [''], [450103], ['4501O3'], [['450103']], [{}]])(
  'a region that is %p is outside',
  (value) => {
    expect(within([scopeOf('PSB', '450100', '450000')], { PSB: byRegion }, { _l7: value })).toBe(false);
  },
);

test('a row that was fetched without the scope field is outside', () => {
  expect(within([scopeOf('PSB', '450100')], { PSB: byRegion }, {})).toBe(false);
  expect(within([scopeOf('PSB', '450100')], { PSB: { ...byRegion, alias: 'toString' } }, {})).toBe(false);
});

test('a type without scope field of that owner is outside', () => {
  expect(within([scopeOf('PSB', '450100')], { TAX: byRegion }, { _l7: '450103' })).toBe(false);
  expect(within([scopeOf('constructor', '450100')], { TAX: byRegion }, { _l7: '450103' })).toBe(false);
});

test('a grant that does not name the scope field admits nothing', () => {
  const other = { owner: 'PSB', anyOf: [{ grant: 'G-1', values: { district: ['450100'] } }] };
  expect(within([other], { PSB: byRegion }, { _l7: '450103' })).toBe(false);
  expect(within([{ owner: 'PSB', anyOf: [] }], { PSB: byRegion }, { _l7: '450103' })).toBe(false);
  expect(valueWithin({}, { by: 'constructor', kind: 'EQUALS' }, 'x')).toBe(false);
});

test('one grant suffices, but every owner needs one', () => {
  const two: OwnerScope = {
    owner: 'PSB',
    anyOf: [
      { grant: 'G-1', values: { regionCode: ['450200'] } },
      { grant: 'G-2', values: { regionCode: ['450100'] } },
    ],
  };
  const rules = { PSB: byRegion, TAX: { alias: '_l8', by: 'office', kind: 'EQUALS' as const } };
  const tax: OwnerScope = { owner: 'TAX', anyOf: [{ grant: 'G-3', values: { office: ['7'] } }] };
  expect(within([two], rules, { _l7: '450103' })).toBe(true);
  expect(within([two, tax], rules, { _l7: '450103', _l8: 7 })).toBe(true);
  expect(within([two, tax], rules, { _l7: '450103', _l8: '8' })).toBe(false);
  expect(within([], rules, {})).toBe(true);
});

test('equal means equal as text', () => {
  const equals = (value: unknown): boolean =>
    valueWithin({ office: ['7', 'true', ''] }, { by: 'office', kind: 'EQUALS' }, value);
  expect([equals('7'), equals(7), equals(true), equals('')]).toEqual([true, true, true, true]);
  expect([equals('07'), equals('7 '), equals(null), equals(undefined), equals(['7']), equals({})]).toEqual(
    Array(6).fill(false),
  );
});

test('more admitted values never withhold more', () => {
  const code = fc.constantFrom('450000', '450100', '450103', '4501', '450103001', 'x', '');
  fc.assert(
    fc.property(fc.array(code), code, fc.oneof(code, fc.anything()), (codes, more, value) => {
      const admits = (list: string[]): boolean =>
        valueWithin({ regionCode: list }, { by: 'regionCode', kind: 'REGION' }, value);
      expect(admits([...codes, more]) || !admits(codes)).toBe(true);
    }),
  );
});
