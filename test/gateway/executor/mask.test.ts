/** Masks hide what they promise to hide, and nothing passes that has not the expected form. */
import fc from 'fast-check';
import { GraphQLFloat, GraphQLID, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLString } from 'graphql';
import { maskValue } from '../../support/interpretive-mask';

const key = Buffer.alloc(32, 7);
const mask = (technique: string, value: unknown): unknown => maskValue(technique, value, GraphQLString, key);

test.each([
  ['id-number', '450103199001011234', '450103************'],
  ['id-number', '45010319900101123X', '450103************'],
  ['id-number', '450103900101123', '450103*********'],
  ['name', '韦小宝', '韦**'],
  ['name', '李雷', '李*'],
  ['name', '欧阳修', '欧阳*'],
  ['name', '欧阳', '欧*'],
  ['name', '𠮷田', '𠮷*'],
  ['phone', '13800138000', '138******00'],
  ['address-county', '广西壮族自治区南宁市青秀区民族大道1号', '广西壮族自治区南宁市青秀区'],
  ['address-county', '广西南宁市隆安县城厢镇', '广西南宁市隆安县'],
  ['address-county', '南宁市横州市校椅镇3号', '南宁市横州市'],
  ['address-county', '广西壮族自治区百色市隆林各族自治县新州镇', '广西壮族自治区百色市隆林各族自治县'],
  ['address-county', '云南省红河哈尼族彝族自治州屏边苗族自治县玉屏镇', '云南省红河哈尼族彝族自治州屏边苗族自治县'],
  ['address-county', '北京市朝阳区建国路1号', '北京市朝阳区'],
  ['region-city', '450103', '450100'],
  ['region-city', '450103001', '450100000'],
  ['region-city', '450103001002', '450100000000'],
  ['date-year', '1990-01-01', '1990'],
  ['date-year', '1990-12-31T23:59:59.999Z', '1990'],
  ['date-month', '1990-01-01', '1990-01'],
  ['date-month', '1990-01-01T08:00:00+08:00', '1990-01'],
  ['band:1000', 4200, '4000-4999'],
  ['band:1000', '4200', '4000-4999'],
  ['band:1000', '4999.5', '4000-4999'],
  ['band:1000', 4000, '4000-4999'],
  ['band:1000', 3999, '3000-3999'],
  ['band:10', 0, '0-9'],
  ['band:10', -1, '-10--1'],
  ['band:10', -0.5, '-10--1'],
  ['band:10', -10, '-10--1'],
])('%s of %p is %p', (technique, value, masked) => {
  expect(mask(technique, value)).toBe(masked);
});

test.each([
  ['id-number', '45010319900101123x'],
  ['id-number', '4501031990010112345'],
  ['id-number', '45010319900101123'],
  ['id-number', 'x450103199001011234'],
  ['id-number', '450103199001011234\n'],
  ['id-number', 450103199001011],
  ['name', '韦'],
  ['name', '𠮷'],
  ['name', ''],
  ['name', 12],
  ['phone', '1380013800'],
  ['phone', '138001380001'],
  ['phone', '0771-5501234'],
  ['phone', ['13800138000']],
  ['address-county', '民族大道1号'],
  ['address-county', '青秀区民族大道1号'],
  ['address-county', '南宁市民族大道1号阳光小区'],
  ['address-county', '南宁市阳光小区3栋'],
  ['address-county', '南宁市民族路社区'],
  ['address-county', '南宁市大学东路市场'],
  ['address-county', '1 Main Street'],
  ['address-county', ''],
  ['region-city', '4501'],
  ['region-city', '45010'],
  ['region-city', '4501031'],
  ['region-city', '45010300100'],
  ['region-city', '450103001002003'],
  ['region-city', 450103],
  ['date-year', '1990'],
  ['date-year', '1990-13-01'],
  ['date-year', '1990-00-01'],
  ['date-year', '1990-01-32'],
  ['date-year', '1990-01-01 08:00'],
  ['date-year', '01.01.1990'],
  ['date-month', '1990-01'],
  ['date-month', '11990-01-01'],
  ['date-month', 631152000000],
  ['band:1000', 'four thousand'],
  ['band:1000', '4200 yuan'],
  ['band:1000', ''],
  ['band:1000', true],
  ['band:1000', Number.NaN],
  ['band:1000', Number.POSITIVE_INFINITY],
  ['band:1000', 2 ** 60],
  ['band:1000', '9007199254740993000'],
  ['band:1', 4200],
  ['band:1.5', 4200],
  ['band:', 4200],
  ['pseudonym', { id: 1 }],
  ['pseudonym', true],
  ['redact', '韦小宝'],
  ['redact', ['韦小宝']],
  ['reverse', '韦小宝'],
  ['constructor', '韦小宝'],
  ['', '韦小宝'],
])('%s of %p is null', (technique, value) => {
  expect(mask(technique, value)).toBeNull();
});

