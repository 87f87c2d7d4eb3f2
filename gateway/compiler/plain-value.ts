/** An argument as the client wrote it, as the JSON value that may travel to a subgraph in a variable. */
import {
  getNamedType,
  getNullableType,
  GraphQLID,
  isInputObjectType,
  isListType,
  Kind,
  type GraphQLInputType,
  type ValueNode,
} from 'graphql';
import { RefusedRequest } from '../errors';

type Variables = Readonly<Record<string, unknown>>;

/**
 * @param type of the place where the value stands; `undefined` below custom scalars.
 * @returns `undefined` where the value is a variable that was not given.
 * @throws RefusedRequest BAD_USER_INPUT for a number that JSON cannot carry.
 */
export function plainValue(node: ValueNode, type: GraphQLInputType | undefined, variables: Variables): unknown {
  const at = type === undefined ? undefined : getNullableType(type);
  switch (node.kind) {
    case Kind.VARIABLE:
      return Object.hasOwn(variables, node.name.value) ? variables[node.name.value] : undefined;
    case Kind.NULL:
      return null;
    case Kind.INT:
      return plainInteger(node.value, at);
    case Kind.FLOAT:
      return plainFloat(node.value);
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.LIST: {
      const item = isListType(at) ? (at.ofType as GraphQLInputType) : undefined;
      // A variable that was not given is null in a list (GraphQL, section 6.4.1, as graphql-js does it).
      return node.values.map((value) => plainValue(value, item, variables) ?? null);
    }
    case Kind.OBJECT: {
      const fields = isInputObjectType(at) ? at.getFields() : undefined;
      const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
      for (const field of node.fields) {
        const value = plainValue(field.value, fields?.[field.name.value]?.type, variables);
        if (value !== undefined) object[field.name.value] = value;
      }
      return object;
    }
  }
}

function plainFloat(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new RefusedRequest('BAD_USER_INPUT', `the number \`${text}\` is beyond what a double can hold`);
}

function plainInteger(text: string, type: GraphQLInputType | undefined): number | string {
  const value = Number(text);
  if (type !== undefined && getNamedType(type) === GraphQLID) return text;
  if (Number.isSafeInteger(value)) return value;
  throw new RefusedRequest(
    'BAD_USER_INPUT',
    `the integer \`${text}\` is beyond 2^53 − 1 and would lose digits; send it as a string`,
  );
}
