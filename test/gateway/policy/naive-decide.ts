/**
 * The oracle: `decide()` a second time, written sentence by sentence from enforcement.md section 2 and fine-print.md, reason by
 * reason instead of step by step, over a flat list of grants. Slow and plain on purpose; it shares no code with the first one.
 */
import type { AccessClass, Label, OwnerPolicy } from '../../../directives/label';
import type { Decision, DisclosureRequest, Reason } from '../../../gateway/policy/decision';
import type { Grant } from '../../../gateway/policy/grant';

/** fine-print.md "Which reason", as it stands there. */
const inOrder: readonly Reason[] = [
  'UNCLASSIFIED',
  'ONWARD_TRANSFER',
  'NOT_SHARED',
  'NOT_OPEN',
  'PURPOSE_REQUIRED',
  'PURPOSE_NOT_ALLOWED',
  'GRANT_SUSPENDED',
  'GRANT_EXPIRED',
  'METHOD_NOT_ALLOWED',
  'AGREEMENT_REQUIRED',
  'GRANT_REQUIRED',
];

interface Case {
  readonly owner: string;
  readonly policy: OwnerPolicy;
  /** Classes of the form in question. */
  readonly share: AccessClass;
  readonly open: AccessClass;
  readonly request: DisclosureRequest;
  /** All grants there are. */
  readonly grants: readonly Grant[];
  readonly instant: number;
}

export function naiveDecide(
  label: Label | null,
  request: DisclosureRequest,
  grants: readonly Grant[],
  instant: number,
): Decision {
  const owners = label === null ? [] : Object.keys(label.owners).sort();
  if (label === null || owners.length === 0) {
    const { coordinate } = request;
    return { outcome: 'deny', reason: 'UNCLASSIFIED', article: '31', coordinate, owner: null, validUntil: null };
  }

  const answers = owners.map((owner) => {
    const policy = Object.entries(label.owners).find(([name]) => name === owner)?.[1];
    if (policy === undefined) throw new Error('an owner without a policy');
    const raw: Case = { owner, policy, share: policy.share, open: policy.open, request, grants, instant };
    const form = policy.deidentified;
    const masked: Case | null = form == null ? null : { ...raw, share: form.share, open: form.open };
    return { owner, policy, form, raw, masked, says: whatTheOwnerSays(raw, masked) };
  });

  const boundaries = answers.flatMap(({ raw, masked, says }) => [
    ...boundariesOf(raw),
    ...(masked !== null && says.askedForMask ? boundariesOf(masked) : []),
  ]);
  const validUntil = boundaries.length === 0 ? null : Math.min(...boundaries);
  const refuse = (among: typeof answers): Decision => {
    const reason = inOrder.find((one) => among.some(({ raw }) => firstReason(raw) === one)) ?? 'UNCLASSIFIED';
    const denying = among.find(({ raw }) => firstReason(raw) === reason);
    if (denying === undefined) throw new Error('denied by nobody');
    return {
      outcome: 'deny',
      reason,
      article: articleInLawMd(reason, denying.raw),
      coordinate: request.coordinate,
      owner: denying.owner,
      validUntil,
    };
  };

  const refusing = answers.filter(({ says }) => says.released === 'nothing');
  if (refusing.length > 0) return refuse(refusing);
  const masking = answers.filter(({ says }) => says.released === 'mask');
  const technique = masking[0]?.form?.technique;
  if (masking.some(({ form }) => form?.technique !== technique)) return refuse(masking);

  const relied = answers.map(({ owner, raw, masked, says }) => {
    const decided = says.released === 'mask' && masked !== null ? masked : raw;
    return { owner, grants: needsNoGrant(decided) ? [] : applying(decided) };
  });
  const basis = {
    grants: relied.flatMap(({ grants: all }) => {
      const unlimited = all.find(({ scope }) => scope === 'ALL');
      return all.filter((grant, place) => place === 0 || grant === unlimited).map(({ id }) => id);
    }),
    scopes: relied
      .filter((one) => one.grants.length > 0 && one.grants.every(({ scope }) => scope !== 'ALL'))
      .map((one) => ({
        owner: one.owner,
        anyOf: one.grants.map(({ id, scope }) => ({ grant: id, values: scope === 'ALL' ? {} : scope })),
      })),
    obligations: {
      noOnwardTransfer: answers.some(({ policy, form, says }) => {
        if (!policy.noOnward) return false;
        if (says.released === 'raw') return policy.open !== 'UNCONDITIONAL';
        return !(form?.open === 'UNCONDITIONAL' && request.route === 'OPEN');
      }),
    },
    validUntil,
  };
  return technique === undefined
    ? { outcome: 'permit', ...basis }
    : { outcome: 'mask', technique, maskedBy: masking.map(({ owner }) => owner), ...basis };
}

