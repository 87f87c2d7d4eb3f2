/**
 * The second wall behind the HTTP signature check: root fields answer only requests whose signature was verified, wherever the schema
 * is served (enforcement.md section 4). Built on graphql-shield, in this file only.
 */
import type { GraphQLSchema } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { rule, shield } from 'graphql-shield';

/** @param schema as `buildSubgraphSchema` made it: `_entities` and `_service` are guarded like all other root fields */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const callerIsGateway = rule('callerIsGateway', { cache: 'no_cache' })(
    (_parent: unknown, _args: unknown, context: { readonly callerIsGateway?: unknown } | undefined) =>
      context?.callerIsGateway === true,
  );
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type != null);
  const rules = Object.fromEntries(roots.map((type) => [type.name, { '*': callerIsGateway }]));
  // Errors of resolvers pass here and are masked by the server; what lies below a root field is reachable only through it.
  return applyMiddleware(schema, shield(rules, { allowExternalErrors: true, fallbackError: 'not the gateway' }));
}
