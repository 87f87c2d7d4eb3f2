import { foreignRestriction } from '../../../schema/rules/gx3201-foreign-restriction';
import { brief, check, closed, conditional, free, schemaOf } from '../../support/rule-context';

const population = (words: string) => `${schemaOf('PSB')}
  type Query { p: Person ${free} }
  type Person @key(fields: "pid") { pid: ID! ${free} name: String @shareable ${words} }`;
const civil = (words: string, org = 'CIV') =>
  `${schemaOf(org)} type Person @key(fields: "pid") { pid: ID! name: String @shareable ${words} }`;

test('a stricter label on a shared field is named with both organisations', () => {
  const findings = check(foreignRestriction, { population: population(free), civil: civil(closed) });
  expect(brief(findings)).toEqual(['warning civil Person.name']);
  expect(findings[0]).toMatchObject({ code: 'GX3201', article: '32', line: 2 });
  expect(findings[0]?.message).toMatch(/`CIV` restricts .*`PSB` resolves/);
});

test('equal labels, a laxer one and one of the same organisation restrict nobody', () => {
  expect(check(foreignRestriction, { population: population(closed), civil: civil(closed) })).toEqual([]);
  expect(check(foreignRestriction, { population: population(free), civil: civil(closed, 'PSB') })).toEqual([]);
});

test('narrower purposes restrict, more text for applicants does not', () => {
  const narrower = conditional.replace('"welfare"', '"welfare.check"');
  const wordier = conditional.replace('conditions: ["C"]', 'conditions: ["C", "D"]');
  expect(check(foreignRestriction, { population: population(conditional), civil: civil(narrower) })).toHaveLength(1);
  expect(check(foreignRestriction, { population: population(conditional), civil: civil(wordier) })).toEqual([]);
});

test('so are a label on an external copy and one on an interface', () => {
  const external = `${schemaOf('CIV')} type Person @key(fields: "pid") {
    pid: ID! name: String @external ${closed} benefit: Int ${free} @requires(fields: "name") }`;
  const owner = population(free).replace('String @shareable', 'String');
  expect(brief(check(foreignRestriction, { population: owner, external }))).toEqual(['warning external Person.name']);

  const a = `${schemaOf('PSB')} type Query { p: Person ${free} }
    interface Named { name: String } type Person implements Named @key(fields: "pid") { pid: ID! ${free} name: String ${free} }`;
  const b = `${schemaOf('CIV')} type Query { q: Int ${free} } interface Named { name: String ${closed} }
    type Firm implements Named { name: String ${closed} }`;
  expect(brief(check(foreignRestriction, { a, b }))).toEqual(['warning b Person.name']);
});

test('hiding one copy hides the field of the other', () => {
  const findings = check(foreignRestriction, { population: population(free), civil: civil(`${free} @inaccessible`) });
  expect(brief(findings)).toEqual(['warning civil Person.name']);
  expect(findings[0]?.message).toContain('`CIV` hides');
  const both = { population: population(`${free} @inaccessible`), civil: civil(`${free} @inaccessible`) };
  expect(check(foreignRestriction, both)).toEqual([]);
});

test("a bare copy of a key is not restricted by its owner's label", () => {
  const owner = population(free).replace(`pid: ID! ${free}`, `pid: ID! ${closed}`);
  expect(check(foreignRestriction, { population: owner, civil: civil(free) })).toEqual([]);
});
