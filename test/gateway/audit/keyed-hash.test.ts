/** The keyed hash of the access log is HMAC-SHA-256, whatever is hashed. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { keyedHash } from '../../../gateway/audit/keyed-hash';

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const expected = (text: string): string => createHmac('sha256', key).update(text).digest('binary');

test('equals `createHmac`, one text after the other', () => {
  const hash = keyedHash(key);
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 900 }), fc.constant('韦'.repeat(500)));
  fc.assert(fc.property(fc.array(text), (texts) => expect(texts.map(hash)).toEqual(texts.map(expected))));
});

test.each([0, 1, 55, 56, 64, 341, 342, 1_024, 5_000])('equals `createHmac` for a text of %i characters', (length) => {
  for (const letter of ['a', 'é', '韦']) {
    const text = letter.repeat(length);
    expect(keyedHash(key)(text)).toBe(expected(text));
  }
});

test('a key of another length is as good, up to a block; a longer one is refused', () => {
  const long = Buffer.alloc(64, 7);
  expect(keyedHash(long)('x')).toBe(createHmac('sha256', long).update('x').digest('binary'));
  expect(() => keyedHash(Buffer.alloc(65))).toThrow('64 bytes');
});