/** Step 5. */
function whatTheOwnerSays(
  raw: Case,
  masked: Case | null,
): { readonly released: 'raw' | 'mask' | 'nothing'; readonly askedForMask: boolean } {
  const reasons = allReasons(raw);
  if (reasons.length === 0) return { released: 'raw', askedForMask: false };
  if (masked === null) return { released: 'nothing', askedForMask: false };
  if (masked.open === 'UNCONDITIONAL') return { released: 'mask', askedForMask: true };
  const open = ['GRANT_REQUIRED', 'GRANT_EXPIRED', 'NOT_SHARED', 'NOT_OPEN', 'AGREEMENT_REQUIRED'];
  if (!reasons.every((reason) => open.includes(reason))) return { released: 'nothing', askedForMask: false };
  return { released: allReasons(masked).length === 0 ? 'mask' : 'nothing', askedForMask: true };
}

function firstReason(one: Case): Reason | undefined {
  return inOrder.find((reason) => holds(reason, one));
}

function allReasons(one: Case): readonly Reason[] {
  return inOrder.filter((reason) => holds(reason, one));
}

function isOwn({ owner, request }: Case): boolean {
  return owner === request.recipient;
}

function classThatBinds({ share, open, request }: Case): AccessClass {
  return request.route === 'SHARE' ? share : open;
}

function holds(reason: Reason, one: Case): boolean {
  const { policy, request, instant } = one;
  if (one.open === 'UNCONDITIONAL') return false;
  const foreign = request.foreignParties.length > 0;
  if (isOwn(one)) return reason === 'ONWARD_TRANSFER' && foreign;

  const bound = classThatBinds(one);
  const named = naming(one);
  // A NONE value's grants matter only to its masked form: not where there is none.
  const grantsMatter = bound === 'CONDITIONAL' || (bound === 'NONE' && (policy.deidentified != null || foreign));
  const lacking = grantsMatter && applying(one).length === 0;
  const begun = named.filter((grant) => grant.validFrom <= instant);
  const fitting = begun.filter((grant) => fitsPurpose(grant, one));
  const suspended = fitting.some(({ status }) => status === 'SUSPENDED');
  const over = fitting.some(({ status, validUntil }) => status === 'REVOKED' || validUntil <= instant);
  const usable = fitting.filter(({ methods }) => methods.includes(request.method));

  switch (reason) {
    case 'ONWARD_TRANSFER':
      return foreign && (policy.noOnward || applying(one).length === 0);
    case 'NOT_SHARED':
      return request.route === 'SHARE' && bound === 'NONE';
    case 'NOT_OPEN':
      return request.route === 'OPEN' && bound === 'NONE';
    case 'PURPOSE_REQUIRED':
      return request.purpose === null && (request.route === 'SHARE' || policy.purposes !== null);
    case 'PURPOSE_NOT_ALLOWED':
      return (
        (request.purpose !== null && policy.purposes !== null && !within(request.purpose, policy.purposes)) ||
        (bound === 'UNCONDITIONAL' &&
          request.purpose !== null &&
          !within(request.purpose, request.registeredPurposes) &&
          applying(one).length === 0) ||
        (lacking && begun.length > 0 && fitting.length === 0)
      );
    case 'GRANT_SUSPENDED':
      return lacking && suspended;
    case 'GRANT_EXPIRED':
      return lacking && !suspended && over;
    case 'METHOD_NOT_ALLOWED':
      return (
        (policy.methods !== null && !policy.methods.includes(request.method)) ||
        (lacking && fitting.length > 0 && !suspended && !over && usable.length === 0)
      );
    case 'AGREEMENT_REQUIRED':
      return lacking && !suspended && !over && usable.length > 0 && !usable.some(isSigned);
    case 'GRANT_REQUIRED':
      return lacking && begun.length === 0;
    default:
      return false;
  }
}

