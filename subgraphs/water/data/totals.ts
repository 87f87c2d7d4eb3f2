/** Synthetic consumption added up by administrative area: what the water utility publishes. */
import { cityOf } from '../../kit/synthetic/counties';
import { consumptionOf, waterAccounts } from './accounts';

export interface WaterTotal {
  /** Code of the region, a city or a county. */
  readonly code: string;
  /** `YYYY-MM` */
  readonly month: string;
  readonly households: number;
  readonly cubicMetres: number;
}

const REGION = '450000';

const SMALLEST_AREA = 10;

/** A total of fewer than ten households would say something about one of them. */
export function isPublishable({ households }: Pick<WaterTotal, 'households'>): boolean {
  return households >= SMALLEST_AREA;
}

/** The total of one area and month; `undefined` where there is none or it would be too small. */
export function waterTotal(code: string, month: string): WaterTotal | undefined {
  cached ??= addUp();
  const total = cached.get(keyOf(code, month));
  return total !== undefined && isPublishable(total) ? total : undefined;
}

let cached: ReadonlyMap<string, WaterTotal> | undefined;

function addUp(): ReadonlyMap<string, WaterTotal> {
  const totals = new Map<string, WaterTotal>();
  for (const account of waterAccounts()) {
    for (const { month, cubicMetres } of consumptionOf(account)) {
      for (const code of [account.regionCode, cityOf(account.regionCode), REGION]) {
        const sum = totals.get(keyOf(code, month));
        totals.set(keyOf(code, month), {
          code,
          month,
          households: (sum?.households ?? 0) + 1,
          cubicMetres: (sum?.cubicMetres ?? 0) + cubicMetres,
        });
      }
    }
  }
  return totals;
}

function keyOf(code: string, month: string): string {
  return `${code}/${month}`;
}
