import { parse } from 'graphql';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { inProcessFederation } from '../../support/in-process-federation';
import { printPlan } from '../../support/print-plan';

const { supergraphSdl } = inProcessFederation([
  {
    name: 'a',
    sdl: 'type Query { flats: [Flat] } type Flat @key(fields: "id") { id: ID! area: Int @external value: Int @requires(fields: "area") }',
    resolvers: {},
  },
  { name: 'b', sdl: 'type Flat @key(fields: "id") { id: ID! area: Int }', resolvers: {} },
  {
    name: 'c',
    sdl: 'type Flat @key(fields: "id") { id: ID! area: Int @external value: Int @external tax: Int @requires(fields: "area value") }',
    resolvers: {},
  },
]);
const planner = apolloPlanner(supergraphSdl);

test('what a client asks for itself is asked for with what it requires', () => {
  expect(printPlan(planner.plan(parse('{ flats { value } }')))[0]).toBe('a: {flats{__typename id}}');
});

// A fault of the library: where it no longer is one, `asksTooEarly` in `explained-differences.ts` must go.
test('the planner library asks for a required field without what that requires, where the operation begins', () => {
  expect(printPlan(planner.plan(parse('{ flats { tax } }')))).toEqual([
    'a: {flats{__typename id value}}',
    'b at flats.@: {...on Flat{__typename id}} → {...on Flat{area}}}',
    'c at flats.@: {...on Flat{__typename area value id}} → {...on Flat{tax}}}',
  ]);
});
