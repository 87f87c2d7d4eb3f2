import { parse } from 'graphql';
import type { Label, OwnerPolicy } from '../../../directives/label';
import { plansInProcess } from '../../../gateway/planner/plan-source';
import { sharableFetches } from '../../../gateway/planner/sharable-fetches';
import type { FieldEntry, LabelMap } from '../../../schema/label-map';
import { governedFederation, type GovernedSubgraph } from '../../support/governed-federation';
import { policy } from '../../support/hand-made-supergraph';

const fixtures: readonly GovernedSubgraph[] = [
  {
    name: 'geo',
    organisation: 'GEO',
    sdl: `
      type Query {
        places(within: ID, order: Order = NAME, filter: Filter): [Place!]
        place(code: ID!): Place
        nodes: [Node!]
      }
      type Place @key(fields: "code") { code: ID! name: String secret: String region: Region }
      type Region { title: String }
      interface Node { label: String }
      type Road implements Node { label: String }
      type River implements Node { label: String }
      enum Order { NAME SECRET }
      input Filter { name: String and: [Filter!] }`,
    resolvers: {},
  },
  {
    name: 'stats',
    organisation: 'STA',
    sdl: `
      type Place @key(fields: "code") {
        code: ID! name: String @external
        people: Int density: Int @requires(fields: "name")
      }`,
    resolvers: {},
  },
];
const plans = plansInProcess(governedFederation(fixtures).supergraphSdl);
const everything = '{ places { name region { title } people density } }';

/** @returns subgraphs whose fetches may be shared */
async function shared(
  query: string,
  laws: Readonly<Record<string, Partial<OwnerPolicy> | Label | null>> = {},
  change: (map: LabelMap) => LabelMap = open,
): Promise<readonly string[]> {
  const { supergraph } = governedFederation(fixtures, laws);
  const plan = await plans.plan(query, parse(query));
  const fetches = sharableFetches({ ...supergraph, labelMap: change(supergraph.labelMap) }, plan);
  return [...fetches].map(({ serviceName }) => serviceName).sort();
}

/** Nothing that a client may give reveals anything. */
function open(map: LabelMap): LabelMap {
  const none = { influences: [] };
  return {
    ...map,
    inputFields: { 'Filter.name': none, 'Filter.and': none },
    enumValues: { 'Order.NAME': none, 'Order.SECRET': none },
  };
}

function withField(map: LabelMap, coordinate: string, change: Partial<FieldEntry>): LabelMap {
  const entry = map.fields[coordinate] as FieldEntry;
  return open({ ...map, fields: { ...map.fields, [coordinate]: { ...entry, ...change } } });
}

const closed: Partial<OwnerPolicy> = { open: 'CONDITIONAL' };

test('what is open to everybody may be shared', async () => {
  expect(await shared(everything)).toEqual(['geo', 'stats']);
  expect(await shared('{ place(code: "1") { name } nodes { __typename label } }')).toEqual(['geo']);
});

test.each<[string, readonly string[]]>([
  ['Query.places', []],
  ['Place.code', []],
  ['Place.name', []],
  ['Place.region', ['stats']],
  ['Region.title', ['stats']],
  ['Place.people', ['geo']],
  ['Place.density', ['geo']],
  ['Place.secret', ['geo', 'stats']],
])('with `%s` under a condition, these are shared: %j', async (coordinate, expected) => {
  expect(await shared(everything, { [coordinate]: closed })).toEqual(expected);
});

test.each<[string, Partial<OwnerPolicy> | Label | null]>([
  ['open to nobody', { open: 'NONE' }],
  ['open under conditions', { open: 'CONDITIONAL' }],
  ['shared with every department, yet not open', { share: 'UNCONDITIONAL', open: 'NONE' }],
  [
    'open in a masked form only',
    {
      open: 'NONE',
      deidentified: { technique: 'name', share: 'UNCONDITIONAL', open: 'UNCONDITIONAL', evidence: 'E' },
    },
  ],
  ['unlabelled', null],
  ['open for one of its owners only', { owners: { GEO: policy({}), STA: policy(closed) }, grade: null }],
])('a field that is %s is not shared', async (_what, law) => {
  expect(await shared(everything, { 'Place.people': law })).toEqual(['geo']);
});

test('a field that the label map does not know is not shared', async () => {
  const forget = (map: LabelMap): LabelMap => {
    const { 'Place.people': _, ...fields } = map.fields;
    return open({ ...map, fields });
  };
  expect(await shared(everything, {}, forget)).toEqual(['geo']);
});

