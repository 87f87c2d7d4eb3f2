/** Per-request loaders over incomes and tax returns. */
import type DataLoader from 'dataloader';
import { keyedLoader } from '../kit/keyed-loader';
import type { TaxRegister, TaxReturnRecord } from './data-access';

export interface TaxLoaders {
  readonly knownPid: DataLoader<string, string | null>;
  /** Key: `pid/year`. */
  readonly income: DataLoader<string, number | null>;
  readonly returnsOf: DataLoader<string, readonly TaxReturnRecord[] | null>;
  readonly taxReturn: DataLoader<string, TaxReturnRecord | null>;
}

export function createTaxLoaders(register: TaxRegister): TaxLoaders {
  return {
    knownPid: keyedLoader(register.knownPids),
    income: keyedLoader(register.incomes),
    returnsOf: keyedLoader(register.returnsByPid),
    taxReturn: keyedLoader(register.returnsById),
  };
}
