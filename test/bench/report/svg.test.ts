/** Charts. */
import { barChart, barScale, decades, escapeXml, figure, lineChart } from './svg';

test('bars are ordered as their values, the greatest fills its group, and the least can be seen', () => {
  const scale = barScale([0.4, 3, 30]);
  expect(scale(30)).toBeCloseTo(1);
  expect(scale(3)).toBeLessThan(scale(30));
  expect(scale(0.4)).toBeGreaterThan(0.1);
  expect(scale(0)).toBe(0);
});

test('a bar chart bears every label and value, and text cannot break out of it', () => {
  const svg = barChart('A & B', 'ms', [{ title: 'big', bars: [{ label: '<ours>', value: 2.3456, ours: true }] }]);
  expect(svg).toContain('&lt;ours&gt;');
  expect(svg).toContain('2.35 ms');
  expect(svg).toContain('A &amp; B');
  expect(svg.match(/<rect /g)).toHaveLength(2);
  expect(svg.match(/<text /g)).toHaveLength(svg.match(/<\/text>/g)?.length ?? 0);
});

test('axes cover the values in whole decades, and a proportional series is a straight line', () => {
  expect(decades([0.5, 90]).ticks).toEqual([0.1, 1, 10, 100]);
  expect(decades([5, 5]).ticks).toEqual([1, 10]);
  const points = [1, 10, 100].map((x) => [x, 2 * x] as const);
  const svg = lineChart('growth', 'x', 'y', [{ label: 'l', points }]);
  const [, drawn = ''] = /polyline [^>]*points="([^"]+)"/.exec(svg) ?? [];
  const [a, b, c] = drawn.split(' ').map((each) => each.split(',').map(Number));
  const slope = (p: number[] = [], q: number[] = []): number =>
    ((q[1] ?? 0) - (p[1] ?? 0)) / ((q[0] ?? 0) - (p[0] ?? 0));
  expect(slope(a, b)).toBeLessThan(0);
  expect(slope(a, b)).toBeCloseTo(slope(b, c), 2);
});

test('figures have three significant digits', () => {
  expect([0.123456, 12.3456, 1234.56, 7].map(figure)).toEqual(['0.123', '12.3', '1230', '7']);
  expect(escapeXml('"<&>"')).toBe('&quot;&lt;&amp;&gt;&quot;');
});
