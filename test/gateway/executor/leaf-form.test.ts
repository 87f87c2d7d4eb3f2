import { GraphQLList, GraphQLNonNull, GraphQLScalarType, type GraphQLOutputType } from 'graphql';
import { GraphQLBoolean, GraphQLEnumType, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString } from 'graphql';
import { JsonBytes } from '../../../gateway/executor/json-bytes';
import { leafForm, writeLeaf } from '../../../gateway/executor/leaf-form';

const colour = new GraphQLEnumType({ name: 'Colour', values: { RED: {}, SECRET: {} } });
const json = new GraphQLScalarType({ name: 'JSON' });

/** `null` = nothing was written. */
function written(type: GraphQLOutputType, value: unknown): string | null {
  const out = new JsonBytes(8);
  const wrote = writeLeaf(out, leafForm(type, type === colour ? new Set(['RED']) : null), value);
  expect(wrote).toBe(out.length > 0);
  return wrote ? String(out.text()) : null;
}

test.each<[GraphQLOutputType, unknown, string]>([
  [GraphQLString, '韦', '"韦"'],
  [new GraphQLNonNull(new GraphQLList(GraphQLString)), 'item', '"item"'],
  [GraphQLInt, -(2 ** 31), '-2147483648'],
  [GraphQLFloat, 1.5, '1.5'],
  [GraphQLBoolean, false, 'false'],
  [GraphQLID, 'P-1', '"P-1"'],
  [GraphQLID, 7, '7'],
  [colour, 'RED', '"RED"'],
  [json, { a: [null] }, '{"a":[null]}'],
  [json, 'text', '"text"'],
  [json, 0, '0'],
  [json, true, 'true'],
])('a %s takes %p', (type, value, text) => {
  expect(written(type, value)).toBe(text);
});

const noValue: readonly (readonly [GraphQLOutputType, readonly unknown[]])[] = [
  [GraphQLString, [1, true, {}, ['x'], null, undefined]],
  [GraphQLInt, ['1', 1.5, 2 ** 31, Number.NaN, true, {}, null, undefined]],
  [GraphQLFloat, ['1.5', Number.POSITIVE_INFINITY, Number.NaN, null, undefined]],
  [GraphQLBoolean, ['true', 0, 1, null, undefined]],
  [GraphQLID, [1.5, true, {}, ['1'], null, undefined]],
  [colour, ['SECRET', 'BLUE', 'constructor', 0, {}, null, undefined]],
  [json, [Number.POSITIVE_INFINITY, null, undefined]],
];

test('a leaf is written only in a form that its type admits', () => {
  for (const [type, values] of noValue) for (const value of values) expect(written(type, value)).toBeNull();
});
