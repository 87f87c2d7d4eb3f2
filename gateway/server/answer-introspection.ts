/** Introspection, answered from the API schema: the same for everybody, for the catalogue is published (Art 23). */
import { executeSync, type GraphQLSchema } from 'graphql';
import type { BoundOperation } from '../compiler/compiled-operation';

/** @returns by the client's response keys; `null` where nothing was asked */
export function answerIntrospection(
  bound: BoundOperation,
  apiSchema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  if (bound.introspection === null) return null;
  const { data, errors } = executeSync({
    schema: apiSchema,
    document: bound.introspection,
    variableValues: variables,
  });
  if (errors !== undefined) throw new Error('introspection failed');
  return data ?? null;
}
