/** `decide()` answers what the naive reading of the text answers, and what the generators meet is the whole of it. */
import fc from 'fast-check';
import type { Decision } from '../../../gateway/policy/decision';
import { decide } from '../../../gateway/policy/decide';
import { gxDraftRev } from '../../../gateway/policy/law-profiles/gx-draft-rev';
import { registerGrants } from '../../../gateway/policy/register-grants';
import { numRuns, scenario, underMutation } from './arbitraries';
import { naiveDecide } from './naive-decide';

function kindOf(decision: Decision): readonly string[] {
  if (decision.outcome === 'deny') return [decision.reason];
  return [
    decision.outcome,
    ...(decision.scopes.length > 0 ? [`scoped ${decision.outcome}`] : []),
    ...(decision.scopes.some(({ anyOf }) => anyOf.length > 1) ? ['several grants in one scope'] : []),
    ...(decision.grants.length > 1 ? ['several owners with grants'] : []),
    ...(decision.grants.length > 0 ? [`granted ${decision.outcome}`] : []),
    ...(decision.obligations.noOnwardTransfer ? ['bound'] : []),
    ...(decision.validUntil !== null ? ['bounded'] : []),
  ];
}

test('decide() equals the naive reading, for every outcome there is', () => {
  const met = new Map<string, number>();
  fc.assert(
    fc.property(scenario, ({ label, request, grants, instant }) => {
      const snapshot = registerGrants({ grants }).current();
      const decision = decide(label, request, snapshot, instant, gxDraftRev);
      expect(decision).toEqual(naiveDecide(label, request, grants, instant));
      for (const kind of kindOf(decision)) met.set(kind, (met.get(kind) ?? 0) + 1);
    }),
    { numRuns },
  );

  if (underMutation) return;
  // About half of what a run meets: a generator that stops meeting something fails here.
  const atLeast: Readonly<Record<string, number>> = {
    UNCLASSIFIED: 900,
    ONWARD_TRANSFER: 1000,
    NOT_SHARED: 700,
    NOT_OPEN: 1500,
    PURPOSE_REQUIRED: 250,
    PURPOSE_NOT_ALLOWED: 1500,
    GRANT_SUSPENDED: 60,
    GRANT_EXPIRED: 100,
    METHOD_NOT_ALLOWED: 200,
    AGREEMENT_REQUIRED: 180,
    GRANT_REQUIRED: 1400,
    permit: 1400,
    mask: 350,
    'granted permit': 600,
    'granted mask': 70,
    'scoped permit': 400,
    'scoped mask': 40,
    'several grants in one scope': 70,
    'several owners with grants': 50,
    bound: 400,
    bounded: 900,
  };
  const rare = Object.entries(atLeast).filter(([kind, count]) => (met.get(kind) ?? 0) < count);
  expect(rare.map(([kind, count]) => `${kind}: ${met.get(kind) ?? 0} of ${count}`)).toEqual([]);
});
