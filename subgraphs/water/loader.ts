/** Per-request loaders over water accounts: each account and each person is looked up once, in batches. */
import DataLoader from 'dataloader';
import { waterAccount, waterAccountsOf, type SyntheticWaterAccount } from './data/accounts';

export interface WaterLoaders {
  readonly account: DataLoader<string, SyntheticWaterAccount | null>;
  readonly accountsOf: DataLoader<string, readonly SyntheticWaterAccount[]>;
}

export function createWaterLoaders(): WaterLoaders {
  return {
    account: new DataLoader((accountIds) => Promise.resolve(accountIds.map((id) => waterAccount(id) ?? null))),
    accountsOf: new DataLoader((pids) => Promise.resolve(pids.map(waterAccountsOf))),
  };
}
