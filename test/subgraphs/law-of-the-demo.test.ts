// What law.md ("Demo data, as the law would class them") says of geography, legal-entities, health and water.
import { readFileSync } from 'node:fs';
import type { OwnerPolicy } from '../../directives/label';
import { loadConfig, loadRegister } from '../../gateway/server/config/load';
import { compose, type Composition } from '../../schema/compose';

let composition: Composition;

beforeAll(async () => {
  const config = loadConfig('lingqu.yaml', {});
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const register = loadRegister(config.config);
  if (!register.ok) throw new Error(JSON.stringify(register.problems));
  composition = await compose({
    supergraphYaml: { file: 'supergraph.yaml', text: readFileSync('supergraph.yaml', 'utf8') },
    overlays: {},
    register: register.register,
    lawProfile: 'gx-draft-rev',
    production: false,
    now: Date.parse('2026-06-01T00:00:00+08:00'),
    sources: {
      readText: (file) => readFileSync(file, 'utf8'),
      fetchSdl: () => Promise.reject(new Error('the demo reads files')),
    },
  });
});

/** The policy of one owner on one coordinate. */
function policy(coordinate: string, owner: string): OwnerPolicy {
  const found = composition.labelMap?.fields[coordinate]?.label?.owners[owner];
  if (found === undefined) throw new Error(`\`${coordinate}\` has no policy of \`${owner}\``);
  return found;
}

function leavesOf(subgraph: string, ...types: readonly string[]): readonly string[] {
  const model = composition.subgraphs.find(({ name }) => name === subgraph)!;
  return types.flatMap((type) => Object.values(model.types[type]!.fields).map(({ coordinate }) => coordinate));
}

/** Findings about the four providers that this file is about. */
function findingsOfOurs(): Composition['findings'] {
  const ours = ['geography', 'legal-entities', 'health', 'water'];
  return composition.findings.filter(({ subgraph }) => subgraph !== null && ours.includes(subgraph));
}

test('none of the four providers gives cause for an error', () => {
  expect(composition.problems).toEqual([]);
  expect(findingsOfOurs().filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('nor for a warning, except that two of them label one field differently', () => {
  const warned = new Set(findingsOfOurs().map(({ code, coordinate }) => `${code} ${coordinate}`));
  expect([...warned]).toEqual(['GX3201 Person.contactPhone']);
});

test('administrative divisions are open to everybody', () => {
  const coordinates = leavesOf('geography', 'Query', 'Region', 'City', 'County', 'Town', 'Village');
  expect(coordinates.length).toBeGreaterThan(30);
  for (const coordinate of coordinates) expect(policy(coordinate, '45-CAD').open).toBe('UNCONDITIONAL');
});

test('what the register of enterprises publishes is open; who stands behind an enterprise is open as a mask at most', () => {
  for (const field of [
    'creditCode',
    'name',
    'industry',
    'status',
    'establishedOn',
    'registeredCapital',
    'regionCode',
  ]) {
    expect(policy(`Enterprise.${field}`, '45-AMR').open).toBe('UNCONDITIONAL');
  }
  for (const field of ['legalRepresentative', 'legalRepresentativeName', 'shareholders']) {
    expect(policy(`Enterprise.${field}`, '45-AMR')).toMatchObject({ share: 'CONDITIONAL', open: 'NONE' });
  }
  expect(policy('Enterprise.legalRepresentativeName', '45-AMR').deidentified).toMatchObject({
    technique: 'name',
    open: 'UNCONDITIONAL',
  });
});

test('health data are never open, and a diagnosis leaves the hospital for nobody', () => {
  for (const coordinate of leavesOf('health', 'Visit', 'Settlement')) {
    expect(policy(coordinate, '45-HOS').open).toBe('NONE');
    expect(policy(coordinate, '45-HOS').share).not.toBe('UNCONDITIONAL');
  }
  expect(policy('Visit.diagnosis', '45-HOS')).toMatchObject({ share: 'NONE', noOnward: true });
  expect(policy('Visit.diagnosisGroup', '45-HOS').purposes).toEqual(['public-health.surveillance']);
});

test("hospitals' own data are LOGICAL; what a department needs for its management has the interface form", () => {
  const { types } = composition.subgraphs.find(({ name }) => name === 'health')!;
  expect(types['Visit']!.statements.catalogue?.aggregation).toBe('LOGICAL');
  expect(types['Settlement']!.statements.catalogue).toMatchObject({
    aggregation: 'INTERFACE',
    publicManagementNeed: true,
  });
});

test("a household's water is privacy; an area's total is open on conditions, for its timeliness", () => {
  for (const coordinate of leavesOf('water', 'WaterAccount', 'Consumption')) {
    expect(policy(coordinate, '45-WAT')).toMatchObject({ open: 'NONE', reasons: ['PRIVACY'] });
  }
  for (const coordinate of ['Division.waterSummary', ...leavesOf('water', 'WaterSummary')]) {
    expect(policy(coordinate, '45-WAT')).toMatchObject({
      share: 'UNCONDITIONAL',
      open: 'CONDITIONAL',
      reasons: ['TIMELY'],
    });
  }
});

test('a field that two providers share carries both labels', () => {
  expect(policy('Person.contactPhone', '45-HOS').share).toBe('CONDITIONAL');
  expect(policy('Person.contactPhone', '45-WAT').share).toBe('NONE');
});

test('every argument that filters says what it reveals', () => {
  const { arguments: given } = composition.labelMap!.fields['Query.enterprises']!;
  expect(given['legalRepresentativeName']?.influences).toEqual(['Enterprise.legalRepresentativeName']);
  expect(given['withinRegions']?.scope).toEqual({ by: 'regionCode', kind: 'REGION' });
});
