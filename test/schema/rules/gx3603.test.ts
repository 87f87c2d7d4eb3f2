import { reasonFitsClass } from '../../../schema/rules/gx3603-reason-fits-class';
import { brief, check, evidence, register, schemaOf } from '../../support/rule-context';

const idNumber = (openClass: string, ...reasons: readonly string[]) => ({
  population: `${schemaOf('PSB')}
    type Query { p: Person }
    type Person { idNumber: String @open(class: "${openClass}", reason: ${JSON.stringify(reasons)}) }`,
});

test.each(['HIGH_CAPACITY', 'TIMELY', 'CONTINUOUS'])('%s makes data conditionally open, not closed', (reason) => {
  expect(check(reasonFitsClass, idNumber('CONDITIONAL', reason))).toEqual([]);
  const findings = check(reasonFitsClass, idNumber('NONE', reason));
  expect(brief(findings)).toEqual(['error population Person.idNumber']);
  expect(findings[0]).toMatchObject({ code: 'GX3603', article: '36', line: 4 });
});

test('a secrecy reason beside it explains NONE', () => {
  expect(check(reasonFitsClass, idNumber('NONE', 'TIMELY', 'PRIVACY'))).toEqual([]);
});

test.each(['TIMELY', 'PRIVACY'])('what is openly unconditional has no reason %s', (reason) => {
  expect(brief(check(reasonFitsClass, idNumber('UNCONDITIONAL', reason)))).toEqual([
    'error population Person.idNumber',
  ]);
  expect(check(reasonFitsClass, idNumber('UNCONDITIONAL'))).toEqual([]);
});

test('registered evidence answers for a secrecy reason, never for a timing one', () => {
  const view = register({ evidence: [evidence({ classes: { open: 'UNCONDITIONAL' } })] });
  expect(check(reasonFitsClass, idNumber('UNCONDITIONAL', 'PRIVACY'), { register: view })).toEqual([]);
  expect(check(reasonFitsClass, idNumber('UNCONDITIONAL', 'TIMELY'), { register: view })).toHaveLength(1);
});
