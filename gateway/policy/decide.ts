/**
 * Whether one recipient may have one value for one purpose: permit with obligations, the masked form, or deny with a reason.
 * Pure and total; enforcement.md section 2 is its text.
 */
import type { Label } from '../../directives/label';
import { classOnRoute } from './decide-form';
import { decideOwner, type OwnerVerdict } from './decide-owner';
import type { Decision, Denial, DisclosureRequest, OwnerScope, Reason } from './decision';
import type { GrantSnapshot } from './grant-source';
import { articleFor, type LawProfile } from './law-profile';
import { earliest } from './validity';
import { compareReasons } from './which-reason';

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

  const denied = verdicts.filter((verdict) => verdict.form === 'none');
  if (denied.length > 0) return denial(denied, verdicts, request, profile);

  const masked = verdicts.filter((verdict) => verdict.form === 'mask');
  const techniques = [...new Set(masked.map((verdict) => verdict.mask?.technique))];
  // Owners that require different techniques leave no form that both permit.
  if (techniques.length > 1) return denial(masked, verdicts, request, profile);

  const basis = {
    grants: [...new Set(verdicts.flatMap(reliedOn))],
    scopes: verdicts.flatMap(scopeOf),
    obligations: { noOnwardTransfer: verdicts.some((verdict) => bindsOnward(verdict, request)) },
    validUntil: earliest(verdicts.map((verdict) => verdict.validUntil)),
  };
  const technique = techniques[0];
  return technique === undefined
    ? { outcome: 'permit', ...basis }
    : { outcome: 'mask', technique, maskedBy: masked.map((verdict) => verdict.owner), ...basis };
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

/** @param denying those that withhold the value; the first reason of all, then the first owner by id, is reported */
function denial(
  denying: readonly OwnerVerdict[],
  all: readonly OwnerVerdict[],
  request: DisclosureRequest,
  profile: LawProfile,
): Denial {
  const [first] = denying
    .flatMap(({ owner, policy, reason }) => (reason === null ? [] : [{ owner, policy, reason }]))
    .sort((a, b) => compareReasons(a.reason, b.reason));
  if (first === undefined) return unclassified(request, profile);
  return {
    outcome: 'deny',
    reason: first.reason,
    article: articleOf(first, request, profile),
    coordinate: request.coordinate,
    owner: first.owner,
    validUntil: earliest(all.map((verdict) => verdict.validUntil)),
  };
}

function articleOf(
  { owner, policy, reason }: Pick<OwnerVerdict, 'owner' | 'policy'> & { readonly reason: Reason },
  request: DisclosureRequest,
  profile: LawProfile,
): string {
  return articleFor(profile, reason, {
    route: request.route,
    accessClass: classOnRoute(policy, request),
    own: owner === request.recipient,
  });
}

/** The first by id is reported; where it is limited and another lifts its limits, the permit rests on that one, too. */
function reliedOn({ grants }: OwnerVerdict): readonly string[] {
  const relied = [grants[0], grants.find(({ scope }) => scope === 'ALL')];
  return relied.flatMap((grant) => (grant === undefined ? [] : [grant.id]));
}

/** Grants apply together: one without limits lifts those of the others. */
function scopeOf({ owner, grants }: OwnerVerdict): readonly OwnerScope[] {
  const anyOf = grants.flatMap(({ id, scope }) => (scope === 'ALL' ? [] : [{ grant: id, values: scope }]));
  return anyOf.length === 0 || anyOf.length < grants.length ? [] : [{ owner, anyOf }];
}

/** Art 35; what is openly unconditional may go anywhere, except that a masked form stays bound on the SHARE route. */
function bindsOnward({ policy, mask }: OwnerVerdict, request: DisclosureRequest): boolean {
  if (!policy.noOnward) return false;
  if (mask === null) return policy.open !== 'UNCONDITIONAL';
  return request.route === 'SHARE' || mask.open !== 'UNCONDITIONAL';
}
