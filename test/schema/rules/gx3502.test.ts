import { raisedLabel } from '../../../schema/rules/gx3502-raised-label';
import { brief, check, closed, conditional, free, register, release, schemaOf } from '../../support/rule-context';

const tax = (words: string) => `${schemaOf('TAX')}
  type Query { p: Person ${free} }
  type Person @key(fields: "pid") { pid: ID! ${free} income: Int ${words} }`;
const civil = (words: string) => `${schemaOf('CIV')}
  type Person @key(fields: "pid") { pid: ID! income: Int @external
    eligible: Boolean ${words} @requires(fields: "income") }`;

test('a label laxer than those of its inputs is raised, with a warning', () => {
  const findings = check(raisedLabel, { tax: tax(closed), civil: civil(free) });
  expect(brief(findings)).toEqual(['warning civil Person.eligible']);
  expect(findings[0]).toMatchObject({ code: 'GX3502', article: '35', line: 4 });
  expect(findings[0]?.message).toContain('`Person.income` of `TAX`');
});

test('a label as strict as its inputs draws nothing', () => {
  expect(
    check(raisedLabel, {
      tax: tax(conditional),
      civil: civil(closed.replace('class: "NONE"', 'class: "CONDITIONAL"')),
    }),
  ).toHaveLength(1);
  expect(check(raisedLabel, { tax: tax(conditional), civil: civil(conditional) })).toEqual([]);
  expect(check(raisedLabel, { tax: tax(free), civil: civil(free) })).toEqual([]);
});

test('a registered release leaves the field its own label', () => {
  const view = register({ releases: [release()] });
  expect(check(raisedLabel, { tax: tax(closed), civil: civil(free) }, { register: view })).toEqual([]);
  const forged = register({ releases: [release({ signedBy: 'CIV' })] });
  expect(check(raisedLabel, { tax: tax(closed), civil: civil(free) }, { register: forged })).toHaveLength(1);
});
