/** The department of public security: the register of residents, shared on conditions and never opened in the clear. */
import type { Provider } from '../kit/provider';
import { residentRegister } from './data-access';
import { createPopulationLoaders, type PopulationLoaders } from './loader';
import { HouseholdResolver, PersonResolver } from './resolver';
import { Household, Person, toHousehold, toPerson } from './type';

const register = residentRegister();

export const populationProvider: Provider<PopulationLoaders> = {
  name: 'population',
  identity: { org: '45-PSB', kind: 'GOV_DEPT', level: 'REGION', region: '450000', sector: 'public-security' },
  // Laxer than NONE: holds by the review in the register, which is pinned to this SDL (Art 23, 31).
  defaults: {
    share: 'CONDITIONAL',
    open: 'NONE',
    basis: ['CN-PIPL:34', 'CN-RESIDENT-IDENTITY-CARD-LAW:19'],
    reason: ['PRIVACY'],
    conditions: ['SUBJECT_SERVED', 'OWN_STATUTORY_DUTY'],
    scope: ['RESIDENTS_OF_THE_AREA_SERVED'],
    purposes: ['social-assistance', 'public-health', 'taxation', 'population', 'market-regulation', 'water-supply'],
  },
  consumes: [
    { fields: ['Person.pid'], purpose: 'population.registration' },
    {
      fields: ['Enterprise.legalRepresentative', 'Enterprise.shareholders', 'Shareholding.party'],
      purpose: 'market-regulation.supervision',
      grant: 'G-2026-0103',
    },
    {
      fields: ['Query.assistanceCase', 'Query.assistanceCases', 'AssistanceCase.applicant'],
      purpose: 'social-assistance.eligibility',
      grant: 'G-2026-0005',
    },
  ],
  resolvers: [PersonResolver, HouseholdResolver],
  types: [Person, Household],
  references: {
    Person: async ({ pid }, { loaders }) => {
      const record = await loaders.person.load(String(pid));
      return record === null ? null : toPerson(record);
    },
    Household: async ({ householdId }, { loaders }) => {
      const record = await loaders.household.load(String(householdId));
      return record === null ? null : toHousehold(record);
    },
  },
  loaders: () => createPopulationLoaders(register),
};
