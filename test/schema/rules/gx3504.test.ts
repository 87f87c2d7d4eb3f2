import { influences } from '../../../schema/rules/gx3504-influences';
import { brief, check, closed, free, schemaOf } from '../../support/rule-context';

const population = (args: string, more = '') => ({
  population: `${schemaOf('PSB')}
    type Query { people(${args}): People ${free} count: Int ${free} }
    type People { nodes: [Person] ${free} total: Int ${free} }
    type Person @key(fields: "pid") @scope(by: "region", kind: "REGION") {
      pid: ID! ${closed} income: Int ${closed} birthYear: Int ${closed} region: String ${free} }
    ${more}`,
});

test.each([
  'income: Int',
  'INCOME: Int',
  'incomeGt: Int',
  'income_gte: Int',
  'incomeStartsWith: String',
  'birthYearTo: Int',
])('an argument named after a restricted leaf, through wrappers, is refused: %s', (argument) => {
  const findings = check(influences, population(argument));
  expect(brief(findings)).toEqual([`error population Query.people(${argument.split(':')[0] ?? ''}:)`]);
  expect(findings[0]).toMatchObject({ code: 'GX3504', article: '31, 34, 36, 38', line: 3 });
});

test('the line to write is proposed', () => {
  expect(check(influences, population('incomeGt: Int'))[0]?.fix).toBe(
    'incomeGt: Int @influences(fields: ["Person.income"])',
  );
});

test('any other argument is warned about, and taken to reveal everything restricted', () => {
  const [finding] = check(influences, population('search: String'));
  expect(finding?.severity).toBe('warning');
  expect(finding?.fix).toContain('"Person.birthYear", "Person.income", "Person.pid"');
});

test.each([
  'income: Int @influences(fields: ["Person.income"])',
  'search: String @influences(fields: [])',
  'first: Int, after: String, pageSize: Int',
  'regions: [String!] @scope(by: "region", kind: "REGION") @inaccessible',
  'region: String',
  'regionIn: [String!]',
  'pid: ID!',
])('nothing is missing: %s', (argument) => {
  expect(check(influences, population(argument))).toEqual([]);
});

test('input objects and enums are judged by their members', () => {
  const findings = check(
    influences,
    population(
      'filter: Filter, order: Order',
      `input Filter { income: Int region: String nested: Nested } input Nested { text: String }
       enum Order { INCOME_DESC BIRTH_YEAR_ASC REGION_ASC RANDOM SAID @influences(fields: []) }`,
    ),
  );
  expect([...brief(findings)].sort()).toEqual([
    'error population Filter.income',
    'error population Order.BIRTH_YEAR_ASC',
    'error population Order.INCOME_DESC',
    'warning population Nested.text',
    'warning population Order.RANDOM',
  ]);
});

test('a field that yields nothing restricted of the same organisation has nothing to say', () => {
  const open = `${schemaOf('PSB')} type Query { people(income: Int): [Person] ${free} sum(income: Int): Int ${closed} }
    type Person @key(fields: "pid") { pid: ID! ${free} income: Int ${free} }`;
  expect(check(influences, { population: open })).toEqual([]);
  const foreign = `${schemaOf('CIV')} type Person @key(fields: "pid") { pid: ID! benefit: Int ${closed} }`;
  expect(check(influences, { population: open.replace('income: Int)', 'benefit: Int)'), foreign })).toEqual([]);
});

test('what a mutation is given is only warned about, its keys included', () => {
  const sdl = `${schemaOf('PSB')} type Query { a: Int ${free} }
    type Mutation { setIncome(pid: ID!, income: Int): Person ${free} }
    type Person @key(fields: "pid") { pid: ID! ${closed} income: Int ${closed} }`;
  expect(brief(check(influences, { population: sdl }))).toEqual([
    'warning population Mutation.setIncome(pid:)',
    'warning population Mutation.setIncome(income:)',
  ]);
});
