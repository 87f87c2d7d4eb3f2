import { openTerms } from '../../../schema/rules/gx3104-open-terms';
import { brief, check, schemaOf } from '../../support/rule-context';

const query = (field: string, more = '', org = 'PSB') => ({
  population: `${schemaOf(org, more)} type Query { a: Int ${field} }`,
});

test.each([
  '@open(class: "UNCONDITIONAL")',
  '@open(class: "CONDITIONAL", conditions: ["C"], basis: ["B"], reason: ["TIMELY"])',
  '@open(class: "NONE", basis: ["B"], reason: ["PRIVACY"])',
])('%s is complete', (field) => {
  expect(check(openTerms, query(field))).toEqual([]);
});

test.each([
  ['`conditions`', '@open(class: "CONDITIONAL", basis: ["B"], reason: ["TIMELY"])'],
  ['`basis`', '@open(class: "CONDITIONAL", conditions: ["C"], reason: ["TIMELY"])'],
  ['`reason`', '@open(class: "CONDITIONAL", conditions: ["C"], basis: ["B"])'],
  ['`basis`', '@open(class: "NONE", reason: ["PRIVACY"])'],
  ['`reason`', '@open(class: "NONE", basis: ["B"])'],
])('without %s it is refused: %s', (missing, field) => {
  const findings = check(openTerms, query(field));
  expect(brief(findings)).toEqual(['error population Query.a']);
  expect(findings[0]?.message).toContain(`lacks ${missing}`);
  expect(findings[0]).toMatchObject({ code: 'GX3104', article: '31, 36, 38' });
});

test('defaults that lack their reason are one finding of the schema, whatever fields carry them', () => {
  const sdl = `${schemaOf('PSB', '@defaults(share: "NONE", open: "NONE", basis: ["B"])')} type Query { a: Int b: Int }`;
  expect(brief(check(openTerms, { population: sdl }))).toEqual(['error population -']);
});

test('what is no public data needs none', () => {
  expect(check(openTerms, query('@open(class: "NONE")', '', 'FIRM'))).toEqual([]);
});
