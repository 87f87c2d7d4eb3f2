/** The tax department: incomes and returns, bound to purposes and not to be passed on. */
import type { Provider } from '../kit/provider';
import { taxRegister } from './data-access';
import { createTaxLoaders, type TaxLoaders } from './loader';
import { TaxpayerResolver, TaxReturnResolver } from './resolver';
import { Person, TaxReturn, toTaxReturn } from './type';

export const taxProvider: Provider<TaxLoaders> = {
  name: 'tax',
  identity: { org: '45-TAX', kind: 'GOV_DEPT', level: 'REGION', region: '450000', sector: 'taxation' },
  consumes: [
    { fields: ['Person.pid'], purpose: 'taxation.collection', grant: 'G-2026-0004' },
    {
      fields: ['Query.assistanceCase', 'Query.assistanceCases', 'AssistanceCase.applicant'],
      purpose: 'social-assistance.eligibility',
      grant: 'G-2026-0010',
    },
  ],
  resolvers: [TaxReturnResolver, TaxpayerResolver],
  types: [Person, TaxReturn],
  references: {
    Person: async ({ pid }, { loaders }) => {
      const known = await loaders.knownPid.load(String(pid));
      return known === null ? null : Object.assign(new Person(), { pid: known });
    },
    TaxReturn: async ({ returnId }, { loaders }) => {
      const record = await loaders.taxReturn.load(String(returnId));
      return record === null ? null : toTaxReturn(record);
    },
  },
  loaders: () => createTaxLoaders(taxRegister),
};
