import { parse } from 'graphql';
import { schemaFacts } from '../../../gateway/compiler/schema-facts';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { carriedValues } from '../../../gateway/planner/carried-values';
import { planPlaces } from '../../../gateway/planner/plan-places';
import { subgraphTypes } from '../../../gateway/planner/subgraph-types';
import { governedFederation } from '../../support/governed-federation';

const { supergraph, supergraphSdl } = governedFederation([
  {
    name: 'rent',
    organisation: 'RENT',
    sdl: 'type Query { flats: [Flat] } type Flat @key(fields: "id") { id: ID! rent(in: String): Int }',
    resolvers: {},
  },
  {
    name: 'aid',
    organisation: 'AID',
    sdl: 'type Flat @key(fields: "id") { id: ID! rent(in: String): Int @external aid: Int @requires(fields: "rent(in: \\"CNY\\")") }',
    resolvers: {},
  },
  {
    name: 'tax',
    organisation: 'TAX',
    sdl: 'type Flat @key(fields: "id") { id: ID! rent(in: String): Int @external duty: Int @requires(fields: "rent(in: \\"EUR\\")") }',
    resolvers: {},
  },
]);
const plan = apolloPlanner(supergraphSdl).plan(parse('{ _l0: flats { _l1: aid _l2: duty _l3: rent } }'));

test('INVARIANT: inputs that have other names in a merged plan are seen as what they are, for every subgraph they go to', () => {
  const facts = { types: subgraphTypes(supergraph.planningSdl), map: supergraph.labelMap };
  const places = planPlaces(plan, 'query', facts);
  const carried = places.fetches.flatMap((fetch) =>
    carriedValues(fetch, places.root, facts, schemaFacts(supergraph)).values.map(
      ({ coordinate, via }) => `${coordinate} → ${fetch.node.serviceName}, ${via}`,
    ),
  );
  expect(carried.filter((each) => each.endsWith('requires')).sort()).toEqual([
    'Flat.rent → aid, requires',
    'Flat.rent → tax, requires',
  ]);
});
