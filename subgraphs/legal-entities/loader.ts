/** Per-request loader over the register of enterprises: each credit code is looked up once, in batches. */
import DataLoader from 'dataloader';
import { syntheticEnterprise, type SyntheticEnterprise } from './data/enterprises';

export interface LegalEntitiesLoaders {
  readonly enterprise: DataLoader<string, SyntheticEnterprise | null>;
}

export function createLegalEntitiesLoaders(): LegalEntitiesLoaders {
  return {
    enterprise: new DataLoader((codes) => Promise.resolve(codes.map((code) => syntheticEnterprise(code) ?? null))),
  };
}
