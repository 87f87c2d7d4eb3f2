import { secrecy } from '../../../schema/rules/gx3601-secrecy';
import { brief, check, evidence, register, schemaOf } from '../../support/rule-context';

const idNumber = (open: string, more = '') => ({
  population: `${schemaOf('PSB')}
    type Query { p: Person }
    type Person { idNumber: String @open(${open}) ${more} }`,
});
const withEvidence = (...changes: readonly Parameters<typeof evidence>[0][]) => ({
  register: register({ evidence: changes.map((each) => evidence(each)) }),
});
const open = (reason: string, openClass = 'CONDITIONAL') => `class: "${openClass}", reason: ["${reason}"]`;
const consent = { kind: 'CONSENT', holder: 'h', instrument: 'i', technique: null } as const;
const declassified = { kind: 'DECLASSIFICATION', organ: 'o', instrument: 'i', technique: null } as const;

test.each(['STATE_SECRET', 'TRADE_SECRET', 'PRIVACY', 'LAW'])('what is open in spite of %s is refused', (reason) => {
  const findings = check(secrecy, idNumber(open(reason)));
  expect(brief(findings)).toEqual(['error population Person.idNumber']);
  expect(findings[0]).toMatchObject({ code: 'GX3601', article: '36', line: 4 });
  expect(check(secrecy, idNumber(open(reason, 'NONE')))).toEqual([]);
});

test.each([
  ['PRIVACY', {}, true],
  ['PRIVACY', consent, true],
  ['PRIVACY', declassified, false],
  ['TRADE_SECRET', {}, true],
  ['TRADE_SECRET', consent, true],
  ['STATE_SECRET', declassified, true],
  ['STATE_SECRET', {}, false],
  ['STATE_SECRET', consent, false],
  ['LAW', {}, true],
  ['LAW', consent, false],
  ['LAW', declassified, false],
])('%s is answered by evidence %j: %s', (reason, changes, answered) => {
  expect(check(secrecy, idNumber(open(reason)), withEvidence(changes))).toHaveLength(answered ? 0 : 1);
});

test.each([
  ['of another owner', { owner: 'CIV' }],
  ['about another field', { coordinate: 'Person.name' }],
  ['that allows less', { classes: { open: 'NONE' } }],
  ['that says nothing of opening', { classes: { share: 'UNCONDITIONAL' } }],
  ['of a consent without a holder', { ...consent, holder: null }],
] as const)('evidence %s does not answer', (_, changes) => {
  expect(check(secrecy, idNumber(open('PRIVACY')), withEvidence(changes))).toHaveLength(1);
});

test('evidence behind a masked form does not open the raw value', () => {
  const masked = '@deidentified(technique: "id-number", open: "CONDITIONAL", evidence: "E-1")';
  expect(check(secrecy, idNumber(open('PRIVACY'), masked), withEvidence({}))).toHaveLength(1);
});

test('a reason inherited from the defaults counts, an unconditional field inherits none', () => {
  const sdl = `${schemaOf('PSB', '@defaults(share: "NONE", open: "NONE", basis: ["B"], reason: ["PRIVACY"])')}
    type Query { a: Int @open(class: "CONDITIONAL") b: Int @open(class: "UNCONDITIONAL") c: Int }`;
  expect(brief(check(secrecy, { population: sdl }))).toEqual(['error population Query.a']);
});
