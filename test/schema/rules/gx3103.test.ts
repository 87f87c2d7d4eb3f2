import { shareTerms } from '../../../schema/rules/gx3103-share-terms';
import { brief, check, schemaOf } from '../../support/rule-context';

const terms = { conditions: 'conditions: ["C"]', scope: 'scope: ["S"]' };
const purpose = '@purpose(allow: ["welfare"])';
const query = (field: string, more = '') => ({ population: `${schemaOf('PSB', more)} type Query { a: Int ${field} }` });
const share = (...args: readonly string[]) => `@share(${['class: "CONDITIONAL", basis: ["B"]', ...args].join(', ')})`;

test('conditions, scope and purposes together suffice', () => {
  expect(check(shareTerms, query(`${share(terms.conditions, terms.scope)} ${purpose}`))).toEqual([]);
});

test.each([
  ['conditions', `${share(terms.scope)} ${purpose}`, '`conditions`'],
  ['scope', `${share(terms.conditions)} ${purpose}`, '`scope`'],
  ['purposes', share(terms.conditions, terms.scope), '`@purpose'],
])('share CONDITIONAL without %s is refused', (_, field, named) => {
  const findings = check(shareTerms, query(field));
  expect(brief(findings)).toEqual(['error population Query.a']);
  expect(findings[0]?.message).toContain(named);
});

test('the defaults supply what the field does not say', () => {
  const defaults =
    '@defaults(share: "NONE", open: "NONE", basis: ["B"], conditions: ["C"], scope: ["S"], purposes: ["welfare"])';
  expect(check(shareTerms, query('@share(class: "CONDITIONAL")', defaults))).toEqual([]);
});

test.each(['UNCONDITIONAL', 'NONE'])('share %s needs none of them', (shareClass) => {
  expect(check(shareTerms, query(`@share(class: "${shareClass}", basis: ["B"])`))).toEqual([]);
});
