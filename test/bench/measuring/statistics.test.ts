/** The benchmark's arithmetic. */
import fc from 'fast-check';
import { bend, lineThrough, median, percentile } from './statistics';

test('the median is the middle value, or the mean of the middle two', () => {
  expect(median([3])).toBe(3);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow('nothing was measured');
});

test('as many values lie at or below the median as at or above it, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
      const middle = median(values);
      const half = values.length / 2;
      expect(values.filter((each) => each <= middle).length).toBeGreaterThanOrEqual(half);
      expect(values.filter((each) => each >= middle).length).toBeGreaterThanOrEqual(half);
    }),
  );
});

test('percentiles go by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_none, i) => i + 1);
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(hundred, 1)).toBe(100);
  expect(percentile([7], 0.99)).toBe(7);
  expect(() => percentile([], 0.5)).toThrow('nothing was measured');
});

test('a line through points that lie on one is that line', () => {
  const { slope, intercept } = lineThrough([
    [0, 1],
    [2, 5],
    [10, 21],
  ]);
  expect(slope).toBeCloseTo(2);
  expect(intercept).toBeCloseTo(1);
  expect(() =>
    lineThrough([
      [1, 1],
      [1, 2],
    ]),
  ).toThrow('different x');
});

test('a straight series has bend 1 whatever its fixed cost; a quadratic one has far more', () => {
  const series = (cost: (x: number) => number): (readonly [number, number])[] =>
    [1, 10, 100, 1_000, 10_000].map((x) => [x, cost(x)] as const);
  expect(bend(series((x) => 5 + 0.03 * x))).toBeCloseTo(1);
  expect(bend(series((x) => x * x))).toBeCloseTo(10);
  expect(bend(series((x) => 3 * Math.sqrt(x)))).toBeLessThan(0.5);
});
