/** Random operations on the library federation that its API schema finds valid. */
import { parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { drawFrom, generateOperation } from './generate-operation';

/** Keys that there are, and one that there is not. */
const ids = ['b1', 'b4', 'f2', 'nobody'];

/** @returns `null` where what the numbers make is no valid operation */
export function libraryOperation(apiSchema: GraphQLSchema, numbers: readonly number[]): DocumentNode | null {
  const text = generateOperation(
    apiSchema,
    drawFrom(numbers),
    (_coordinate, draw) => `id: "${ids[draw(ids.length)] ?? ''}"`,
  );
  const document = parse(text, { noLocation: true });
  return validate(apiSchema, document).length === 0 ? document : null;
}
