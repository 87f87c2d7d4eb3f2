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
    UNCLASSIFIED: 350,
    ONWARD_TRANSFER: 400,
    NOT_SHARED: 300,
    NOT_OPEN: 600,
    PURPOSE_REQUIRED: 100,
    PURPOSE_NOT_ALLOWED: 600,
    GRANT_SUSPENDED: 20,
    GRANT_EXPIRED: 40,
    METHOD_NOT_ALLOWED: 80,
    AGREEMENT_REQUIRED: 70,
    GRANT_REQUIRED: 550,
    permit: 550,
    mask: 140,
    'granted permit': 240,
    'granted mask': 25,
    'scoped permit': 160,
    'scoped mask': 12,
    'several grants in one scope': 25,
    'several owners with grants': 15,
    bound: 160,
    bounded: 350,
  };
  const rare = Object.entries(atLeast).filter(([kind, count]) => (met.get(kind) ?? 0) < count);
  expect(rare.map(([kind, count]) => `${kind}: ${met.get(kind) ?? 0} of ${count}`)).toEqual([]);
});
