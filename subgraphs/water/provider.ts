/** The water utility: a public service organisation that knows households' accounts and publishes totals. */
import 'reflect-metadata';
import type { Provider } from '../kit/provider';
import { syntheticPerson } from '../kit/synthetic/person';
import { createWaterLoaders, type WaterLoaders } from './loader';
import { CustomerResolver, WaterAccountResolver, WaterSummaryResolver } from './resolver';
import { Division, Person, toWaterAccount, WaterAccount } from './type';

export const waterProvider: Provider<WaterLoaders> = {
  name: 'water',
  identity: { org: '45-WAT', kind: 'PUBLIC_SERVICE_ORG', level: 'REGION', region: '450000', sector: 'water-supply' },
  consumes: [{ fields: ['Person.pid'], purpose: 'water-supply.service', grant: 'G-2026-0102' }],
  resolvers: [WaterAccountResolver, CustomerResolver, WaterSummaryResolver],
  types: [WaterAccount, Person, Division],
  references: {
    Person: ({ pid }) => (syntheticPerson(String(pid)) === undefined ? null : Object.assign(new Person(), { pid })),
    WaterAccount: async ({ accountId }, { loaders }) => {
      const record = await loaders.account.load(String(accountId));
      return record === null ? null : toWaterAccount(record);
    },
    // Whether a division exists is geography's knowledge: for a code without totals there is just no summary.
    Division: ({ code }) => Object.assign(new Division(), { code }),
  },
  loaders: createWaterLoaders,
};
