/** The department of civil affairs: decides on social assistance, from its own cases and what others may tell it. */
import type { Provider } from '../kit/provider';
import { civilAffairsRegister } from './data-access';
import { createCivilAffairsLoaders, type CivilAffairsLoaders } from './loader';
import { ApplicantResolver, AssistanceCaseResolver } from './resolver';
import { AssistanceCase, Person, toAssistanceCase, toPerson } from './type';

export const civilAffairsProvider: Provider<CivilAffairsLoaders> = {
  name: 'civil-affairs',
  identity: { org: '45-CIV', kind: 'GOV_DEPT', level: 'REGION', region: '450000', sector: 'civil-affairs' },
  consumes: [
    {
      fields: ['Person.pid', 'Person.householdSize'],
      purpose: 'social-assistance.eligibility',
      grant: 'G-2026-0001',
    },
    {
      fields: ['Enterprise.legalRepresentative', 'Enterprise.shareholders', 'Shareholding.party'],
      purpose: 'social-assistance.eligibility',
      grant: 'G-2026-0105',
    },
    { fields: ['Person.income'], purpose: 'social-assistance.eligibility', grant: 'G-2026-0002' },
  ],
  resolvers: [AssistanceCaseResolver, ApplicantResolver],
  types: [Person, AssistanceCase],
  references: {
    // What the gateway brings along for `eligible` stands beside the key.
    Person: async ({ pid, income, householdSize }, { loaders }) => {
      const known = await loaders.knownPid.load(String(pid));
      return known === null ? null : Object.assign(toPerson(known), { income, householdSize } as Partial<Person>);
    },
    AssistanceCase: async ({ caseId }, { loaders }) => {
      const record = await loaders.assistanceCase.load(String(caseId));
      return record === null ? null : toAssistanceCase(record);
    },
  },
  loaders: () => createCivilAffairsLoaders(civilAffairsRegister),
};
