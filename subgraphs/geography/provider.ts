/** The department that keeps the administrative divisions: real, and open to everybody. */
import 'reflect-metadata';
import type { Provider, ReferenceResolver } from '../kit/provider';
import { createGeographyLoaders, type GeographyLoaders } from './loader';
import { DivisionResolver } from './resolver';
import { City, County, Region, toDivision, Town, Village } from './type';

const divisionByReference: ReferenceResolver<GeographyLoaders> = async ({ code }, { loaders }) => {
  const record = await loaders.division.load(String(code));
  return record === null ? null : toDivision(record);
};

export const geographyProvider: Provider<GeographyLoaders> = {
  name: 'geography',
  identity: { org: '45-CAD', kind: 'GOV_DEPT', level: 'REGION', region: '450000', sector: 'natural-resources' },
  // Laxer than NONE: holds by the review in the register, which is pinned to this SDL (Art 23, 31).
  defaults: { share: 'UNCONDITIONAL', open: 'UNCONDITIONAL' },
  resolvers: [DivisionResolver],
  types: [Region, City, County, Town, Village],
  references: {
    Division: divisionByReference,
    Region: divisionByReference,
    City: divisionByReference,
    County: divisionByReference,
    Town: divisionByReference,
    Village: divisionByReference,
  },
  loaders: createGeographyLoaders,
};