/** Grants play no part in the permit of such a value. */
function needsNoGrant(one: Case): boolean {
  return one.open === 'UNCONDITIONAL' || isOwn(one) || !consults(one);
}

function consults(one: Case): boolean {
  const { request, policy } = one;
  const bound = classThatBinds(one);
  if (request.foreignParties.length > 0 || bound === 'CONDITIONAL') return true;
  if (bound === 'NONE') return policy.deidentified != null;
  return request.purpose !== null && !within(request.purpose, request.registeredPurposes);
}

function naming({ owner, request, grants }: Case): readonly Grant[] {
  return grants.filter(
    (grant) =>
      grant.provider === owner &&
      grant.recipient === request.recipient &&
      grant.kind === request.route &&
      grant.fields.some((field) => field === request.coordinate || request.alternatives.includes(field)),
  );
}

/** "All that are ACTIVE, in time and fit purpose, method and processors apply together; the first by id is reported." */
function applying(one: Case): readonly Grant[] {
  return naming(one)
    .filter(({ status }) => status === 'ACTIVE')
    .filter(({ validFrom, validUntil }) => validFrom <= one.instant && one.instant < validUntil)
    .filter((grant) => fitsPurpose(grant, one))
    .filter(({ methods }) => methods.includes(one.request.method))
    .filter(isSigned)
    .filter(({ processors }) =>
      one.request.foreignParties.every((party) => processors.map(({ organisation }) => organisation).includes(party)),
    )
    .toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
}

function fitsPurpose(grant: Grant, { request }: Case): boolean {
  if (grant.kind === 'OPEN' && grant.purposes.length === 0) return true;
  return request.purpose !== null && within(request.purpose, grant.purposes);
}

function isSigned({ kind, instruments }: Grant): boolean {
  return kind === 'SHARE' || (instruments.agreement !== null && instruments.commitment !== null);
}

/** A code covers itself and what lies below it. */
function within(purpose: string, codes: readonly string[]): boolean {
  const steps = purpose.split('.');
  return codes.some((code) => code.split('.').every((step, depth) => steps[depth] === step));
}

function boundariesOf(one: Case): readonly number[] {
  if (needsNoGrant(one)) return [];
  return naming(one)
    .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil])
    .filter((boundary) => boundary > one.instant);
}

/** law.md "Reason → article". */
function articleInLawMd(reason: Reason, { policy, request, ...rest }: Case): string {
  const share = request.route === 'SHARE';
  switch (reason) {
    case 'PURPOSE_REQUIRED':
    case 'PURPOSE_NOT_ALLOWED':
      return share ? (policy.share === 'UNCONDITIONAL' ? '35' : '34') : '38';
    case 'GRANT_REQUIRED':
    case 'GRANT_EXPIRED':
      return share ? '34' : '38';
    case 'METHOD_NOT_ALLOWED':
      return '35';
    case 'NOT_OPEN':
      return '36';
    case 'AGREEMENT_REQUIRED':
      return '38';
    case 'GRANT_SUSPENDED':
      return share ? '67' : '73';
    case 'ONWARD_TRANSFER':
      return rest.owner === request.recipient ? '31' : share ? '35' : '38';
    default:
      return '31';
  }
}
