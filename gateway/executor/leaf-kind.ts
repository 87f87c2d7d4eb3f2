/** Which JSON values a scalar or enum admits: what a subgraph sends in another form is no value of that type. */
import { isEnumType, type GraphQLLeafType } from 'graphql';

/** A subgraph's own scalar may hold any JSON, but not so deep that walking it would overflow the stack. */
const maxScalarDepth = 64;

/** @returns whether a value that is not null belongs to the type */
export function admits(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map((value) => value.name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  switch (type.name) {
    case 'Int':
      return isInt;
    case 'Float':
      return Number.isFinite;
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'String':
      return (value) => typeof value === 'string';
    case 'ID':
      return (value) => typeof value === 'string' || Number.isSafeInteger(value);
    default:
      return (value) => isShallow(value, maxScalarDepth);
  }
}

/** GraphQL's Int has 32 bits. */
function isInt(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

/** A number that is too large is read as infinite, which JSON could only pass on as null. */
function isShallow(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((each) => isShallow(each, depth - 1));
}
