/**
 * Whether one recipient may have one value for one purpose: permit with obligations, the masked form, or deny with a reason.
 * Pure and total; enforcement.md section 2 is its text.
 */
import type { Label } from '../../directives/label';
import { classOnRoute } from './decide-form';
import { decideOwner, type MaskVerdict, type OwnerVerdict, type RawVerdict, type Withheld } from './decide-owner';
import type { Decision, Denial, DisclosureRequest, OwnerScope } from './decision';
import type { GrantSnapshot } from './grant-source';
import { articleFor, type LawProfile } from './law-profile';
import { earliest } from './validity';
import { compareReasons } from './which-reason';

type Released = RawVerdict | MaskVerdict;

/**
 * @param label `null`, or one without owners, is unclassified: nothing is known, so nothing is permitted.
 * @param instant epoch ms
 */
export function decide(
  label: Label | null,
  request: DisclosureRequest,
  grants: GrantSnapshot,
  instant: number,
  profile: LawProfile,
): Decision {
  const verdicts = label === null ? [] : everyOwner(label, request, grants, instant);
  if (verdicts.length === 0) return unclassified(request, profile);
  const validUntil = earliest(verdicts.map((verdict) => verdict.validUntil));

  const withheld = verdicts.filter((verdict) => verdict.form === 'none');
  if (withheld.length > 0) return denial(withheld, validUntil, request, profile);

  const masked = verdicts.filter((verdict) => verdict.form === 'mask');
  const techniques = [...new Set(masked.map(({ mask }) => mask.technique))];
  // Owners that require different techniques leave no form that both permit.
  if (techniques.length > 1) return denial(masked, validUntil, request, profile);

  const released = verdicts.filter((verdict) => verdict.form !== 'none');
  const basis = {
    grants: [...new Set(released.flatMap(reliedOn))],
    scopes: released.flatMap(scopeOf),
    obligations: { noOnwardTransfer: released.some((verdict) => bindsOnward(verdict, request)) },
    validUntil,
  };
  const [technique] = techniques;
  return technique === undefined
    ? { outcome: 'permit', ...basis }
    : { outcome: 'mask', technique, maskedBy: masked.map(({ owner }) => owner), ...basis };
}

function everyOwner(
  label: Label,
  request: DisclosureRequest,
  grants: GrantSnapshot,
  instant: number,
): readonly OwnerVerdict[] {
  return Object.entries(label.owners)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, policy]) => decideOwner(owner, policy, request, grants, instant));
}

function unclassified(request: DisclosureRequest, profile: LawProfile): Denial {
  const circumstance = { route: request.route, accessClass: null, own: false };
  return {
    outcome: 'deny',
    reason: 'UNCLASSIFIED',
    article: articleFor(profile, 'UNCLASSIFIED', circumstance),
    coordinate: request.coordinate,
    owner: null,
    validUntil: null,
  };
}

/** @param denying at least one, by owner: the first reason of all, then the first owner, is reported */
function denial(
  denying: readonly (Withheld | MaskVerdict)[],
  validUntil: number | null,
  request: DisclosureRequest,
  profile: LawProfile,
): Denial {
  const { owner, policy, reason } = denying.reduce((first, next) =>
    compareReasons(next.reason, first.reason) < 0 ? next : first,
  );
  const accessClass = classOnRoute(policy, request);
  return {
    outcome: 'deny',
    reason,
    article: articleFor(profile, reason, { route: request.route, accessClass, own: owner === request.recipient }),
    coordinate: request.coordinate,
    owner,
    validUntil,
  };
}

/** The first by id is reported; where it is limited and another lifts its limits, the permit rests on that one, too. */
function reliedOn({ grants }: Released): readonly string[] {
  const relied = [grants[0], grants.find(({ scope }) => scope === 'ALL')];
  return relied.flatMap((grant) => (grant === undefined ? [] : [grant.id]));
}

/** Grants apply together: one without limits lifts those of the others. */
function scopeOf({ owner, grants }: Released): readonly OwnerScope[] {
  const anyOf = grants.flatMap(({ id, scope }) => (scope === 'ALL' ? [] : [{ grant: id, values: scope }]));
  return anyOf.length === 0 || anyOf.length < grants.length ? [] : [{ owner, anyOf }];
}

/** Art 35; what is openly unconditional may go anywhere, except that a masked form stays bound on the SHARE route. */
function bindsOnward(verdict: Released, request: DisclosureRequest): boolean {
  if (!verdict.policy.noOnward) return false;
  switch (verdict.form) {
    case 'raw':
      return verdict.policy.open !== 'UNCONDITIONAL';
    case 'mask':
      return request.route === 'SHARE' || verdict.mask.open !== 'UNCONDITIONAL';
  }
}
