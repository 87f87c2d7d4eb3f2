import { spawnSync } from 'node:child_process';
import { CITIES, cityOf, COUNTIES } from '../../../../subgraphs/kit/synthetic/counties';
import {
  ageOf,
  PERSON_COUNT,
  syntheticPerson,
  syntheticPersons,
  type SyntheticPerson,
} from '../../../../subgraphs/kit/synthetic/person';
import { residentCheckDigit } from '../../../../subgraphs/kit/synthetic/resident-number';
import { allDivisions } from '../../../../subgraphs/geography/data/divisions';
import { createHash } from 'node:crypto';

function digestOf(persons: readonly SyntheticPerson[]): string {
  return createHash('sha256').update(JSON.stringify(persons)).digest('hex');
}

test('there are at least 20,000 persons with ids and resident numbers of their own', () => {
  const persons = syntheticPersons();
  expect(persons).toHaveLength(PERSON_COUNT);
  expect(PERSON_COUNT).toBeGreaterThanOrEqual(20_000);
  expect(new Set(persons.map((person) => person.pid)).size).toBe(PERSON_COUNT);
  expect(new Set(persons.map((person) => person.idNumber)).size).toBe(PERSON_COUNT);
  expect(syntheticPerson('P-000000')).toBeUndefined();
  expect(syntheticPerson('constructor')).toBeUndefined();
});

test('no resident number is valid, and each has the form, the county and the birth date of its person', () => {
  const wrong = syntheticPersons().filter(
    ({ idNumber, regionCode, birthDate, gender }) =>
      !/^\d{17}[\dX]$/.test(idNumber) ||
      idNumber.charAt(17) === residentCheckDigit(idNumber.slice(0, 17)) ||
      idNumber.slice(0, 14) !== regionCode + birthDate.replaceAll('-', '') ||
      (Number(idNumber.charAt(16)) % 2 === 1) !== (gender === 'MALE') ||
      new Date(`${birthDate}T00:00:00Z`).toISOString().slice(0, 10) !== birthDate,
  );
  expect(wrong).toEqual([]);
});

test('no telephone number can be dialled', () => {
  expect(syntheticPersons().filter(({ phone }) => !/^000\d{8}$/.test(phone))).toEqual([]);
});

test('addresses name the real city and county and say that they are synthetic', () => {
  const wrong = syntheticPersons().filter(({ address, regionCode }) => {
    const place = `广西壮族自治区${CITIES[cityOf(regionCode)]}${COUNTIES[regionCode]}`;
    return !address.startsWith(place) || !address.endsWith('（合成）');
  });
  expect(wrong).toEqual([]);
});

test('the counties of the persons are those of the real divisions, and each has residents', () => {
  const level = (wanted: string) =>
    Object.fromEntries(allDivisions().flatMap(({ code, name, level: l }) => (l === wanted ? [[code, name]] : [])));
  expect(COUNTIES).toEqual(level('COUNTY'));
  expect(CITIES).toEqual(level('CITY'));
  expect(new Set(syntheticPersons().map((person) => person.regionCode))).toEqual(new Set(Object.keys(COUNTIES)));
});

test('the data are the same in every process', () => {
  const code = `
    const { syntheticPersons } = require('./subgraphs/kit/synthetic/person.ts');
    const { createHash } = require('node:crypto');
    console.log(createHash('sha256').update(JSON.stringify(syntheticPersons())).digest('hex'));`;
  const hook = `
    const { transformFileSync } = require('@swc/core');
    require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file).code, file);`;
  const other = spawnSync(process.execPath, ['-e', hook + code], { cwd: process.cwd(), encoding: 'utf8' });
  expect(other.stderr).toBe('');
  expect(other.stdout.trim()).toBe(digestOf(syntheticPersons()));
});

test('the persons for examples are who the documentation says', () => {
  const who = ['P-000001', 'P-000002', 'P-000003', 'P-000004', 'P-000005', 'P-000006', 'P-000007'].map((pid) => {
    const { name, regionCode, householdId, role } = syntheticPerson(pid)!;
    return `${pid} ${name} ${regionCode} ${householdId} ${role}`;
  });
  expect(who).toEqual([
    'P-000001 韦示例 450103 H-000001 HEAD',
    'P-000002 陆样张 450103 H-000001 SPOUSE',
    'P-000003 陆小样 450103 H-000001 CHILD',
    'P-000004 黄样本 450203 H-000002 HEAD',
    'P-000005 黄小本 450203 H-000002 CHILD',
    'P-000006 覃虚构 450302 H-000003 HEAD',
    'P-000007 农测试 451225 H-000004 HEAD',
  ]);
  expect(ageOf(syntheticPerson('P-000001')!)).toBe(38);
});

test('every household has exactly one head, who stands first', () => {
  const seen = new Set<string>();
  const wrong = syntheticPersons().filter(({ householdId, role }) => {
    const first = !seen.has(householdId);
    seen.add(householdId);
    return (role === 'HEAD') !== first;
  });
  expect(wrong).toEqual([]);
});
