/** The bar: which ratios are looked at, and that they can fail. */
import type { Summary } from '../measuring/window';
import { barLines } from './bar';

const cost = (cpuMs: number): Summary => ({
  ...{ cpuMs, rps: 1, p50: 1, p99: 1, rssMb: 1, subgraphRequests: 1, rounds: 3 },
});

function held(big: Readonly<Record<string, number>>, small: Readonly<Record<string, number>>, denied: number) {
  const summaries = (costs: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(costs).map(([name, ms]) => [name, cost(ms)]));
  const queries = { big: summaries(big), small: summaries(small), denied: { 'lingqu-governed': cost(denied) } };
  return Object.fromEntries(barLines({ queries }, null).map(({ what, holds }) => [what, holds]));
}

test('each ratio holds up to its bound and not beyond', () => {
  const good = held(
    { 'lingqu-governed': 5, apollo: 25, 'hive-rust': 10, 'lingqu-open': 4, 'lingqu-open-unlogged': 4, grafbase: 5 },
    { 'lingqu-governed': 1, apollo: 3, 'hive-rust': 2, 'lingqu-open': 0.9, 'lingqu-open-unlogged': 0.86, grafbase: 1 },
    0.24,
  );
  expect(Object.values(good).filter((each) => each !== true)).toEqual([null]);
  const bad = held(
    { 'lingqu-governed': 5.1, apollo: 25, 'hive-rust': 10, 'lingqu-open': 4, 'lingqu-open-unlogged': 4, grafbase: 5 },
    {
      'lingqu-governed': 1.1,
      apollo: 3,
      'hive-rust': 2,
      'lingqu-open': 0.9,
      'lingqu-open-unlogged': 0.86,
      grafbase: 1,
    },
    0.28,
  );
  expect(Object.values(bad).filter((each) => each !== false)).toEqual([null]);
});

test('what was not measured neither holds nor fails', () => {
  const lines = barLines({ queries: {} }, null);
  expect(lines.every(({ is, holds }) => is === null && holds === null)).toBe(true);
});

test('cost is linear where one more entity costs the same everywhere', () => {
  const growth = (cpu: (x: number) => number) => ({
    entities: [
      {
        gateway: 'lingqu-governed',
        points: [100, 1_000, 10_000].map((x) => ({ x, cpuMs: cpu(x), subgraphRequests: 1 })),
      },
    ],
    ...{ subgraphs: [], principals: [] },
  });
  const linear = (cpu: (x: number) => number): boolean | null | undefined =>
    barLines({ queries: {} }, growth(cpu)).find(({ what }) => what.includes('one more entity'))?.holds;
  expect(linear((x) => 2 + 0.01 * x)).toBe(true);
  expect(linear((x) => x ** 1.5)).toBe(false);
});
