/** Invariant 2 (enforcement.md section 6): more labels never permit more. */
import fc from 'fast-check';
import type { Label } from '../../../directives/label';
import { stricter } from '../../../directives/stricter';
import { decide } from '../../../gateway/policy/decide';
import type { Decision } from '../../../gateway/policy/decision';
import { gxDraftRev } from '../../../gateway/policy/law-profiles/gx-draft-rev';
import { registerGrants } from '../../../gateway/policy/register-grants';
import { label, numRuns, scenario } from './arbitraries';

const released: Readonly<Record<Decision['outcome'], number>> = { deny: 0, mask: 1, permit: 2 };

/** A `@deidentified` claim is the one thing of a label that may release more: what the first label is silent on stays so. */
function withoutNewClaims(added: Label, to: Label): Label {
  const owners = Object.entries(added.owners).map(([owner, policy]) => {
    const stated = Object.hasOwn(to.owners, owner) ? to.owners[owner] : null;
    return [
      owner,
      stated?.deidentified === undefined && stated !== null ? { ...policy, deidentified: undefined } : policy,
    ];
  });
  return { ...added, owners: Object.fromEntries(owners) as Label['owners'] };
}

test('more labels never permit more', () => {
  let denied = 0;
  let lessened = 0;
  fc.assert(
    fc.property(scenario, label, ({ label: first, request, grants, instant }, added) => {
      if (first === null || Object.keys(first.owners).length === 0) return;
      const snapshot = registerGrants({ grants }).current();
      const both = stricter(first, withoutNewClaims(added, first));
      const before = decide(first, request, snapshot, instant, gxDraftRev);
      const after = decide(both, request, snapshot, instant, gxDraftRev);
      expect(released[after.outcome]).toBeLessThanOrEqual(released[before.outcome]);
      if (before.outcome === 'permit' && after.outcome === 'permit') {
        expect(after.scopes).toEqual(expect.arrayContaining([...before.scopes]));
      }
      denied += before.outcome === 'deny' ? 1 : 0;
      lessened += before.outcome !== 'deny' && after.outcome !== before.outcome ? 1 : 0;
    }),
    { numRuns },
  );
  expect(denied).toBeGreaterThan(numRuns / 4);
  expect(lessened).toBeGreaterThan(numRuns / 40);
});
