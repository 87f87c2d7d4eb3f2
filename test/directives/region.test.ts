import { regionCovers, regionTest } from '../../directives/region';

test.each([
  ['450000', '450100', true],
  ['450100', '450103', true],
  ['450103', '450103', true],
  ['45', '450103', true],
  ['4501', '450103', true],
  ['450103', '450103001', true],
  ['450103001', '450103001002', true],
  ['450103000000', '450103001002', true],
  ['450003', '450003001', true],
  ['450103', '450100', false],
  ['450100', '450203', false],
  ['450000', '440100', false],
  ['450103001', '450103002', false],
])('%s covers %s: %s', (scope, row, expected) => {
  expect(regionCovers(scope, row)).toBe(expected);
});

test.each([
  '',
  '4',
  '450',
  '45010',
  '4501030',
  '45010300100',
  '4501030010021',
  '45 100',
  'ALL',
  '４５',
  '00',
  '000000',
  ' 450100',
  '450100\n',
  null,
  undefined,
  450100,
  ['450100'],
  {},
])('any other form (%p) covers nothing and lies nowhere', (form) => {
  expect(regionCovers(form, '450103')).toBe(false);
  expect(regionCovers('450000', form)).toBe(false);
  expect(regionCovers(form, form)).toBe(false);
});

test('a test for many rows covers what any of its codes covers, and says so each time', () => {
  const codes = ['450000', '450100', '450103', '450103001', '4501', '45', '', '000000', '4501O3', '440100'];
  for (const scopes of [[], ['450100'], ['450103', '440000'], ['', '4501O3'], ['45', 7]]) {
    const test = regionTest(scopes);
    for (const row of [...codes, ...codes, 450103, null, undefined, ['450103']]) {
      expect(test(row)).toBe(scopes.some((scope) => regionCovers(scope, row)));
    }
  }
});
