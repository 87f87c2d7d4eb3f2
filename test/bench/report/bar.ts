/** The bar of this benchmark: what must hold between medians of one run, and whether it does. */
import type { Compared } from '../rounds';
import type { Growth } from '../growth';
import { bend } from '../measuring/statistics';

export interface BarLine {
  readonly what: string;
  readonly must: string;
  /** `null` = not measured in this run. */
  readonly is: string | null;
  readonly holds: boolean | null;
}

/** The cost of one more entity may grow by a quarter over the last decades and still count as linear. */
const mostBend = 1.25;

export function barLines({ queries }: Pick<Compared, 'queries'>, growth: Growth | null): readonly BarLine[] {
  const cpu = (query: keyof Compared['queries'], gateway: string): number | null =>
    queries[query]?.[gateway]?.cpuMs ?? null;
  const ratio = (what: string, a: number | null, b: number | null, most: number, below = false): BarLine => {
    const must = `${below ? '<' : '≤'} ${most.toFixed(2)}`;
    if (a === null || b === null) return { what, must, is: null, holds: null };
    return { what, must, is: (a / b).toFixed(3), holds: below ? a / b < most : a / b <= most };
  };
  const of = 'lingqu-governed';
  return [
    ratio('big: governed / apollo', cpu('big', of), cpu('big', 'apollo'), 1 / 5),
    ratio('small: governed / apollo', cpu('small', of), cpu('small', 'apollo'), 1 / 3),
    ratio('big: governed / hive-rust', cpu('big', of), cpu('big', 'hive-rust'), 1 / 2),
    ratio('small: governed / hive-rust', cpu('small', of), cpu('small', 'hive-rust'), 1 / 2),
    ratio('big: governed and logged / open and unlogged', cpu('big', of), cpu('big', 'lingqu-open-unlogged'), 1.25),
    ratio('big: governed / open (both logged)', cpu('big', of), cpu('big', 'lingqu-open'), 1.25),
    added('small: governed and logged − open and unlogged', cpu('small', of), cpu('small', 'lingqu-open-unlogged')),
    added('small: governed − open (both logged)', cpu('small', of), cpu('small', 'lingqu-open')),
    ratio('denied / small, governed', cpu('denied', of), cpu('small', of), 1 / 4, true),
    linear(growth),
    ratio('aim, big: governed / grafbase', cpu('big', of), cpu('big', 'grafbase'), 1),
    ratio('aim, small: governed / grafbase', cpu('small', of), cpu('small', 'grafbase'), 1),
  ];
}

const mostAddedMs = 0.15;

function added(what: string, governed: number | null, open: number | null): BarLine {
  const must = `≤ ${mostAddedMs.toFixed(2)} ms`;
  if (governed === null || open === null) return { what, must, is: null, holds: null };
  return { what, must, is: `${(governed - open).toFixed(3)} ms`, holds: governed - open <= mostAddedMs };
}

function linear(growth: Growth | null): BarLine {
  const what = 'cost of one more entity, above 1,000 / below 1,000 (linear = 1)';
  const must = `≤ ${mostBend.toFixed(2)}`;
  const points = growth?.entities.find(({ gateway }) => gateway === 'lingqu-governed')?.points;
  const at = (x: number): readonly [number, number] | null => {
    const point = points?.find((each) => each.x === x);
    return point === undefined ? null : [x, point.cpuMs];
  };
  const [low, middle, high] = [at(100), at(1_000), at(10_000)];
  if (low === null || middle === null || high === null) return { what, must, is: null, holds: null };
  const is = bend([low, middle, high]);
  return { what, must, is: is.toFixed(2), holds: is <= mostBend };
}
