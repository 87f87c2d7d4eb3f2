import { parse } from 'graphql';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { unplannedFields } from '../../../gateway/planner/unplanned-fields';
import { inProcessFederation } from '../../support/in-process-federation';

/** Whoever comes from `one` has no way on to what `two` adds: its interface object cannot be entered by a key. */
const { supergraphSdl } = inProcessFederation([
  {
    name: 'one',
    sdl: 'type Query { thing: Thing other: Int } interface Thing @key(fields: "id") { id: ID! }',
    resolvers: {},
  },
  {
    name: 'two',
    sdl: 'type Query { mine: Thing } type Thing @key(fields: "id", resolvable: false) @interfaceObject { id: ID! more: Int }',
    resolvers: {},
  },
]);
const planner = apolloPlanner(supergraphSdl);

test('a root field below which nothing can be reached is an error, never a silent null', () => {
  expect(() => planner.plan(parse('{ other thing { more } }'))).toThrow('no subgraph can answer `thing`');
});

test('root fields in several fetches of a plan are all planned', () => {
  const document = parse('{ a: other b: mine { id more } }');
  expect(unplannedFields(document, planner.plan(document))).toEqual([]);
  expect(unplannedFields(document, { node: null })).toEqual(['a', 'b']);
});
