import { parse } from 'graphql';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { apolloExecutor } from '../../support/apollo-executor';
import { inProcessFederation } from '../../support/in-process-federation';
import { printPlan } from '../../support/print-plan';

interface Flat {
  readonly id: string;
}
const rentOf = ({ id }: Flat, { in: currency = 'CNY' }: { in?: string }): number =>
  (({ CNY: 100, USD: 0, EUR: 12 })[currency] as number) + (id === 'f2' ? 1 : 0);
const stays = [
  { days: 1, by: 'x' },
  { days: 2, by: 'y' },
];
const byId = { __resolveReference: ({ id }: Flat) => ({ id }) };
const representation = { __resolveReference: (given: object) => given };

/** `rent` has flats with their rent, in one currency or another; `aid` and `tax` compute from it. */
const federation = inProcessFederation([
  {
    name: 'rent',
    sdl: `
      type Query { flats: [Flat] everywhere: [Flat] @shareable }
      type Mutation { visit: Flat }
      type Flat @key(fields: "id") { id: ID! rent(in: String = "CNY"): Int stays(last: Int!): [Stay!] owner: Owner }
      type Stay { days: Int by: String }
      type Owner { name: String }`,
    resolvers: {
      Query: { flats: () => [{ id: 'f1' }, { id: 'f2' }], everywhere: () => [{ id: 'f1' }, { id: 'f2' }] },
      Mutation: { visit: () => ({ id: 'f1' }) },
      Flat: {
        ...byId,
        rent: rentOf,
        stays: (_: never, { last }: { last: number }) => stays.slice(-last),
        owner: ({ id }: Flat) => ({ name: `owner of ${id}` }),
      },
    },
  },
  {
    name: 'aid',
    sdl: `type Query { everywhere: [Flat] @shareable }
      type Flat @key(fields: "id") {
      id: ID! rent(in: String = "CNY"): Int @external stays(last: Int!): [Stay!] @external
      aid: String @requires(fields: "rent(in: \\"CNY\\")")
      aidAbroad: String @requires(fields: "rent(in: \\"USD\\")")
      supplement: String @requires(fields: "rent")
      lastStay: String @requires(fields: "stays(last: 1) { days }")
      allStays: String @requires(fields: "stays(last: 2) { days by }")
    }
    type Stay { days: Int @external by: String @external }`,
    resolvers: {
      Query: { everywhere: () => [{ id: 'f1' }, { id: 'f2' }] },
      Flat: {
        ...representation,
        aid: ({ rent }: { rent: number }) => `aid ${rent}`,
        aidAbroad: ({ rent }: { rent: number }) => `abroad ${rent}`,
        supplement: ({ rent }: { rent: number }) => `supplement ${rent}`,
        lastStay: (given: { stays: object }) => JSON.stringify(given.stays),
        allStays: (given: { stays: object }) => JSON.stringify(given.stays),
      },
    },
  },
  {
    name: 'tax',
    sdl: `type Flat @key(fields: "id") {
      id: ID! rent(in: String = "CNY"): Int @external aid: String @external
      duty: String @requires(fields: "rent(in: \\"EUR\\")")
      torn: String @requires(fields: "rent(in: \\"EUR\\") aid")
    }`,
    resolvers: {
      Flat: {
        ...representation,
        duty: ({ rent }: { rent: number }) => `duty ${rent}`,
        torn: () => 'never',
      },
    },
  },
]);
const planner = apolloPlanner(federation.supergraphSdl);
const run = planExecutor(federation.supergraphSdl);

async function answer(query: string): Promise<unknown> {
  federation.exchanges.length = 0;
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

test('fields of one subgraph get each its own variant of what they require', async () => {
  const data = await answer('{ _l0: flats { _l1: aid _l2: aidAbroad _l3: rent(in: "EUR") } }');
  expect(data).toMatchObject({
    _l0: [
      { _l1: 'aid 100', _l2: 'abroad 0', _l3: 12 },
      { _l1: 'aid 101', _l2: 'abroad 1', _l3: 13 },
    ],
  });
});

test('so do fields of several subgraphs, three variants at once, and one that leaves the argument to its default', async () => {
  const data = await answer('{ _l0: flats { _l1: aid _l2: aidAbroad _l3: duty _l4: supplement } }');
  expect(data).toMatchObject({
    _l0: [
      { _l1: 'aid 100', _l2: 'abroad 0', _l3: 'duty 12', _l4: 'supplement 100' },
      { _l1: 'aid 101', _l2: 'abroad 1', _l3: 'duty 13', _l4: 'supplement 101' },
    ],
  });
});

test('inputs that are objects, with what is nested in them', async () => {
  const data = await answer('{ _l0: flats { _l1: lastStay _l2: allStays } }');
  const row = { _l1: '[{"days":2}]', _l2: '[{"days":1,"by":"x"},{"days":2,"by":"y"}]' };
  expect(data).toMatchObject({ _l0: [row, row] });
});

test('INVARIANT: no object of the tree comes from two requests that only the merging brought together', async () => {
  await answer('{ _l0: flats { _l1: aid _l2: aidAbroad _l3: duty } }');
  const roots = federation.exchanges.filter(({ request }) => request.query.includes('flats'));
  expect(roots).toHaveLength(1);
  // The variants of one input are asked for at once.
  expect(roots[0]?.request.query.match(/rent\(/g)).toHaveLength(3);
  expect(printPlan(planner.plan(parse('{ _l0: flats { _l1: aid _l2: aidAbroad } }')))).toMatchSnapshot();
});

test('@apollo/gateway runs such a plan, too, where no input is falsy', async () => {
  const document = parse('{ _l0: flats { _l1: aid _l3: duty } }');
  const oracle = apolloExecutor(federation.supergraphSdl, ['rent', 'aid', 'tax']);
  const { data, errors } = await oracle(document, planner.plan(document), {}, federation.transport);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    _l0: [
      { _l1: 'aid 100', _l3: 'duty 12' },
      { _l1: 'aid 101', _l3: 'duty 13' },
    ],
  });
});

test.each([
  ['one field whose own inputs are in conflict', '{ _l0: flats { _l1: torn _l2: aidAbroad } }'],
  ['what would come from two subgraphs', '{ _l0: everywhere { _l1: aid _l2: duty } }'],
  ['a mutation', 'mutation { _l0: visit { _l1: aid _l2: aidAbroad } }'],
])('%s is refused', (_what, query) => {
  expect(() => planner.plan(parse(query))).toThrow('require the same field with different arguments');
});
