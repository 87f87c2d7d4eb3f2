/** Masks a whole value at once, lists element by element: what the writer does piece by piece. */
import { isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import { maskOf, type LeafMask } from '../../gateway/executor/mask';

/** @param type the field's, with its wrappers */
export function maskValue(technique: string, value: unknown, type: GraphQLOutputType, key: Buffer | null): unknown {
  const mask = maskOf(technique, type);
  return mask === null ? null : maskTyped(mask, value, type, key);
}

function maskTyped(mask: LeafMask, value: unknown, type: GraphQLOutputType, key: Buffer | null): unknown {
  if (isNonNullType(type)) return maskTyped(mask, value, type.ofType as GraphQLOutputType, key);
  if (!isListType(type)) return mask(value, key);
  if (!Array.isArray(value)) return null;
  return (value as unknown[]).map((item) => maskTyped(mask, item, type.ofType as GraphQLOutputType, key));
}
