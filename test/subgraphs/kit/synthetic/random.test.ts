import fc from 'fast-check';
import { randomStream } from '../../../../subgraphs/kit/synthetic/random';

test('a stream depends on its name alone', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const draw = (name: string) => {
        const random = randomStream(name);
        return Array.from({ length: 8 }, () => random.next());
      };
      expect(draw(one)).toEqual(draw(one));
      if (one !== other) expect(draw(one)).not.toEqual(draw(other));
    }),
  );
});

test('draws stay within their bounds', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (name, low, width) => {
      const random = randomStream(name);
      for (let draw = 0; draw < 50; draw++) {
        const value = random.between(low, low + width);
        expect(Number.isInteger(value) && value >= low && value <= low + width).toBe(true);
        expect(['a', 'b', 'c']).toContain(random.pick(['a', 'b', 'c']));
      }
      expect(random.chance(0)).toBe(false);
      expect(random.chance(1)).toBe(true);
    }),
  );
});

test('a stream is spread evenly', () => {
  const random = randomStream('spread');
  const tenths = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 10_000; draw++) tenths[random.between(0, 9)]!++;
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
