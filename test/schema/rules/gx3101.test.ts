import { labelled } from '../../../schema/rules/gx3101-label';
import { brief, check, closed, free, register, schemaOf } from '../../support/rule-context';

test('a leaf, a composite field, an argument-bearing and a hidden field each need a label', () => {
  const population = `${schemaOf('PSB')}
    type Query { p(a: Int): Person free: Int ${free} }
    type Person { x: Int h: Int @inaccessible y: Int ${free} }`;
  const findings = check(labelled, { population });
  expect(brief(findings)).toEqual([
    'error population Person.h',
    'error population Person.x',
    'error population Query.p',
  ]);
  expect(findings[1]).toMatchObject({ code: 'GX3101', article: '31', line: 4 });
  expect(findings[1]?.fix).toBe(
    'extend type Person { x: Int @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL") }',
  );
});

test('half a label is none', () => {
  const population = `${schemaOf('PSB')} type Query { a: Int @share(class: "UNCONDITIONAL") }`;
  expect(brief(check(labelled, { population }))).toEqual(['error population Query.a']);
});

test('of persons sharing is proposed, opening is not', () => {
  const population = `${schemaOf('PSB')} type Query { p: Person ${free} }
    type Person @subject(kind: "PERSON", key: "id") { id: ID ${free} x: Int }`;
  expect(check(labelled, { population })[0]?.fix).toContain('@open(class: "NONE"');
});

test('a floor, the defaults or the floor of the type that a composite field returns are labels', () => {
  const defaults = '@defaults(share: "NONE", open: "NONE", basis: ["B"])';
  expect(check(labelled, { a: `${schemaOf('PSB')} type Query ${free} { a: Int }` })).toEqual([]);
  expect(check(labelled, { a: `${schemaOf('PSB', defaults)} type Query { a: Int }` })).toEqual([]);
  expect(check(labelled, { a: `${schemaOf('PSB')} type Query { p: P } type P ${closed} { x: Int }` })).toEqual([]);
});

test('laxer defaults label nothing before they are reviewed for this very SDL', () => {
  const sdl = `${schemaOf('PSB', '@defaults(share: "UNCONDITIONAL", open: "NONE", basis: ["B"])')} type Query { a: Int }`;
  const [finding] = check(labelled, { population: sdl });
  expect(finding?.message).toContain('no review is registered');
  const other = register({ reviews: [{ subgraph: 'population', sdlHash: 'sha256:00', reviewedBy: 'X' }] });
  expect(check(labelled, { population: sdl }, { register: other })).toHaveLength(1);
});

test('a key-only copy and an external copy need no label where another subgraph labels the field', () => {
  const population = `${schemaOf('PSB')} type Query { p: Person ${free} }
    type Person @key(fields: "pid") { pid: ID! ${free} name: String ${free} }`;
  const civil = `${schemaOf('CIV')} type Person @key(fields: "pid") {
    pid: ID! name: String @external benefit: Int ${free} @requires(fields: "name") }`;
  expect(check(labelled, { population, civil })).toEqual([]);
});

test('where all copies of a key are bare it is named once', () => {
  const a = `${schemaOf('PSB')} type Query { a: Int ${free} } type Person @key(fields: "pid") { pid: ID! x: Int ${free} }`;
  const b = `${schemaOf('CIV')} type Person @key(fields: "pid") { pid: ID! y: Int ${free} }`;
  expect(brief(check(labelled, { a, b }))).toEqual(['error a Person.pid']);
});

test('every subgraph that resolves a field labels it: the one that does not is named', () => {
  const a = `${schemaOf('PSB')} type Query { a: Int ${free} @shareable }`;
  const b = `${schemaOf('CIV')} type Query { a: Int @shareable }`;
  expect(brief(check(labelled, { a, b }))).toEqual(['error b Query.a']);
});

test('an interface field needs no label of its own', () => {
  const population = `${schemaOf('PSB')} type Query { n: Named ${free} }
    interface Named { name: String } type Person implements Named { name: String ${free} }`;
  expect(check(labelled, { population })).toEqual([]);
});

test('what an interface object contributes is labelled by its contributor, and named there once', () => {
  const population = `${schemaOf('PSB')} type Query { n: Named ${free} }
    interface Named @key(fields: "id") { id: ID! }
    type A implements Named @key(fields: "id") { id: ID! ${free} } type B implements Named @key(fields: "id") { id: ID! ${free} }`;
  const civil = (label: string) =>
    `${schemaOf('CIV')} type Named @key(fields: "id") @interfaceObject { id: ID! rating: Int ${label} }`;
  expect(brief(check(labelled, { population, civil: civil('') }))).toEqual(['error civil Named.rating']);
  expect(check(labelled, { population, civil: civil(free) })).toEqual([]);
});

test('what is derived from an unlabelled field says so', () => {
  const population = `${schemaOf('PSB')} type Query { a: Int b: Int ${free} @derived(from: ["Query.a"], transform: "SUM") }`;
  const findings = check(labelled, { population });
  expect(brief(findings)).toEqual(['error population Query.a', 'error population Query.b']);
  expect(findings[1]?.message).toContain('derived from `Query.a`');
});
