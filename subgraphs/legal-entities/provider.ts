/** The department that registers enterprises: what the law publishes is open, who stands behind an enterprise is not. */
import 'reflect-metadata';
import type { Provider } from '../kit/provider';
import { createLegalEntitiesLoaders, type LegalEntitiesLoaders } from './loader';
import { EnterpriseResolver } from './resolver';
import { Enterprise, Shareholding, toEnterprise } from './type';

export const legalEntitiesProvider: Provider<LegalEntitiesLoaders> = {
  name: 'legal-entities',
  identity: { org: '45-AMR', kind: 'GOV_DEPT', level: 'REGION', region: '450000', sector: 'market-regulation' },
  resolvers: [EnterpriseResolver],
  types: [Enterprise, Shareholding],
  references: {
    Enterprise: async ({ creditCode }, { loaders }) => {
      const record = await loaders.enterprise.load(String(creditCode));
      return record === null ? null : toEnterprise(record);
    },
  },
  loaders: createLegalEntitiesLoaders,
};
