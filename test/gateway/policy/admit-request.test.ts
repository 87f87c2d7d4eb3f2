/** Purpose and method bind the whole request. */
import { admitMethod, admitPurpose } from '../../../gateway/policy/admit-request';
import { gxDraftRev } from '../../../gateway/policy/law-profiles/gx-draft-rev';
import type { Principal } from '../../../gateway/policy/principal';

const known = new Set(['aid', 'aid.check', 'health']);
const principal: Principal = {
  client: 'desk',
  organisation: '45-CIV',
  route: 'SHARE',
  purposes: ['aid'],
  methods: ['QUERY'],
  person: null,
  foreignParties: [],
};

test('a registered purpose and what lies below it are admitted, and so is none', () => {
  expect(admitPurpose(known, principal, 'aid', gxDraftRev)).toBeNull();
  expect(admitPurpose(known, principal, 'aid.check', gxDraftRev)).toBeNull();
  expect(admitPurpose(known, principal, null, gxDraftRev)).toBeNull();
});

test.each([['health'], ['aid.unknown'], ['unknown'], [''], ['aid.'], ['AID']])('purpose `%s` refuses it', (purpose) => {
  expect(admitPurpose(known, principal, purpose, gxDraftRev)).toMatchObject({
    code: 'PURPOSE_NOT_ALLOWED',
    article: '34',
    message: expect.stringContaining(`purpose \`${purpose}\``) as string,
  });
});

test('a purpose does not cover what lies above it', () => {
  expect(admitPurpose(known, { ...principal, purposes: ['aid.check'] }, 'aid', gxDraftRev)).not.toBeNull();
});

test('who is registered for nothing states nothing', () => {
  const open: Principal = { ...principal, route: 'OPEN', purposes: [] };
  expect(admitPurpose(known, open, 'aid', gxDraftRev)).toMatchObject({ article: '38' });
});

test('a method that the client lacks refuses it', () => {
  expect(admitMethod(principal, 'QUERY', gxDraftRev)).toBeNull();
  expect(admitMethod(principal, 'MUTATE', gxDraftRev)).toEqual({
    code: 'METHOD_NOT_ALLOWED',
    article: '35',
    message: 'this client is not registered for method `MUTATE`',
  });
  expect(admitMethod({ ...principal, methods: [] }, 'QUERY', gxDraftRev)).not.toBeNull();
});
