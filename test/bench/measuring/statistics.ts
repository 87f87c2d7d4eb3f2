/** The benchmark's arithmetic: medians, percentiles, ratios, and how straight a line is. */

/** @throws Error without values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  if (upper === undefined) throw new Error('nothing was measured');
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
}

/** Nearest rank. @param sorted ascending @param share 0 to 1 */
export function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/** Least squares. @param points at least two of different x */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) throw new Error('a line needs points of different x');
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return { slope, intercept: meanY - slope * meanX };
}

/**
 * How the cost of one more unit changes from the lower to the upper part of a series: 1 = straight, 2 = the last units cost twice
 * as much as the ones before.
 *
 * @param points ascending x, at least three
 */
export function bend(points: readonly (readonly [x: number, y: number])[]): number {
  const [first, middle, last] = [points.at(-3), points.at(-2), points.at(-1)];
  if (first === undefined || middle === undefined || last === undefined) throw new Error('a bend needs three points');
  const lower = (middle[1] - first[1]) / (middle[0] - first[0]);
  const upper = (last[1] - middle[1]) / (last[0] - middle[0]);
  return upper / lower;
}
