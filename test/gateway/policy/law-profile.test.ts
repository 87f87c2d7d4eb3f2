/** Every reason names its article, as the table "Reason → article" of law.md has it. */
import type { AccessClass } from '../../../directives/label';
import type { Reason } from '../../../gateway/policy/decision';
import { lawProfile, lawProfileNames } from '../../../gateway/policy/known-law-profiles';
import { articleFor } from '../../../gateway/policy/law-profile';
import { gxDraftRev } from '../../../gateway/policy/law-profiles/gx-draft-rev';
import { compareReasons, whichReason } from '../../../gateway/policy/which-reason';

const classes: readonly (AccessClass | null)[] = ['UNCONDITIONAL', 'CONDITIONAL', 'NONE', null];

/** Per reason: SHARE by UNCONDITIONAL, CONDITIONAL, NONE, unlabelled; the same for OPEN. */
const table: Readonly<Record<Reason, string>> = {
  UNCLASSIFIED: '31 31 31 31 | 31 31 31 31',
  PURPOSE_REQUIRED: '35 34 34 34 | 38 38 38 38',
  PURPOSE_NOT_ALLOWED: '35 34 34 34 | 38 38 38 38',
  GRANT_REQUIRED: '34 34 34 34 | 38 38 38 38',
  GRANT_EXPIRED: '34 34 34 34 | 38 38 38 38',
  GRANT_SUSPENDED: '67 67 67 67 | 73 73 73 73',
  NOT_SHARED: '31 31 31 31 | 31 31 31 31',
  NOT_OPEN: '36 36 36 36 | 36 36 36 36',
  AGREEMENT_REQUIRED: '38 38 38 38 | 38 38 38 38',
  METHOD_NOT_ALLOWED: '35 35 35 35 | 35 35 35 35',
  ONWARD_TRANSFER: '35 35 35 35 | 38 38 38 38',
  SCOPE_LIMITED: '34 34 34 34 | 38 38 38 38',
  INFLUENCE_NOT_PERMITTED: '34 34 34 34 | 38 38 38 38',
  FLOW_NOT_PERMITTED: '35 35 35 35 | 37 38 36 36',
};

test.each(Object.entries(table) as [Reason, string][])('%s is Art. %s', (reason, articles) => {
  const of = (route: 'SHARE' | 'OPEN'): string =>
    classes.map((accessClass) => articleFor(gxDraftRev, reason, { route, accessClass, own: false })).join(' ');
  expect(`${of('SHARE')} | ${of('OPEN')}`).toBe(articles);
});

test('own data go to no third party under another article', () => {
  const own = { route: 'SHARE', accessClass: 'CONDITIONAL', own: true } as const;
  expect(articleFor(gxDraftRev, 'ONWARD_TRANSFER', own)).toBe('31');
  expect(articleFor(gxDraftRev, 'GRANT_REQUIRED', own)).toBe('34');
});

test('a profile is known by its name, and an unknown one is none', () => {
  expect(lawProfileNames).toEqual(['gx-draft-rev']);
  expect(lawProfile('gx-draft-rev')).toBe(gxDraftRev);
  expect(lawProfile('constructor')).toBeUndefined();
});

test('reasons come in the order of fine-print.md', () => {
  const order: readonly Reason[] = [
    'UNCLASSIFIED',
    'ONWARD_TRANSFER',
    'NOT_SHARED',
    'PURPOSE_REQUIRED',
    'PURPOSE_NOT_ALLOWED',
    'GRANT_SUSPENDED',
    'GRANT_EXPIRED',
    'METHOD_NOT_ALLOWED',
    'AGREEMENT_REQUIRED',
    'GRANT_REQUIRED',
    'FLOW_NOT_PERMITTED',
    'SCOPE_LIMITED',
    'INFLUENCE_NOT_PERMITTED',
  ];
  expect([...order].reverse().sort(compareReasons)).toEqual(order);
  expect(whichReason(['GRANT_REQUIRED', 'NOT_OPEN', 'PURPOSE_REQUIRED'])).toBe('NOT_OPEN');
  expect(compareReasons('NOT_OPEN', 'NOT_SHARED')).toBe(0);
});
