/** One snapshot at a time; a suspension holds from the next one on, and however many grants there are. */
import type { Grant } from '../../../gateway/policy/grant';
import { registerGrants } from '../../../gateway/policy/register-grants';

function grant(id: string, over: Partial<Grant> = {}): Grant {
  return {
    id,
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
    ...over,
  };
}

const statusOf = (source: ReturnType<typeof registerGrants>, id: string): unknown => source.current().byId(id)?.status;

test('candidates are those of the pair and the route, by id', () => {
  const source = registerGrants({
    grants: [
      grant('G-2'),
      grant('G-1'),
      grant('G-5', { kind: 'OPEN' }),
      grant('G-3', { kind: 'OPEN' }),
      grant('G-4', { recipient: 'S' }),
    ],
  });
  const candidates = source.current().candidates('P', 'R', 'SHARE');
  expect(candidates.map(({ id }) => id)).toEqual(['G-1', 'G-2']);
  expect(
    source
      .current()
      .candidates('P', 'R', 'OPEN')
      .map(({ id }) => id),
  ).toEqual(['G-3', 'G-5']);
  expect(source.current().candidates('R', 'P', 'SHARE')).toEqual([]);
  expect(source.current().candidates('__proto__', 'constructor', 'SHARE')).toEqual([]);
  expect(source.current().byId('toString')).toBeUndefined();
});

test('a suspension holds from the next snapshot on, and names a new epoch', () => {
  const source = registerGrants({ grants: [grant('G-1'), grant('G-2', { status: 'REVOKED' })] });
  const before = source.current();
  expect(source.suspend('G-1')).toBe(true);
  expect(source.suspend('G-9')).toBe(false);
  expect(source.suspend('G-2')).toBe(true);
  expect(before.byId('G-1')?.status).toBe('ACTIVE');
  expect(before.candidates('P', 'R', 'SHARE')[0]?.status).toBe('ACTIVE');
  expect(
    source
      .current()
      .candidates('P', 'R', 'SHARE')
      .map(({ status }) => status),
  ).toEqual(['SUSPENDED', 'REVOKED']);
  expect(statusOf(source, 'G-1')).toBe('SUSPENDED');
  expect(statusOf(source, 'G-2')).toBe('REVOKED');
  expect(source.current().epoch).toBeGreaterThan(before.epoch);
});

test('another register replaces all grants but lifts no suspension', () => {
  const source = registerGrants({ grants: [grant('G-1')] });
  const { epoch } = source.current();
  source.suspend('G-1');
  source.replace({ grants: [grant('G-1'), grant('G-2')] });
  expect(statusOf(source, 'G-1')).toBe('SUSPENDED');
  expect(statusOf(source, 'G-2')).toBe('ACTIVE');
  expect(source.current().epoch).toBe(epoch + 2);
  source.replace({ grants: [] });
  expect(statusOf(source, 'G-1')).toBeUndefined();
});

test('a restored grant is as the register states it', () => {
  const source = registerGrants({ grants: [grant('G-1'), grant('G-2', { status: 'SUSPENDED' })] });
  source.suspend('G-1');
  source.suspend('G-2');
  const { epoch } = source.current();
  expect(source.restore('G-1')).toBe(true);
  expect(source.restore('G-2')).toBe(true);
  expect(source.restore('G-1')).toBe(false);
  expect(source.current().epoch).toBe(epoch + 2);
  expect(statusOf(source, 'G-1')).toBe('ACTIVE');
  expect(statusOf(source, 'G-2')).toBe('SUSPENDED');
});

test('without changes the snapshot is the same', () => {
  const source = registerGrants({ grants: [grant('G-1')] });
  expect(source.current()).toBe(source.current());
});

test('a look-up among 100,000 grants touches only its own pair', () => {
  const many = Array.from({ length: 100_000 }, (_, index) =>
    grant(`G-${String(index)}`, { provider: `P-${String(index % 300)}`, recipient: `R-${String(index % 7919)}` }),
  );
  const source = registerGrants({ grants: many });
  expect(source.current().candidates('P-0', 'R-0', 'SHARE').length).toBeLessThanOrEqual(2);
  expect(source.current().candidates('P-0', 'R-0', 'SHARE')).toBe(source.current().candidates('P-0', 'R-0', 'SHARE'));
});
