/** Operations drawn from a tape of numbers: the same tape gives the same operation, a shorter or smaller one a simpler operation. */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';

/** Next number of the tape below a bound. */
export type Draw = (below: number) => number;

export function drawFrom(tape: readonly number[]): Draw {
  let position = 0;
  return (below) => (tape[position++] ?? 0) % below;
}

/**
 * As the compiler writes them: every field under a generated alias, equal fields under equal ones.
 *
 * @param argumentsOf what a field with required arguments gets
 */
export function generateOperation(
  schema: GraphQLSchema,
  draw: Draw,
  argumentsOf: (coordinate: string, draw: Draw) => string,
  depth = 4,
): string {
  const aliases = new Map<string, number>();
  const aliasOf = (text: string): string => {
    const number = aliases.get(text) ?? aliases.size;
    aliases.set(text, number);
    return `_l${String(number)}: ${text}`;
  };
  const select = (type: GraphQLCompositeType, left: number): string => {
    const parts: string[] = [];
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const usable = fields.filter((field) => left > 0 || !isCompositeType(getNamedType(field.type)));
    for (let count = 1 + draw(3); count > 0 && usable.length > 0; count--) {
      const field = usable[draw(usable.length)];
      if (field !== undefined) parts.push(fieldText(type.name, field, left));
    }
    if (type !== schema.getQueryType() && draw(4) === 0) parts.push(aliasOf('__typename'));
    if (isAbstractType(type)) {
      for (const concrete of schema.getPossibleTypes(type)) {
        if (draw(2) === 0) parts.push(`... on ${concrete.name} ${select(concrete, left)}`);
      }
    }
    return `{ ${parts.length === 0 ? aliasOf('__typename') : parts.join(' ')} }`;
  };
  const fieldText = (holder: string, field: GraphQLField<unknown, unknown>, left: number): string => {
    const needed = field.args.some(isRequiredArgument);
    const named = getNamedType(field.type);
    const call = aliasOf(`${field.name}${needed ? `(${argumentsOf(`${holder}.${field.name}`, draw)})` : ''}`);
    return isCompositeType(named) ? `${call} ${select(named, left - 1)}` : call;
  };
  const query = schema.getQueryType();
  if (!isObjectType(query)) throw new Error('the schema has no query type');
  return select(query, depth);
}
