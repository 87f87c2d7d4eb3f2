/** The hospitals: a public service organisation whose own service data stay where they are (LOGICAL, Art 25). */
import 'reflect-metadata';
import type { Provider } from '../kit/provider';
import { syntheticPerson } from '../kit/synthetic/person';
import { createHealthLoaders, type HealthLoaders } from './loader';
import { PatientResolver, VisitResolver } from './resolver';
import { Person, toVisit, Visit } from './type';

export const healthProvider: Provider<HealthLoaders> = {
  name: 'health',
  identity: { org: '45-HOS', kind: 'PUBLIC_SERVICE_ORG', level: 'REGION', region: '450000', sector: 'health' },
  consumes: [{ fields: ['Person.pid'], purpose: 'public-health.treatment', grant: 'G-2026-0101' }],
  resolvers: [VisitResolver, PatientResolver],
  types: [Visit, Person],
  references: {
    Person: ({ pid }) => (syntheticPerson(String(pid)) === undefined ? null : Object.assign(new Person(), { pid })),
    Visit: async ({ visitId }, { loaders }) => {
      const record = await loaders.visit.load(String(visitId));
      return record === null ? null : toVisit(record);
    },
  },
  loaders: createHealthLoaders,
};
