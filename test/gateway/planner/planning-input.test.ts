import { parse } from 'graphql';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { planningInput } from '../../../gateway/planner/planning-input';
import { inProcessFederation } from '../../support/in-process-federation';
import { printPlan } from '../../support/print-plan';

/** `parcels` has parcels, `scales` weighs them. */
function supergraph(parcel: string): string {
  return inProcessFederation([
    { name: 'parcels', sdl: `type Query { parcel: Parcel } type Parcel ${parcel}`, resolvers: {} },
    {
      name: 'scales',
      sdl: 'type Parcel @key(fields: "number") { number: ID! grams: Int @inaccessible }',
      resolvers: {},
    },
  ]).supergraphSdl;
}

test('a subgraph is entered anew by a key that it resolves, though it has another at hand first', () => {
  const sdl = supergraph(`@key(fields: "label", resolvable: false) @key(fields: "number") {
    label: ID! number: ID! grams: Int @external postage: Int @requires(fields: "grams")
  }`);
  const reentry = printPlan(apolloPlanner(sdl).plan(parse('{ parcel { postage } }'))).at(-1);
  expect(reentry).toMatch(/^parcels at parcel: \{\.\.\.on Parcel\{.*number/);
  expect(reentry).not.toContain('label');
});

test('a key that is not resolvable stays where the subgraph has no other: it says that the type is only referred to', () => {
  const sdl = supergraph('@key(fields: "number", resolvable: false) { number: ID! }');
  const keys = planningInput(sdl).match(/@join__type\(graph: PARCELS[^)]*number[^)]*\)/g);
  expect(keys).toEqual(['@join__type(graph: PARCELS, key: "number", resolvable: false)']);
});

test('nothing is inaccessible to the planner, for keys and required fields may be', () => {
  const sdl = supergraph('@key(fields: "number") { number: ID! }');
  expect(sdl).toContain('grams: Int @inaccessible @join__field(graph: SCALES)');
  expect(planningInput(sdl)).toContain('grams: Int @join__field(graph: SCALES)');
});
