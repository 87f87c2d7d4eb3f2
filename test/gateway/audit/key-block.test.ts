import fc from 'fast-check';
import { createHmac, hkdfSync } from 'node:crypto';
import type { TracedSubject } from '../../../gateway/audit/entry';
import { hashKeys } from '../../../gateway/audit/hash-keys';
import { keyBlock, theClient } from '../../../gateway/audit/key-block';

const secret = Buffer.alloc(32, 7);

const subject: fc.Arbitrary<TracedSubject> = fc.record({
  type: fc.constantFrom('Person', 'Enterprise', '人'),
  key: fc.string({ unit: 'binary', maxLength: 300 }),
  receiver: fc.option(fc.constantFrom('45-TAX', '45-民政'), { nil: null }),
});

test('a key block says exactly which subjects went to whom, sorted and once each', () => {
  fc.assert(
    fc.property(
      fc.array(subject, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 0xffffffff }),
      (all, epoch) => {
        const block = keyBlock(all, hashKeys(epoch, secret));
        if (block === null) throw new Error('no key block');
        const read = reader(block);
        expect(read.text(4)).toBe('LQKB');
        expect(read.number(1)).toBe(1);
        expect(read.number(4)).toBe(epoch);
        const types = read.names();
        const receivers = read.names();
        const records = Array.from({ length: read.number(4) }, () => read.hex(12));
        expect(read.rest()).toBe(0);
        expect([...types, '/', ...receivers]).toEqual([
          ...sorted(all.map(({ type }) => type)),
          '/',
          ...sorted(all.flatMap(({ receiver }) => receiver ?? [])),
        ]);
        const expected = all.map(({ type, key, receiver }) => {
          const place = receiver === null ? theClient : receivers.indexOf(receiver);
          return hex(types.indexOf(type)) + hex(place) + plainHash(epoch, type, key);
        });
        expect(records).toEqual(sorted(expected));
      },
    ),
  );
});

test('a name that has no room is refused, not cut', () => {
  const long = { type: '长'.repeat(90), key: 'k', receiver: null };
  expect(() => keyBlock([long], hashKeys(1, secret))).toThrow('longer than 255 bytes');
});

/** HMAC by the library's own object, under the key that the design derives. */
function plainHash(epoch: number, type: string, key: string): string {
  const info = `lingqu access log ${String(epoch)} subject ${type}`;
  const derived = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, 32));
  return createHmac('sha256', derived).update(key, 'utf8').digest('hex').slice(0, 16);
}

function sorted(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function reader(block: Buffer) {
  let at = 0;
  const take = (length: number): Buffer => block.subarray(at, (at += length));
  const number = (length: number): number => take(length).readUIntBE(0, length);
  return {
    number,
    text: (length: number) => take(length).toString('utf8'),
    hex: (length: number) => take(length).toString('hex'),
    names: () => Array.from({ length: number(2) }, () => take(number(1)).toString('utf8')),
    rest: () => block.length - at,
  };
}
