import { catalogueEntry } from '../../../schema/rules/gx2301-catalogue-entry';
import { brief, check, free, schemaOf } from '../../support/rule-context';

const entry = '@catalogue(id: "1", title: "t")';

test('a field without a catalogue entry is warned about', () => {
  const sdl = `${schemaOf('PSB')} type Query { a: Int ${free} b: Int ${free} ${entry} }`;
  const findings = check(catalogueEntry, { population: sdl });
  expect(brief(findings)).toEqual(['warning population Query.a']);
  expect(findings[0]).toMatchObject({ code: 'GX2301', article: '23', line: 2 });
});

test('an entry on the type is one for each of its fields', () => {
  expect(check(catalogueEntry, { population: `${schemaOf('PSB')} type Query ${entry} { a: Int ${free} }` })).toEqual(
    [],
  );
});

test('one entry suffices for a field that several subgraphs declare', () => {
  const a = `${schemaOf('PSB')} type Query ${entry} { p: P ${free} } type P @key(fields: "id") { id: ID! ${free} ${entry} }`;
  const b = `${schemaOf('CIV')} type P @key(fields: "id") { id: ID! x: Int ${free} ${entry} }`;
  expect(check(catalogueEntry, { a, b })).toEqual([]);
});

test('what is no public data needs no entry', () => {
  expect(check(catalogueEntry, { shop: `${schemaOf('FIRM')} type Query { a: Int ${free} }` })).toEqual([]);
});
