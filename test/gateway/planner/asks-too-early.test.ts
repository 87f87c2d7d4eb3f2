import { parse } from 'graphql';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { asksTooEarly } from '../../../gateway/planner/asks-too-early';
import type { QueryPlan } from '../../../gateway/planner/query-plan';
import { requiredInputs } from '../../../gateway/planner/required-inputs';
import { subgraphTypes } from '../../../gateway/planner/subgraph-types';
import { inProcessFederation } from '../../support/in-process-federation';
import { printPlan } from '../../support/print-plan';

interface Flat {
  readonly id: string;
  readonly area?: number;
  readonly value?: number;
  readonly tax?: number;
}
const byId = { __resolveReference: (given: object) => given };
const flat = { id: 'f1' };

/** `tax` requires `value`, and `value` requires `area`, in three subgraphs; `dues` requires `tax` in turn. */
const federation = inProcessFederation([
  {
    name: 'a',
    sdl: `
      type Query { flats: [Flat] house: House measured: [Flat] @provides(fields: "area") }
      type Mutation { build: Flat }
      type House { main: Flat }
      type Flat @key(fields: "id") { id: ID! name: String area: Int @external value: Int @requires(fields: "area") }`,
    resolvers: {
      Query: { flats: () => [flat], house: () => ({ main: flat }), measured: () => [{ ...flat, area: 7 }] },
      Mutation: { build: () => flat },
      Flat: { ...byId, name: ({ id }: Flat) => `flat ${id}`, value: ({ area = -1 }: Flat) => area * 10 },
    },
  },
  {
    name: 'b',
    sdl: 'type Flat @key(fields: "id") { id: ID! area: Int @shareable tax: Int @external dues: Int @requires(fields: "tax") }',
    resolvers: { Flat: { ...byId, area: () => 7, dues: ({ tax = -1 }: Flat) => tax + 1 } },
  },
  {
    name: 'c',
    sdl: `type Flat @key(fields: "id") {
      id: ID! area: Int @external value: Int @external
      tax: Int @requires(fields: "area value") payer: Payer @requires(fields: "value")
    }
    type Payer @key(fields: "id") { id: ID! }`,
    resolvers: {
      Flat: {
        ...byId,
        tax: ({ area = -1, value = -1 }: Flat) => area + value,
        payer: ({ value = -1 }: Flat) => ({ id: `p${value}` }),
      },
    },
  },
  {
    name: 'd',
    sdl: 'type Payer @key(fields: "id") { id: ID! name: String }',
    resolvers: { Payer: { ...byId, name: ({ id }: Flat) => `payer ${id}` } },
  },
]);
const planner = apolloPlanner(federation.supergraphSdl);
const { schema } = subgraphTypes(federation.supergraphSdl);
const inputs = requiredInputs(federation.supergraphSdl, schema);
const run = planExecutor(federation.supergraphSdl);

async function answer(query: string): Promise<unknown> {
  const { data, errors } = await run({
    plan: planner.plan(parse(query)),
    variables: {},
    transport: federation.transport,
    signal: new AbortController().signal,
    mayDispatch: () => true,
  });
  expect(errors).toEqual([]);
  return JSON.parse(JSON.stringify(data));
}

function early(plan: QueryPlan): readonly string[] {
  return asksTooEarly(plan, inputs, schema).map(({ asked }) => `${asked.holder}.${asked.field.name.value}`);
}

/** As the planner library gives it for `{ flats { tax } }`. */
const libraryPlan: QueryPlan = {
  node: {
    kind: 'Sequence',
    nodes: [{ kind: 'Fetch', serviceName: 'a', operationKind: 'query', operation: '{flats{__typename id value}}' }],
  },
};

test('what a client asks for itself is asked for with what it requires', () => {
  expect(printPlan(planner.plan(parse('{ flats { value } }')))[0]).toBe('a: {flats{__typename id}}');
});

test('INVARIANT: a field with `@requires` is asked for only with all that it requires, in the representation or answered by the same fetch', () => {
  expect(early(libraryPlan)).toEqual(['Flat.value']);
  for (const query of ['{ flats { value } }', '{ measured { value } }', '{ flats { tax } }', '{ measured { tax } }']) {
    expect(early(planner.plan(parse(query)))).toEqual([]);
  }
});

test('a representation that lacks one of several inputs is found', () => {
  const lacking = (requires: readonly string[]): QueryPlan => ({
    node: {
      kind: 'Flatten',
      path: ['flats', '@'],
      node: {
        kind: 'Fetch',
        serviceName: 'c',
        operationKind: 'query',
        operation: 'query($representations:[_Any!]!){_entities(representations:$representations){...on Flat{tax}}}',
        requires: [
          {
            kind: 'InlineFragment',
            typeCondition: 'Flat',
            selections: requires.map((name) => ({ kind: 'Field' as const, name })),
          },
        ],
      },
    },
  });
  expect(early(lacking(['__typename', 'id', 'area', 'value']))).toEqual([]);
  expect(early(lacking(['__typename', 'id', 'value']))).toEqual(['Flat.tax']);
});

test('what the library would ask for too early is asked for when what it requires is there', () => {
  expect(printPlan(planner.plan(parse('{ flats { tax } }')))).toEqual([
    'a: {flats{__typename id}}',
    'b at flats.@: {...on Flat{__typename id}} → {...on Flat{__typename area}}}',
    'a at flats.@: {...on Flat{__typename area id}} → {...on Flat{value}}}',
    'c at flats.@: {...on Flat{__typename area value id}} → {...on Flat{tax}}}',
  ]);
});

test.each([
  ['{ _l0: flats { _l1: tax } }', { _l0: [{ _l1: 77 }] }],
  [
    '{ _l0: flats { _l1: tax _l2: value _l3: name _l4: area } }',
    { _l0: [{ _l1: 77, _l2: 70, _l3: 'flat f1', _l4: 7 }] },
  ],
  ['{ _l0: flats { _l1: dues } }', { _l0: [{ _l1: 78 }] }],
  ['{ _l0: flats { _l1: dues _l2: tax } }', { _l0: [{ _l1: 78, _l2: 77 }] }],
  [
    '{ _l0: house { _l1: main { _l2: tax } } _l3: flats { _l4: dues } }',
    { _l0: { _l1: { _l2: 77 } }, _l3: [{ _l4: 78 }] },
  ],
  ['{ _l0: flats { _l1: payer { _l2: name _l3: id } } }', { _l0: [{ _l1: { _l2: 'payer p70', _l3: 'p70' } }] }],
  ['{ _l0: measured { _l1: tax } }', { _l0: [{ _l1: 77 }] }],
])('%s is answered from what is required', async (query, data) => {
  expect(await answer(query)).toMatchObject(data);
});

test('a mutation is refused: nobody knows what it changes in between', () => {
  expect(() => planner.plan(parse('mutation { build { tax } }'))).toThrow(
    'what requires `Flat.value` cannot be planned: leave it out',
  );
  expect(printPlan(planner.plan(parse('mutation { build { value } }')))).toHaveLength(3);
});