test.each<[string, readonly string[]]>([
  ['Place', []],
  ['Region', ['stats']],
  ['Query', []],
])('of a type whose existence is not open (`%s`), no fetch that meets it is shared', async (name, expected) => {
  const label = { owners: { GEO: policy(closed) }, grade: null };
  const withType = (map: LabelMap): LabelMap =>
    open({ ...map, types: { ...map.types, [name]: { ...(map.types[name] as LabelMap['types'][string]), label } } });
  expect(await shared(everything, {}, withType)).toEqual(expected);
  const without = (map: LabelMap): LabelMap => {
    const { [name]: _, ...types } = map.types;
    return open({ ...map, types });
  };
  expect(await shared(everything, {}, without)).toEqual(expected);
});

test('an interface is shared where each of its implementations is', async () => {
  const query = '{ nodes { label } }';
  expect(await shared(query)).toEqual(['geo']);
  expect(await shared(query, { 'River.label': closed })).toEqual([]);
  expect(await shared('{ nodes { ... on Road { label } } }', { 'River.label': closed })).toEqual(['geo']);
});

describe('what is used to choose', () => {
  const secret = { 'Place.secret': closed };
  const given = '{ places(within: "1", filter: { name: "x" }) { name } }';
  const argumentsOf = (map: LabelMap, name: string, change: object): LabelMap => {
    const entry = map.fields['Query.places'] as FieldEntry;
    const argument = { influences: [], scope: null, pagination: false, ...entry.arguments[name], ...change };
    return withField(map, 'Query.places', { arguments: { ...entry.arguments, [name]: argument } });
  };

  test('may be shared where it reveals what is open', async () => {
    const change = (map: LabelMap): LabelMap => argumentsOf(map, 'within', { influences: ['Place.secret'] });
    expect(await shared(given, {}, change)).toEqual(['geo']);
    expect(await shared(given, secret, change)).toEqual([]);
    expect(await shared('{ places { name } }', secret, change)).toEqual(['geo']);
  });

  test('is never the scope that the gateway fills in', async () => {
    const change = (map: LabelMap): LabelMap =>
      argumentsOf(map, 'within', { scope: { by: 'code', kind: 'EQUALS' as const } });
    expect(await shared(given, {}, change)).toEqual([]);
  });

  test('counts where only a default gives it', async () => {
    const change = (map: LabelMap): LabelMap => argumentsOf(map, 'order', { influences: ['Place.secret'] });
    expect(await shared('{ places { name } }', secret, change)).toEqual([]);
    expect(await shared('{ places { name } }', {}, change)).toEqual(['geo']);
  });

  test.each<[string, (map: LabelMap) => LabelMap]>([
    [
      'a value of an enum',
      (map) => ({ ...map, enumValues: { ...map.enumValues, 'Order.SECRET': { influences: ['Place.secret'] } } }),
    ],
    [
      'a field of an input',
      (map) => ({ ...map, inputFields: { ...map.inputFields, 'Filter.name': { influences: ['Place.secret'] } } }),
    ],
  ])('counts in whatever value may be given: %s', async (_what, change) => {
    expect(await shared(given, secret, (map) => change(open(map)))).toEqual([]);
    expect(await shared(given, {}, (map) => change(open(map)))).toEqual(['geo']);
  });

  test('is not shared where nothing is said of it', async () => {
    const silent = (map: LabelMap): LabelMap => ({ ...open(map), inputFields: {} });
    expect(await shared(given, {}, silent)).toEqual([]);
    const undeclared = (map: LabelMap): LabelMap => withField(map, 'Query.places', { arguments: {} });
    expect(await shared(given, {}, undeclared)).toEqual([]);
  });

  test('counts where a field reveals another by itself', async () => {
    const change = (map: LabelMap): LabelMap => withField(map, 'Place.name', { influences: ['Place.secret'] });
    expect(await shared('{ places { name } }', secret, change)).toEqual([]);
    expect(await shared('{ places { name } }', {}, change)).toEqual(['geo']);
  });

  test('means every implementation where it names an interface', async () => {
    const change = (map: LabelMap): LabelMap => argumentsOf(map, 'within', { influences: ['Node.label'] });
    expect(await shared(given, {}, change)).toEqual(['geo']);
    expect(await shared(given, { 'River.label': closed }, change)).toEqual([]);
  });
});
