import fc from 'fast-check';
import {
  normalisePurposes,
  stricter,
  stricterMask,
  stricterPolicy,
  strictest,
  type AccessClass,
  type Grade,
  type Label,
  type MaskedForm,
  type Method,
  type OpenReason,
  type OwnerPolicy,
} from '../../directives';
import { anyPurposeCovers, meetPurposes, purposesWithin } from '../../directives/purpose';

const accessClass = fc.constantFrom<AccessClass>('UNCONDITIONAL', 'CONDITIONAL', 'NONE');
const sortedSet = <T extends string>(...words: T[]) => fc.subarray(words).map((each) => [...each].sort());
const codes = ['a', 'a.b', 'a.b.c', 'a.bc', 'd', 'd.e'];
const purposes = fc.option(fc.subarray(codes).map(normalisePurposes), { nil: null });
const mask = fc.record<MaskedForm>({
  technique: fc.constantFrom('name', 'phone', 'band:10'),
  share: accessClass,
  open: accessClass,
  evidence: fc.constantFrom('E-1', 'E-2', 'E-3'),
});
const policy = fc.record<OwnerPolicy>({
  share: accessClass,
  open: accessClass,
  purposes,
  methods: fc.option(sortedSet<Method>('QUERY', 'MUTATE'), { nil: null }),
  conditions: sortedSet('c1', 'c2'),
  scope: sortedSet('s1', 's2'),
  basis: sortedSet('b1', 'b2'),
  reasons: sortedSet<OpenReason>('PRIVACY', 'LAW', 'TIMELY'),
  noOnward: fc.boolean(),
  deidentified: fc.oneof(mask, fc.constant(null), fc.constant(undefined)),
});
const grade = fc.option(
  fc.record<Grade>({
    category: fc.constantFrom('health', 'tax', 'water'),
    level: fc.constantFrom('GENERAL', 'IMPORTANT', 'CORE'),
    grade: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
    personal: fc.boolean(),
  }),
  { nil: null },
);
const label = fc.record<Label>({
  owners: fc.dictionary(fc.constantFrom('A', 'B', 'C'), policy, { minKeys: 1, noNullPrototype: true }),
  grade,
});

const rank = { UNCONDITIONAL: 0, CONDITIONAL: 1, NONE: 2 };

/** An independent reading of the order: everything that `b` permits is permitted by `a`. */
function isAtLeastAsLax(a: OwnerPolicy, b: OwnerPolicy): boolean {
  const contains = (inner: readonly string[], outer: readonly string[]) => inner.every((each) => outer.includes(each));
  return (
    rank[a.share] <= rank[b.share] &&
    rank[a.open] <= rank[b.open] &&
    codes.every((code) => !anyPurposeCovers(b.purposes, code) || anyPurposeCovers(a.purposes, code)) &&
    (a.methods === null || (b.methods !== null && contains(b.methods, a.methods))) &&
    contains(a.conditions, b.conditions) &&
    contains(a.scope, b.scope) &&
    contains(a.basis, b.basis) &&
    contains(a.reasons, b.reasons) &&
    (!a.noOnward || b.noOnward) &&
    isMaskAtLeastAsLax(a.deidentified, b.deidentified)
  );
}

function isMaskAtLeastAsLax(a: OwnerPolicy['deidentified'], b: OwnerPolicy['deidentified']): boolean {
  if (a === undefined || b === null) return true;
  if (a === null || b === undefined) return false;
  return a.technique === b.technique && rank[a.share] <= rank[b.share] && rank[a.open] <= rank[b.open];
}

