import { join } from 'node:path';
import { parse } from 'graphql';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { plansInWorker } from '../../../gateway/planner/plans-in-worker';
import { inProcessFederation } from '../../support/in-process-federation';

/** `rent` has flats with their rent, in one currency or another; `aid` computes from it, and so does `tax`. */
const { supergraphSdl } = inProcessFederation([
  {
    name: 'rent',
    sdl: 'type Query { flats: [Flat] } type Mutation { move: Flat } type Flat @key(fields: "id") { id: ID! rent(in: String!): Int size(in: String!): Int }',
    resolvers: {},
  },
  {
    name: 'aid',
    sdl: `type Flat @key(fields: "id") {
      id: ID! rent(in: String!): Int @external size(in: String!): Int @external
      aid: Int @requires(fields: "rent(in: \\"CNY\\")")
      aidAbroad: Int @requires(fields: "rent(in: \\"USD\\")")
      supplement: Int @requires(fields: "rent(in: \\"CNY\\") size(in: \\"m2\\")")
    }`,
    resolvers: {},
  },
  {
    name: 'tax',
    sdl: `type Flat @key(fields: "id") {
      id: ID! rent(in: String!): Int @external duty: Int @requires(fields: "rent(in: \\"EUR\\")")
    }`,
    resolvers: {},
  },
]);
const planner = apolloPlanner(supergraphSdl);

test.each([
  ['one subgraph', '{ flats { aid aidAbroad } }'],
  ['two subgraphs', '{ flats { aid duty } }'],
])('inputs of %s under different arguments are never fetched as one', (_where, query) => {
  const text = JSON.stringify(planner.plan(parse(query)));
  expect(new Set(text.match(/rent\(in: ?\\+"[A-Z]+/g)?.map((each) => each.slice(-3))).size).toBe(2);
});

test.each([
  ['one of them alone', '{ flats { aidAbroad } }'],
  ['equal arguments', '{ flats { aid supplement } }'],
  ['different places', '{ here: flats { aid } there: flats { aidAbroad duty_: id } }'],
])('%s are planned', (_what, query) => {
  expect(planner.plan(parse(query)).node).not.toBeNull();
});

test('the client learns what to ask apart, from the planning thread, too', async () => {
  const plans = plansInWorker(supergraphSdl, join(__dirname, '../../support/typescript-plan-worker.js'));
  const refusal = { code: 'OPERATION_NOT_SUPPORTED', message: expect.stringContaining('ask one at a time') as string };
  await expect(plans.plan('k', parse('mutation { move { aid aidAbroad } }'))).rejects.toMatchObject(refusal);
  await plans.close();
});
