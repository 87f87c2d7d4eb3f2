/** What no case file can say: `decide()` is total, and pure. */
import type { Label, OwnerPolicy } from '../../../directives/label';
import { decide } from '../../../gateway/policy/decide';
import type { DisclosureRequest } from '../../../gateway/policy/decision';
import type { GrantSnapshot } from '../../../gateway/policy/grant-source';
import type { Grant } from '../../../gateway/policy/grant';
import { gxDraftRev } from '../../../gateway/policy/law-profiles/gx-draft-rev';
import { registerGrants } from '../../../gateway/policy/register-grants';

const policy: OwnerPolicy = {
  share: 'CONDITIONAL',
  open: 'NONE',
  purposes: null,
  methods: null,
  conditions: [],
  scope: [],
  basis: [],
  reasons: [],
  noOnward: false,
  deidentified: null,
};
const request: DisclosureRequest = {
  recipient: 'R',
  route: 'SHARE',
  registeredPurposes: ['aid'],
  purpose: 'aid',
  method: 'QUERY',
  foreignParties: [],
  coordinate: 'T.f',
  alternatives: [],
};
const grant: Grant = {
  id: 'G-1',
  kind: 'SHARE',
  provider: 'P',
  recipient: 'R',
  fields: ['T.f'],
  purposes: ['aid'],
  methods: ['QUERY'],
  scenario: 'a window',
  scope: 'ALL',
  processors: [],
  issuedBy: 'A',
  validFrom: 0,
  validUntil: 100,
  basis: ['law'],
  instruments: { commitment: null, agreement: null },
  status: 'ACTIVE',
};
const label = (owners: [string, OwnerPolicy][]): Label => ({ owners: Object.fromEntries(owners), grade: null });
const ask = (aLabel: Label, over: Partial<DisclosureRequest> = {}, grants = [grant], instant = 50): unknown =>
  decide(aLabel, { ...request, ...over }, registerGrants({ grants }).current(), instant, gxDraftRev);

test.each([['__proto__'], ['constructor'], ['hasOwnProperty']])(
  'an owner called `%s` is asked like any other',
  (owner) => {
    expect(ask(label([[owner, policy]]))).toMatchObject({ outcome: 'deny', reason: 'GRANT_REQUIRED', owner });
    expect(ask(label([[owner, policy]]), {}, [{ ...grant, provider: owner }])).toMatchObject({ outcome: 'permit' });
    expect(ask(label([[owner, policy]]), { recipient: owner })).toMatchObject({ outcome: 'permit' });
  },
);

test.each([['__proto__'], ['constructor'], ['toString']])('a purpose called `%s` is allowed by nothing', (purpose) => {
  expect(ask(label([['P', policy]]), { purpose })).toMatchObject({ outcome: 'deny', reason: 'PURPOSE_NOT_ALLOWED' });
});

test('a class that is none of the three permits nothing', () => {
  const odd = { ...policy, share: 'FREE' as 'NONE', open: 'unconditional' as 'NONE' };
  expect(ask(label([['P', odd]]))).toMatchObject({ outcome: 'deny', reason: 'NOT_SHARED' });
  expect(ask(label([['P', odd]]), { route: 'OPEN' })).toMatchObject({ outcome: 'deny', reason: 'NOT_OPEN' });
});

test('at an instant that is no instant no grant is in force', () => {
  expect(ask(label([['P', policy]]), {}, [grant], Number.NaN)).toMatchObject({ outcome: 'deny' });
});

test('a grant is in force from its first instant until before its last', () => {
  const at = (instant: number): unknown => ask(label([['P', policy]]), {}, [grant], instant);
  expect(at(-1)).toMatchObject({ reason: 'GRANT_REQUIRED', validUntil: 0 });
  expect(at(0)).toMatchObject({ outcome: 'permit', validUntil: 100 });
  expect(at(99)).toMatchObject({ outcome: 'permit' });
  expect(at(100)).toMatchObject({ reason: 'GRANT_EXPIRED', validUntil: null });
});

test('grants are asked for only where one is needed', () => {
  const asked: string[] = [];
  const snapshot: GrantSnapshot = {
    epoch: 1,
    candidates: (provider) => {
      asked.push(provider);
      return [];
    },
    byId: () => undefined,
    nextBoundary: () => Infinity,
  };
  const open = label([['MET', { ...policy, open: 'UNCONDITIONAL' }]]);
  const own = label([['R', policy]]);
  const shared = label([['MET', { ...policy, share: 'UNCONDITIONAL' }]]);
  const closed = label([['PSB', { ...policy, share: 'NONE' }]]);
  for (const each of [open, own, shared, closed]) decide(each, request, snapshot, 50, gxDraftRev);
  decide(label([['P', policy]]), { ...request, recipient: null, route: 'OPEN' }, snapshot, 50, gxDraftRev);
  expect(asked).toEqual([]);
  decide(label([['P', policy]]), request, snapshot, 50, gxDraftRev);
  expect(asked).toEqual(['P']);
});

test('a source that keeps no order, or knows grants to nobody, changes nothing', () => {
  const careless: GrantSnapshot = {
    epoch: 1,
    candidates: () => [{ ...grant, id: 'G-2' }, grant],
    byId: () => undefined,
    nextBoundary: () => Infinity,
  };
  const of = (over: Partial<DisclosureRequest>): unknown =>
    decide(label([['P', { ...policy, open: 'CONDITIONAL' }]]), { ...request, ...over }, careless, 50, gxDraftRev);
  expect(of({})).toMatchObject({ outcome: 'permit', grants: ['G-1'] });
  expect(of({ recipient: null, route: 'OPEN' })).toMatchObject({ outcome: 'deny', reason: 'GRANT_REQUIRED' });
});

test('what is asked is left as it was, and the same answer comes again', () => {
  const frozen = Object.freeze(label([['P', Object.freeze({ ...policy })]]));
  const snapshot = registerGrants({ grants: [Object.freeze(grant)] }).current();
  const once = decide(frozen, Object.freeze(request), snapshot, 50, gxDraftRev);
  expect(decide(frozen, request, snapshot, 50, gxDraftRev)).toEqual(once);
});
