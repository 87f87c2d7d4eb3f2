/** Every entry has its own 128 bits. */
import { nonces } from '../../../gateway/audit/nonces';

test('no nonce comes twice, over many draws', () => {
  const next = nonces();
  const seen = new Set(Array.from({ length: 2_000 }, next));
  expect(seen.size).toBe(2_000);
  for (const nonce of seen) expect(Buffer.from(nonce, 'base64url')).toHaveLength(16);
});

test('what was drawn is given once and in full', () => {
  let draws = 0;
  const next = nonces((bytes) => {
    draws += 1;
    for (let index = 0; index < bytes.length; index++) bytes[index] = (index >> 4) ^ draws;
  });
  const given = Array.from({ length: 257 }, () => Buffer.from(next(), 'base64url'));
  expect(draws).toBe(2);
  expect(given[0]).toEqual(Buffer.alloc(16, 1));
  expect(given[255]).toEqual(Buffer.alloc(16, 254));
  expect(given[256]).toEqual(Buffer.alloc(16, 2));
});
