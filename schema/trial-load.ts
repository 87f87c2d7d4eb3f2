/**
 * Loads a supergraph into @apollo/gateway (Elastic License 2.0) once and throws the gateway away: what it cannot load must be found at
 * composition, so that one provider's feature cannot take the platform down (GX0002). No request is sent, nothing is polled.
 */
import { ApolloGateway } from '@apollo/gateway';

/** INVARIANT: the library reports to its maker unless this is set before a gateway is made. */
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** @returns what the gateway has against it; `null` where it loads */
export async function trialLoad(supergraphSdl: string): Promise<string | null> {
  const gateway = new ApolloGateway({ supergraphSdl, logger: silent, buildService: () => ({ process: refuse }) });
  try {
    await gateway.load();
    await gateway.stop();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('a trial gateway sends nothing'));
}
