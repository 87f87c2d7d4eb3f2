import { execute, parse, type DocumentNode } from 'graphql';
import { apiSchemaOf, loadSupergraphModel } from '../../../schema/federation';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import type { ExecutionResult } from '../../../gateway/executor/execution';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { inProcessFederation, type SubgraphFixture } from '../../support/in-process-federation';
import { askMonolith, library } from '../../support/library-federation';

const federation = inProcessFederation(library);
const apiSchema = apiSchemaOf(loadSupergraphModel(federation.supergraphSdl));
const planner = apolloPlanner(federation.supergraphSdl);
const run = planExecutor(federation.supergraphSdl);

async function ask(document: DocumentNode): Promise<ExecutionResult> {
  return run({
    plan: planner.plan(document),
    variables: {},
    transport: federation.transport,
    signal: new AbortController().signal,
    mayDispatch: () => true,
  });
}

async function completed(document: DocumentNode, rootValue: unknown): Promise<unknown> {
  const result = await execute({
    schema: apiSchema,
    document,
    rootValue,
    fieldResolver: (source: Record<string, unknown>, _args, _context, info) => source[String(info.path.key)],
    typeResolver: (value) => (value as { __typename: string }).__typename,
  });
  return JSON.parse(JSON.stringify(result.data));
}

const operations = [
  '{ _l0: media { _l1: title _l2: id ... on Book { _l3: shipping } ... on Film { _l4: director { _l5: born } } } }',
  '{ _l0: media { _l1: reviews { _l2: stars _l3: by { _l4: email } _l5: about { _l6: __typename _l7: title } } } }',
  '{ _l0: best { _l1: about { _l2: title ... on Book { _l3: shipping _l4: author { _l5: books { _l6: pages } } } } } }',
  '{ _l0: lists { _l1: name _l2: head { _l3: email _l4: name } _l5: books { _l6: title _l7: shipping _l8: reviews { _l9: stars } } } }',
  '{ _l0: grid { _l1: reviews { _l2: by { _l3: friends { _l4: name } } } _l5: shipping } }',
  '{ _l0: anything { ... on Book { _l1: reviews { _l2: stars } } ... on Author { _l3: born } ... on Film { _l4: reviews { _l2: text } } } }',
  '{ _l0: shelf { _l1: label _l2: rows { _l3: reviews { _l4: stars } } _l5: lead { _l6: __typename } } }',
];

test.each(operations)('%s is what a monolith answers', async (text) => {
  const document = parse(text);
  const result = await ask(document);
  expect(result.errors).toEqual([]);
  const expected = await askMonolith(apiSchema, document);
  expect(expected.errors).toBeUndefined();
  expect(await completed(document, result.data)).toEqual(JSON.parse(JSON.stringify(expected.data)));
});

/** Plans and runs an operation over small subgraphs of its own. */
async function over(
  fixtures: readonly SubgraphFixture[],
  text: string,
): Promise<{ data: unknown; queries: readonly string[] }> {
  const small = inProcessFederation(fixtures);
  const result = await planExecutor(small.supergraphSdl)({
    plan: apolloPlanner(small.supergraphSdl).plan(parse(text)),
    variables: {},
    transport: small.transport,
    signal: new AbortController().signal,
    mayDispatch: () => true,
  });
  expect(result.errors).toEqual([]);
  return {
    data: JSON.parse(JSON.stringify(result.data)),
    queries: small.exchanges.map(({ request }) => `${request.operationKind} ${request.subgraph} ${request.query}`),
  };
}

test('mutations run one after another, in order, and say that they are', async () => {
  const done: string[] = [];
  const fixture = (name: string): SubgraphFixture => ({
    name,
    sdl: `type Query { ${name}: Int } type Mutation { do_${name}(n: Int): Int }`,
    resolvers: {
      Mutation: { [`do_${name}`]: (_source: never, { n }: { n: number }) => done.push(`${name}${String(n)}`) },
    },
  });
  const { data, queries } = await over(
    [fixture('a'), fixture('b')],
    'mutation { _l1: do_a(n: 1) _l0: do_b(n: 2) _l2: do_a(n: 3) }',
  );
  expect(data).toEqual({ _l1: 1, _l0: 2, _l2: 3 });
  expect(done).toEqual(['a1', 'b2', 'a3']);
  expect(queries).toEqual([
    'mutation a mutation{_l1:do_a(n:1)}',
    'mutation b mutation{_l0:do_b(n:2)}',
    'mutation a mutation{_l2:do_a(n:3)}',
  ]);
});

test('a field that leads back to the root asks other subgraphs from there, once', async () => {
  const { data, queries } = await over(
    [
      {
        name: 'a',
        sdl: 'type Query { tops: [Top] } type Top { x: Int again: Query }',
        resolvers: { Query: { tops: () => [{ x: 1, again: {} }, null, { x: 2, again: {} }] } },
      },
      { name: 'b', sdl: 'type Query { y: Int }', resolvers: { Query: { y: () => 7 } } },
    ],
    '{ _l0: tops { _l1: x _l2: again { _l3: y } } }',
  );
  expect(data).toMatchObject({ _l0: [{ _l1: 1, _l2: { _l3: 7 } }, null, { _l1: 2, _l2: { _l3: 7 } }] });
  expect(queries).toHaveLength(2);
});

test('fields of one name and different types do not get into each other’s way', async () => {
  const { data } = await over(
    [
      {
        name: 'a',
        sdl: 'type Query { any: [Any] } union Any = P | Q type P { v: Int! } type Q { v: Int }',
        resolvers: {
          Query: {
            any: () => [
              { __typename: 'P', v: 1 },
              { __typename: 'Q', v: null },
            ],
          },
        },
      },
    ],
    '{ _l0: any { ... on P { _l1: v } ... on Q { _l1: v } } }',
  );
  expect(data).toEqual({
    _l0: [
      { __typename: 'P', _l1: 1 },
      { __typename: 'Q', _l1: null },
    ],
  });
});

test('a subgraph may call its root types what it likes', async () => {
  const { data } = await over(
    [
      {
        name: 'a',
        sdl: 'schema { query: Root } type Root { x: Int self: Root }',
        resolvers: { Root: { x: () => 1, self: () => ({}) } },
      },
    ],
    '{ _l0: x _l1: self { _l2: x } }',
  );
  expect(data).toMatchObject({ _l0: 1, _l1: { _l2: 1 } });
});