test('null and what is missing stay null under every technique', () => {
  for (const technique of ['id-number', 'name', 'phone', 'date-year', 'band:10', 'pseudonym', 'redact', 'unknown']) {
    expect(mask(technique, null)).toBeNull();
    expect(mask(technique, undefined)).toBeNull();
  }
});

test('a numeric field gets the lower bound of its band', () => {
  expect(maskValue('band:1000', 4200, GraphQLInt, null)).toBe(4000);
  expect(maskValue('band:1000', -1, new GraphQLNonNull(GraphQLInt), null)).toBe(-1000);
  expect(maskValue('band:1000', -0.25, GraphQLFloat, null)).toBe(-1000);
  expect(Object.is(maskValue('band:1000', -0, GraphQLFloat, null), 0)).toBe(true);
  expect(maskValue('band:1000', '4200', GraphQLInt, null)).toBeNull();
  expect(maskValue('band:1000', 2 ** 40, GraphQLFloat, null)).toBe(Math.floor(2 ** 40 / 1000) * 1000);
});

test('a lower bound that Int cannot carry becomes null', () => {
  expect(maskValue('band:1000', -(2 ** 31), GraphQLInt, null)).toBeNull();
  expect(maskValue('band:2', -(2 ** 31), GraphQLInt, null)).toBe(-(2 ** 31));
  expect(maskValue('band:2', 2 ** 31, GraphQLInt, null)).toBeNull();
  expect(maskValue('band:2', 2 ** 31 - 1, GraphQLInt, null)).toBe(2 ** 31 - 2);
});

test('lists are masked element by element, in any depth', () => {
  const list = new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString)));
  expect(maskValue('phone', ['13800138000', 'none', null], list, null)).toEqual(['138******00', null, null]);
  expect(maskValue('name', [['韦小宝'], null], new GraphQLList(list), null)).toEqual([['韦**'], null]);
  expect(maskValue('name', '韦小宝', list, null)).toBeNull();
});

test('a pseudonym is 22 base64url characters, the same for the same value, key by key', () => {
  const of = (value: unknown, with_: Buffer | null): unknown => maskValue('pseudonym', value, GraphQLID, with_);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (a, b, bytes) => {
      const other = Buffer.from(bytes);
      expect(of(a, key)).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(of(a, key) === of(b, key)).toBe(a === b);
      expect(of(a, key) === of(a, other)).toBe(other.equals(key));
    }),
  );
  expect(of('42', key)).toBe(of(42, key));
  expect(of('42', null)).toBeNull();
});

test('a pseudonym is the HMAC that others can compute', () => {
  expect(maskValue('pseudonym', 'P-1', GraphQLID, Buffer.from('key'))).toBe('kEGk2wZlnIdu26Q0Md5rOA');
});

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

test('no mask says more than the part it keeps: values that differ only in the hidden part mask alike', () => {
  const pairs: [string, fc.Arbitrary<[string, string]>][] = [
    ['id-number', fc.tuple(digits(6), digits(12), digits(12)).map(([kept, a, b]) => [kept + a, kept + b])],
    ['phone', fc.tuple(digits(3), digits(6), digits(6), digits(2)).map(([s, a, b, e]) => [s + a + e, s + b + e])],
    [
      'name',
      fc
        .tuple(fc.string({ unit: 'binary', minLength: 1 }), fc.nat({ max: 20 }))
        .map(([given, step]) => [
          `韦${given}`,
          `韦${[...given].map((c) => String.fromCodePoint(0x4e00 + step + ((c.codePointAt(0) ?? 0) % 99))).join('')}`,
        ]),
    ],
    ['region-city', fc.tuple(digits(4), digits(2), digits(2)).map(([kept, a, b]) => [kept + a, kept + b])],
    [
      'band:100',
      fc.tuple(fc.nat(9999), fc.nat(99), fc.nat(99)).map(([h, a, b]) => [`${h * 100 + a}`, `${h * 100 + b}`]),
    ],
    [
      'address-county',
      fc
        .tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))
        .map(([a, b]) => [`广西壮族自治区南宁市青秀区${a}`, `广西壮族自治区南宁市青秀区${b}`]),
    ],
  ];
  for (const [technique, pair] of pairs) {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(mask(technique, a)).not.toBeNull();
        expect(mask(technique, a)).toBe(mask(technique, b));
      }),
    );
  }
});

test('nothing passes unmasked, whatever it is', () => {
  const techniques = fc.constantFrom('id-number', 'name', 'phone', 'band:10', 'pseudonym', 'redact', 'nonsense');
  fc.assert(
    fc.property(techniques, fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (technique, value) => {
      const masked = mask(technique, value);
      expect(masked === null || typeof masked === 'string').toBe(true);
      if (typeof value === 'string' && !/^[\s\S]?\**$/u.test(value)) expect(masked).not.toBe(value);
    }),
    { numRuns: 2_000 },
  );
});
