/** Asks one provider's schema as its gateway would, without a server. */
import { graphql } from 'graphql';
import { buildProviderSchema } from '../../subgraphs/kit/build-provider-schema';
import type { Provider } from '../../subgraphs/kit/provider';

export type Ask = (
  source: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<{ readonly data: unknown; readonly errors?: readonly string[] }>;

export function asking<Loaders extends object>(provider: Provider<Loaders>, callerIsGateway = true): Ask {
  const { schema } = buildProviderSchema(provider);
  return async (source, variables) => {
    const contextValue = { loaders: provider.loaders(), callerIsGateway };
    const { data, errors } = await graphql({ schema, source, variableValues: variables, contextValue });
    return { data: JSON.parse(JSON.stringify(data ?? null)), errors: errors?.map((error) => error.message) };
  };
}

/** What the gateway sends to fetch fields of entities. */
export const ENTITIES = 'query ($of: [_Any!]!) { _entities(representations: $of) ';
