/** Makes an executable federation subgraph from SDL and resolvers; the one place that imports @apollo/subgraph. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';

/** Type → field (or `__resolveReference`, `__resolveType`, `__isTypeOf`) → resolver. */
export type ResolverTree = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * @param sdl what `_service` answers, byte for byte: labels are pinned to its hash
 * @param definitions SDL of linked directives, which the provider's own SDL need not repeat
 */
export function subgraphSchema(sdl: string, definitions: string, resolvers: ResolverTree): GraphQLSchema {
  const schema = buildSubgraphSchema({
    typeDefs: parse(`${sdl}\n${definitions}`),
    resolvers: resolvers as Parameters<typeof buildSubgraphSchema>[0] extends infer P
      ? P extends { resolvers?: infer R }
        ? R
        : never
      : never,
  });
  const service = schema.getQueryType()?.getFields()['_service'];
  if (service === undefined) throw new Error('the subgraph schema lacks `Query._service`');
  service.resolve = () => ({ sdl });
  return schema;
}
