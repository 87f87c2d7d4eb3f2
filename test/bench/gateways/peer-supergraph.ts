/** The supergraph that peers get: composed from the same SDLs without Lingqu's vocabulary, as their own tools would. */
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { stripGovernance } from '../subgraphs/strip-governance';
import { townSdl } from './lingqu-config';

/** @throws Error where it does not compose */
export function peerSupergraph(urls: Readonly<Record<string, string>>): string {
  const services = townSdl().map(({ name, sdl }) => ({
    name,
    url: urls[name] ?? '',
    typeDefs: parse(stripGovernance(sdl)),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(`peers' supergraph does not compose: ${String(errors)}`);
  return supergraphSdl;
}
