import { provider } from '../../../schema/rules/gx0301-provider';
import {
  brief,
  check,
  federationLink,
  free,
  governanceLink,
  organisations,
  register,
  schemaOf,
} from '../../support/rule-context';

const query = `type Query { a: Int ${free} }`;
const psb = schemaOf('PSB') + query;
const listed = (subgraphs: readonly string[] | null) =>
  register({ organisations: organisations.map((each) => (each.id === 'PSB' ? { ...each, subgraphs } : each)) });

test('a subgraph of a registered organisation that says the same as the register is accepted', () => {
  expect(check(provider, { population: psb })).toEqual([]);
});

test('a subgraph without a provider is refused, with the line to write', () => {
  const [finding] = check(provider, { population: `extend schema ${federationLink} ${governanceLink}\n${query}` });
  expect(finding).toMatchObject({ code: 'GX0301', severity: 'error', subgraph: 'population', coordinate: null });
  expect(finding?.fix).toContain('@provider(org:');
});

test('an organisation that is not registered is refused at the line of its provider', () => {
  const [finding] = check(provider, { population: `\n\n${schemaOf('NOBODY')}${query}` });
  expect(finding).toMatchObject({ code: 'GX0301', subgraph: 'population', line: 3 });
  expect(finding?.message).toContain('`NOBODY` is not registered');
});

test.each([
  ['kind', 'kind: "GOV_DEPT"', 'kind: "PUBLIC_SERVICE_ORG"'],
  ['level', 'level: "REGION"', 'level: "CITY"'],
  ['region', 'region: "450000"', 'region: "450100"'],
])("a %s other than the register's is refused", (key, from, to) => {
  const findings = check(provider, { population: psb.replace(from, to) });
  expect(findings).toHaveLength(1);
  expect(findings[0]?.message).toContain(`says ${key} `);
});

test("a subgraph that the register's list does not hold is refused, one that it holds is not", () => {
  expect(brief(check(provider, { population: psb }, { register: listed(['other']) }))).toEqual(['error population -']);
  expect(check(provider, { population: psb }, { register: listed(['population']) })).toEqual([]);
});

test('in production the list is required', () => {
  expect(brief(check(provider, { population: psb }, { production: true }))).toEqual(['error population -']);
  expect(check(provider, { population: psb }, { production: true, register: listed(['population']) })).toEqual([]);
});

test('a client of a non-public organisation may not receive by sharing', () => {
  const client = (route: 'SHARE' | 'OPEN') =>
    register({ clients: [{ id: 'app', organisation: 'FIRM', route, purposes: [] }] });
  expect(brief(check(provider, { population: psb }, { register: client('SHARE') }))).toEqual(['error - -']);
  expect(check(provider, { population: psb }, { register: client('OPEN') })).toEqual([]);
});
