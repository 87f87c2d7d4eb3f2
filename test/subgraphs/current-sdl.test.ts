import { readFileSync } from 'node:fs';
import { geographyProvider } from '../../subgraphs/geography/provider';
import { healthProvider } from '../../subgraphs/health/provider';
import { buildProviderSchema } from '../../subgraphs/kit/build-provider-schema';
import { legalEntitiesProvider } from '../../subgraphs/legal-entities/provider';
import { waterProvider } from '../../subgraphs/water/provider';

test.each([
  ['geography', () => buildProviderSchema(geographyProvider)],
  ['legal-entities', () => buildProviderSchema(legalEntitiesProvider)],
  ['health', () => buildProviderSchema(healthProvider)],
  ['water', () => buildProviderSchema(waterProvider)],
])('the committed SDL of %s is what its classes say', (name, build) => {
  expect(build().sdl).toBe(readFileSync(`subgraphs/${name}/schema.graphql`, 'utf8'));
});
