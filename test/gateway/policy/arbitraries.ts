/** Generators of labels, grants and requests, biased so that they meet each other often enough for every outcome to occur. */
import fc from 'fast-check';
import type { AccessClass, Label, MaskedForm, Method, OwnerPolicy } from '../../../directives/label';
import type { DisclosureRequest } from '../../../gateway/policy/decision';
import type { Grant } from '../../../gateway/policy/grant';

/** Stryker runs every property once per mutant: there fewer runs must do, and what they meet is not counted. */
export const underMutation = process.env['STRYKER_MUTATOR_WORKER'] !== undefined;
export const numRuns = underMutation ? 500 : 8_000;

const accessClass = fc.constantFrom<AccessClass>('UNCONDITIONAL', 'CONDITIONAL', 'CONDITIONAL', 'NONE');
const method = fc.constantFrom<Method>('QUERY', 'QUERY', 'QUERY', 'MUTATE');
const purposes = ['aid', 'aid.check', 'aid.check.deep', 'health', 'aidx'];
const purposeList = fc.subarray(purposes, { minLength: 1, maxLength: 2 });

/** Names that an object already bears are organisations like any other. */
const owner = fc.constantFrom('A', 'A', 'B', 'B', 'constructor', '__proto__');
const party = fc.constantFrom('X', 'Y', 'toString');

const maskedForm: fc.Arbitrary<MaskedForm> = fc.record({
  technique: fc.constantFrom('name', 'name', 'name', 'phone'),
  share: accessClass,
  open: fc.constantFrom<AccessClass>('UNCONDITIONAL', 'CONDITIONAL', 'NONE', 'NONE'),
  evidence: fc.constant('E-1'),
});

const anyPolicy: fc.Arbitrary<OwnerPolicy> = fc.record({
  share: accessClass,
  open: fc.constantFrom<AccessClass>('UNCONDITIONAL', 'CONDITIONAL', 'CONDITIONAL', 'NONE', 'NONE'),
  purposes: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.subarray(purposes, { maxLength: 3 })),
  methods: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.subarray<Method>(['QUERY', 'MUTATE'])),
  conditions: fc.constant([]),
  scope: fc.constant([]),
  basis: fc.constant([]),
  reasons: fc.constant([]),
  noOnward: fc.constantFrom(false, false, true),
  deidentified: fc.oneof(maskedForm, fc.constant(null), fc.constant(undefined)),
});

/** Nothing but a grant is missing. */
const conditional: fc.Arbitrary<OwnerPolicy> = anyPolicy.map((one) => ({
  ...one,
  share: 'CONDITIONAL',
  open: 'CONDITIONAL',
  purposes: null,
  methods: null,
}));

export const policy = fc.oneof({ weight: 2, arbitrary: anyPolicy }, { weight: 1, arbitrary: conditional });

const owners = fc.uniqueArray(fc.tuple(owner, policy), { minLength: 1, maxLength: 3, selector: ([id]) => id });

export const label: fc.Arbitrary<Label> = owners.map((entries) => ({
  owners: Object.fromEntries(entries),
  grade: null,
}));

/** Sometimes there is no label, or one that names nobody. */
const anyLabel: fc.Arbitrary<Label | null> = fc.oneof(
  { weight: 20, arbitrary: label },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({ owners: {}, grade: null }) },
);

const instant = fc.constantFrom(99, 100, 101);

/** What grants in force have in common. */
const sound = {
  status: 'ACTIVE',
  validFrom: 50,
  validUntil: 200,
  methods: ['QUERY', 'MUTATE'],
  fields: ['T.f'],
} as const;

/** Aimed grants are made to be candidates: of an owner in the label, to who asks, of the route's kind. */
const template = fc.record({
  aimed: fc.constantFrom(true, true, true, false),
  isSound: fc.boolean(),
  ownerIndex: fc.nat({ max: 2 }),
  kind: fc.constantFrom<'SHARE' | 'OPEN'>('SHARE', 'OPEN'),
  provider: owner,
  recipient: fc.constantFrom('R', 'R', 'R', 'A'),
  fields: fc.constantFrom(['T.f'], ['T.f'], ['T.f', 'T.g'], ['T.source', 'T.f'], ['T.source'], ['T.g']),
  purposes: fc.oneof(purposeList, purposeList, fc.constant([])),
  methods: fc.constantFrom<Method[]>(['QUERY'], ['QUERY', 'MUTATE'], ['MUTATE']),
  scenario: fc.constant('a window'),
  scope: fc.oneof(
    fc.constant('ALL' as const),
    fc.record({ regionCode: fc.subarray(['450100', '450200'], { minLength: 1 }) }),
    fc.record({ regionCode: fc.subarray(['450100', '450200'], { minLength: 1 }) }),
  ),
  processors: fc
    .subarray(['X', 'Y', 'toString'])
    .map((ids) => ids.map((id) => ({ organisation: id, instrument: 'i' }))),
  issuedBy: fc.constant('authority'),
  validFrom: fc.constantFrom(50, 50, 50, 100, 101, 150),
  validUntil: fc.constantFrom(200, 200, 150, 101, 100),
  basis: fc.constant(['law']),
  instruments: fc.record({
    commitment: fc.constantFrom('c', 'c', 'c', null),
    agreement: fc.constantFrom('a', 'a', 'a', null),
  }),
  status: fc.constantFrom<Grant['status']>('ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED', 'REVOKED'),
});

const request: fc.Arbitrary<DisclosureRequest> = fc.record({
  recipient: fc.constantFrom('R', 'R', 'R', 'R', 'A', null),
  route: fc.constantFrom<'SHARE' | 'OPEN'>('SHARE', 'OPEN'),
  registeredPurposes: fc.subarray(purposes),
  purpose: fc.constantFrom(...purposes, ...purposes, null),
  method,
  foreignParties: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.uniqueArray(party, { maxLength: 2 })),
  coordinate: fc.constant('T.f'),
  alternatives: fc.constantFrom([], [], ['T.source']),
});

export interface Scenario {
  readonly label: Label | null;
  readonly request: DisclosureRequest;
  readonly grants: readonly Grant[];
  readonly instant: number;
}

export const scenario: fc.Arbitrary<Scenario> = fc
  .record({ label: anyLabel, request, instant, templates: fc.array(template, { maxLength: 8, size: 'max' }) })
  .map(({ templates, ...rest }) => {
    const owners = rest.label === null ? [] : Object.keys(rest.label.owners);
    return {
      ...rest,
      // Ids run against the order of the list, so that sorting by id is seen.
      grants: templates.map(({ aimed, isSound, ownerIndex, ...grant }, index) => ({
        ...grant,
        id: `G-${9 - index}`,
        ...(isSound && sound),
        ...(aimed && {
          provider: owners[ownerIndex % Math.max(1, owners.length)] ?? grant.provider,
          recipient: rest.request.recipient ?? grant.recipient,
          kind: rest.request.route,
        }),
      })),
    };
  });
