/** Answers of one subgraph: executed once per body, then a look-up, so that subgraphs are never the bottleneck. */
import { graphql, parse } from 'graphql';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';

export type Answer = (body: string) => Buffer | Promise<Buffer>;

/** Distinct bodies are few in a benchmark; this only keeps a series of very many from filling memory. */
const most = 5_000;

/** @param sdl without directives that a GraphQL server does not know */
export function answersOf(sdl: string, resolvers: GraphQLResolverMap<unknown>): Answer {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  const known = new Map<string, Buffer>();
  return (body) =>
    known.get(body) ??
    (async () => {
      const { query, variables, operationName } = JSON.parse(body) as {
        readonly query: string;
        readonly variables?: Readonly<Record<string, unknown>> | null;
        readonly operationName?: string | null;
      };
      const result = await graphql({ schema, source: query, variableValues: variables, operationName });
      if (result.errors !== undefined) throw new Error(`${result.errors.join('; ')} in ${body.slice(0, 500)}`);
      const answer = Buffer.from(JSON.stringify(result));
      if (known.size >= most) known.clear();
      known.set(body, answer);
      return answer;
    })();
}
