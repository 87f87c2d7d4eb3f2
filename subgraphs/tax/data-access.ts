/** The department's incomes and tax returns, as its resolvers ask for them: synthetic. */
import { syntheticPerson } from '../kit/synthetic/person';
import {
  syntheticIncome,
  syntheticTaxReturn,
  syntheticTaxReturns,
  TAX_YEARS,
  type SyntheticTaxReturn,
} from './data/income';

export type TaxReturnRecord = SyntheticTaxReturn;

export interface TaxRegister {
  /** Which of these persons the department knows at all. */
  readonly knownPids: (pids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Keys are `pid/year`; whole yuan. */
  readonly incomes: (keys: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly returnsByPid: (pids: readonly string[]) => Promise<ReadonlyMap<string, readonly TaxReturnRecord[]>>;
  readonly returnsById: (ids: readonly string[]) => Promise<ReadonlyMap<string, TaxReturnRecord>>;
}

export const latestTaxYear: number = Math.max(...TAX_YEARS);

export const taxRegister: TaxRegister = {
  knownPids: async (pids) => found(pids, (pid) => syntheticPerson(pid)?.pid),
  incomes: async (keys) =>
    found(keys, (key) => {
      const [pid = '', year = ''] = key.split('/');
      return syntheticIncome(pid, Number(year));
    }),
  returnsByPid: async (pids) => found(pids, syntheticTaxReturns),
  returnsById: async (ids) => found(ids, syntheticTaxReturn),
};

function found<V>(keys: readonly string[], find: (key: string) => V | undefined): ReadonlyMap<string, V> {
  const values = new Map<string, V>();
  for (const key of keys) {
    const value = find(key);
    if (value !== undefined) values.set(key, value);
  }
  return values;
}
