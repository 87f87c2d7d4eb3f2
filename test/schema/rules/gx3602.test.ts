import { maskedForm } from '../../../schema/rules/gx3602-masked-form';
import { brief, check, evidence, register, schemaOf } from '../../support/rule-context';

const field = (declaration: string, claim: string, types = '') => ({
  population: `${schemaOf('PSB')}
    type Query { p: Person }
    type Person { ${declaration} @deidentified(${claim}) } ${types}`,
});
const claim = (technique: string, more = '') => `technique: "${technique}", evidence: "E-1"${more}`;
const registered = (changes: Parameters<typeof evidence>[0]) => ({
  register: register({ evidence: [evidence(changes)] }),
});
const messages = (sdls: Record<string, string>, changes: Parameters<typeof evidence>[0]) =>
  check(maskedForm, sdls, registered(changes)).map(({ message }) => message);

test.each([
  ['idNumber: String', 'id-number'],
  ['idNumber: String!', 'id-number'],
  ['idNumber: [String!]!', 'name'],
  ['idNumber: Int', 'redact'],
  ['idNumber: Int!', 'band:1000'],
  ['idNumber: String', 'band:1000'],
])('%s can be masked by %s', (declaration, technique) => {
  expect(messages(field(declaration, claim(technique)), { technique })).toEqual([]);
});

test.each([
  ['idNumber: Int', 'id-number'],
  ['idNumber: Boolean', 'band:10'],
  ['idNumber: Int!', 'redact'],
  ['idNumber: Kind', 'name'],
  ['idNumber: Other', 'redact'],
])('%s cannot be masked by %s', (declaration, technique) => {
  const sdls = field(declaration, claim(technique), 'enum Kind { A } type Other { x: Int }');
  const findings = check(maskedForm, sdls, registered({ technique }));
  expect(brief(findings)).toEqual(['error population Person.idNumber']);
  expect(findings[0]).toMatchObject({ code: 'GX3602', article: '36', line: 4 });
});

test('a field with arguments has no masked form', () => {
  expect(messages(field('idNumber(a: Int): String', claim('id-number')), {})).toEqual([
    expect.stringContaining('a field with arguments'),
  ]);
});

test('the technique is that of the evidence, and the evidence is about de-identification', () => {
  const sdls = field('idNumber: String', claim('phone'));
  expect(messages(sdls, { technique: 'id-number' })).toEqual([expect.stringContaining('`id-number`')]);
  expect(messages(sdls, { kind: 'CONSENT', technique: null })).toEqual([expect.stringContaining('`CONSENT`')]);
});

test('the claim is at most as lax as its evidence allows, by route', () => {
  const sdls = (more: string) => field('idNumber: String', claim('id-number', more));
  const allowed = { classes: { share: 'UNCONDITIONAL', open: 'CONDITIONAL' } } as const;
  expect(messages(sdls(', share: "UNCONDITIONAL", open: "CONDITIONAL"'), allowed)).toEqual([]);
  expect(messages(sdls(', share: "UNCONDITIONAL", open: "UNCONDITIONAL"'), allowed)).toEqual([
    expect.stringContaining('open `UNCONDITIONAL` is laxer'),
  ]);
  expect(messages(sdls(', share: "CONDITIONAL"'), { classes: { open: 'UNCONDITIONAL' } })).toEqual([
    expect.stringContaining('share `CONDITIONAL` is laxer'),
  ]);
});
