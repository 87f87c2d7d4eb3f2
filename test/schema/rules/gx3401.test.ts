import { rowIdentity } from '../../../schema/rules/gx3401-row-identity';
import { brief, check, free, schemaOf } from '../../support/rule-context';

const scope = '@scope(by: "region", kind: "REGION")';
const subject = '@subject(kind: "PERSON", key: "pid")';

function person(words: string, fields: string): string {
  return `type Query { person: Person ${free} }\ntype Person @key(fields: "pid") ${words} { pid: ID! ${free} ${fields} }`;
}

test('scope and subject that name fields of their subgraph are accepted', () => {
  const population = schemaOf('PSB') + person(`${scope} ${subject}`, `region: String ${free}`);
  expect(check(rowIdentity, { population })).toEqual([]);
});

test.each([
  ['@scope', scope, ''],
  ['@subject', '@subject(kind: "PERSON", key: "idNumber")', `region: String ${free}`],
])('%s on a field that the subgraph does not have is refused', (directive, words, fields) => {
  const findings = check(rowIdentity, { population: schemaOf('PSB') + person(words, fields) });
  expect(brief(findings)).toEqual(['error population Person']);
  expect(findings[0]).toMatchObject({ code: 'GX3401', article: '34', line: 3 });
  expect(findings[0]?.message).toContain(directive);
});

test('a scope field may be declared external: its owner is trusted on purpose', () => {
  const population = schemaOf('PSB') + person('', `region: String ${free}`);
  const civil = `${schemaOf('CIV')} type Person @key(fields: "pid") ${scope} {
    pid: ID! region: String @external benefit: Int ${free} @requires(fields: "region") }`;
  expect(check(rowIdentity, { population, civil })).toEqual([]);
});

test('a scope field that another organisation resolves, too, is refused', () => {
  const population = schemaOf('PSB') + person(scope, `region: String @shareable ${free}`);
  const civil = (org: string) =>
    `${schemaOf(org)} type Person @key(fields: "pid") { pid: ID! region: String @shareable ${free} }`;
  expect(brief(check(rowIdentity, { population, civil: civil('CIV') }))).toEqual(['error population Person']);
  expect(check(rowIdentity, { population, civil: civil('PSB') })).toEqual([]);
});

test('so is one that another organisation gives by a provides, or overrides', () => {
  const population = schemaOf('PSB') + person(scope, `region: String @shareable ${free}`);
  const provides = `${schemaOf('CIV')} type Query { case: Person @provides(fields: "region") ${free} }
    type Person @key(fields: "pid") { pid: ID! region: String @external }`;
  expect(brief(check(rowIdentity, { population, provides }))).toEqual(['error population Person']);
  const overrides = `${schemaOf('CIV')} type Person @key(fields: "pid") {
    pid: ID! region: String @override(from: "population", label: "percent(1)") ${free} }`;
  const owner = schemaOf('PSB') + person(scope, `region: String ${free}`);
  expect(brief(check(rowIdentity, { population: owner, overrides }))).toEqual(['error population Person']);
});

test('a scope field that is a key is the same everywhere', () => {
  const keyed = '@scope(by: "pid", kind: "EQUALS")';
  const population = schemaOf('PSB') + person(keyed, '');
  const civil = `${schemaOf('CIV')} type Person @key(fields: "pid") { pid: ID! ${free} benefit: Int ${free} }`;
  expect(check(rowIdentity, { population, civil })).toEqual([]);
});

test('a scope argument is hidden, a list of strings, and about a field of the rows', () => {
  const connection = (argument: string) => ({
    population: `${schemaOf('PSB')}
      type Query { people(${argument}): People ${free} }
      type People { nodes: [Person] ${free} }
      type Person @key(fields: "pid") ${scope} { pid: ID! ${free} region: String ${free} }`,
  });
  expect(check(rowIdentity, connection(`r: [String!] ${scope} @inaccessible`))).toEqual([]);
  for (const wrong of [
    `r: [String!] ${scope}`,
    `r: String ${scope} @inaccessible`,
    'r: [String!] @scope(by: "city", kind: "REGION") @inaccessible',
  ]) {
    expect(brief(check(rowIdentity, connection(wrong)))).toEqual(['error population Query.people(r:)']);
  }
});
