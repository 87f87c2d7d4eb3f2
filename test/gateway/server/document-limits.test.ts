import { getIntrospectionQuery } from 'graphql';
import { checkDocument, checkVariables, type DocumentLimits } from '../../../gateway/server/document-limits';

const limits: DocumentLimits = { depth: 15, aliases: 30, rootFields: 20, tokens: 5000 };

const outcome = (text: string): string => {
  try {
    return checkDocument(text, limits) === null ? 'not GraphQL' : 'accepted';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

const nested = (levels: number): string => '{ a '.repeat(levels) + '}'.repeat(levels);

test.each([
  ['an ordinary query', '{ a { b } }', 'accepted'],
  ['the introspection query of every tool', getIntrospectionQuery(), 'accepted'],
  ['the deepest that is allowed', nested(15), 'accepted'],
  ['one level more', nested(16), 'LIMIT_EXCEEDED'],
  ['a depth hidden in fragments', `query { ...A } ${fragments(16)}`, 'LIMIT_EXCEEDED'],
  ['too many aliases', `{ ${Array.from({ length: 31 }, (_e, i) => `a${String(i)}: b`).join(' ')} }`, 'LIMIT_EXCEEDED'],
  ['too many root fields', `{ ${Array.from({ length: 21 }, (_e, i) => `f${String(i)}`).join(' ')} }`, 'LIMIT_EXCEEDED'],
  ['too many root fields in a fragment', `{ ...F } fragment F on Query { ${'f '.repeat(21)} }`, 'LIMIT_EXCEEDED'],
  ['too many tokens', `{ ${'a '.repeat(5000)} }`, 'LIMIT_EXCEEDED'],
  [
    'a list literal that would overflow the parser',
    `{ a(b: ${'['.repeat(2400)}${']'.repeat(2400)}) }`,
    'LIMIT_EXCEEDED',
  ],
  ['selections that would overflow the parser', nested(1600), 'LIMIT_EXCEEDED'],
  ['fragments that double with every line', doubling(14), 'LIMIT_EXCEEDED'],
  ['a fragment that spreads itself', '{ ...F } fragment F on Query { a ...F }', 'accepted'],
  ['a subscription', 'subscription { a }', 'OPERATION_NOT_SUPPORTED'],
  ['a deferred fragment', '{ a ... @defer { b } }', 'OPERATION_NOT_SUPPORTED'],
  ['a stream', '{ a @stream(initialCount: 1) }', 'OPERATION_NOT_SUPPORTED'],
  ['a text that ends in the middle', '{ a ', 'not GraphQL'],
  ['a text that is none', '"', 'not GraphQL'],
])('%s', (_name, text, expected) => {
  expect(outcome(text)).toBe(expected);
});

test('variables are bounded in depth, however many there are', () => {
  const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1);
  expect(() => checkVariables({ a: deep(60), b: null, c: Array.from({ length: 1000 }, () => 1) })).not.toThrow();
  expect(() => checkVariables({ a: deep(65) })).toThrow('levels in `variables`');
  expect(() => checkVariables(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toThrow('levels');
});

function fragments(levels: number): string {
  const names = Array.from({ length: levels }, (_each, index) => (index === 0 ? 'A' : `A${String(index)}`));
  return names
    .map((name, index) => `fragment ${name} on T { a ${index + 1 < levels ? `{ ...${names[index + 1] ?? ''} }` : ''} }`)
    .join(' ');
}

function doubling(levels: number): string {
  const lines = Array.from({ length: levels }, (_each, index) =>
    index + 1 < levels
      ? `fragment F${String(index)} on T { a { ...F${String(index + 1)} } b { ...F${String(index + 1)} } }`
      : `fragment F${String(index)} on T { a }`,
  );
  return `{ ...F0 } ${lines.join(' ')}`;
}
