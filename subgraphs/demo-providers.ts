/** The seven demo providers, each at the port that `supergraph.yaml` names. */
import { civilAffairsProvider } from './civil-affairs/provider';
import { geographyProvider } from './geography/provider';
import { healthProvider } from './health/provider';
import { buildProviderSchema } from './kit/build-provider-schema';
import type { Provider } from './kit/provider';
import { placed, type PlacedProvider } from './kit/run-providers';
import { legalEntitiesProvider } from './legal-entities/provider';
import { populationProvider } from './population/provider';
import { taxProvider } from './tax/provider';
import { waterProvider } from './water/provider';

export interface DemoProvider extends PlacedProvider {
  /** What is committed as `subgraphs/<name>/schema.graphql`. */
  readonly sdl: () => string;
}

export const demoProviders: readonly DemoProvider[] = [
  demo(populationProvider, 4101),
  demo(taxProvider, 4102),
  demo(civilAffairsProvider, 4103),
  demo(geographyProvider, 4104),
  demo(legalEntitiesProvider, 4105),
  demo(healthProvider, 4106),
  demo(waterProvider, 4107),
];

function demo<Loaders extends object>(provider: Provider<Loaders>, port: number): DemoProvider {
  return { ...placed(provider, port), sdl: () => buildProviderSchema(provider).sdl };
}