describe('the join of labels', () => {
  test('is commutative', () => {
    fc.assert(fc.property(label, label, (a, b) => expect(stricter(a, b)).toEqual(stricter(b, a))));
  });

  test('is associative', () => {
    fc.assert(
      fc.property(label, label, label, (a, b, c) =>
        expect(stricter(stricter(a, b), c)).toEqual(stricter(a, stricter(b, c))),
      ),
    );
  });

  test('is idempotent', () => {
    fc.assert(fc.property(label, (a) => expect(stricter(a, a)).toEqual(a)));
    fc.assert(fc.property(label, label, (a, b) => expect(stricter(stricter(a, b), b)).toEqual(stricter(a, b))));
  });

  test('is at least as strict as either: more labels never permit more', () => {
    fc.assert(
      fc.property(label, label, (a, b) => {
        const joined = stricter(a, b);
        for (const side of [a, b]) {
          for (const [owner, before] of Object.entries(side.owners)) {
            const after = joined.owners[owner];
            expect(after !== undefined && isAtLeastAsLax(before, after)).toBe(true);
          }
        }
      }),
    );
  });

  test('is the least such: nothing is restricted that neither restricts', () => {
    fc.assert(
      fc.property(policy, policy, policy, (a, b, above) => {
        const bound = stricterPolicy(stricterPolicy(above, a), b);
        expect(isAtLeastAsLax(stricterPolicy(a, b), bound)).toBe(true);
      }),
    );
  });

  test('is monotone: a stricter part makes a stricter whole', () => {
    fc.assert(
      fc.property(policy, policy, policy, (a, more, b) =>
        expect(isAtLeastAsLax(stricterPolicy(a, b), stricterPolicy(stricterPolicy(a, more), b))).toBe(true),
      ),
    );
  });

  test('of two UNCONDITIONAL and one NONE is NONE, and of no labels is none', () => {
    const of = (share: AccessClass): Label => ({ owners: { A: { ...stated, share } }, grade: null });
    expect(strictest([of('UNCONDITIONAL'), null, of('NONE'), of('UNCONDITIONAL')])?.owners.A?.share).toBe('NONE');
    expect(strictest([null, null])).toBeNull();
  });
});

const stated: OwnerPolicy = {
  share: 'UNCONDITIONAL',
  open: 'UNCONDITIONAL',
  purposes: null,
  methods: null,
  conditions: [],
  scope: [],
  basis: [],
  reasons: [],
  noOnward: false,
  deidentified: undefined,
};

describe('masked forms', () => {
  const name: MaskedForm = { technique: 'name', share: 'UNCONDITIONAL', open: 'CONDITIONAL', evidence: 'E-1' };

  test('a floor that says nothing is neutral, no masked form absorbs', () => {
    expect(stricterMask(name, undefined)).toEqual(name);
    expect(stricterMask(undefined, undefined)).toBeUndefined();
    expect(stricterMask(name, null)).toBeNull();
    expect(stricterMask(undefined, null)).toBeNull();
  });

  test('two techniques leave none, one technique keeps the stricter classes and both records', () => {
    expect(stricterMask(name, { ...name, technique: 'phone' })).toBeNull();
    expect(stricterMask(name, { ...name, open: 'NONE', share: 'CONDITIONAL', evidence: 'E-0' })).toEqual({
      technique: 'name',
      share: 'CONDITIONAL',
      open: 'NONE',
      evidence: 'E-0, E-1',
    });
  });
});

describe('purposes', () => {
  test('the meet covers exactly what both cover', () => {
    fc.assert(
      fc.property(purposes, purposes, fc.constantFrom(...codes, 'a.b.x', 'x'), (a, b, code) => {
        expect(anyPurposeCovers(meetPurposes(a, b), code)).toBe(anyPurposeCovers(a, code) && anyPurposeCovers(b, code));
      }),
    );
  });

  test('the meet is an antichain, within both', () => {
    fc.assert(
      fc.property(purposes, purposes, (a, b) => {
        const met = meetPurposes(a, b);
        expect(met === null ? null : normalisePurposes(met)).toEqual(met);
        expect(purposesWithin(met, a) && purposesWithin(met, b)).toBe(true);
      }),
    );
  });

  test('a code covers what is below it, not its siblings nor what it is below', () => {
    expect(meetPurposes(['a'], ['a.b', 'd'])).toEqual(['a.b']);
    expect(anyPurposeCovers(['a.b'], 'a')).toBe(false);
    expect(anyPurposeCovers(['a.b'], 'a.bc')).toBe(false);
    expect(anyPurposeCovers([], 'a')).toBe(false);
    expect(purposesWithin(null, ['a'])).toBe(false);
  });
});
