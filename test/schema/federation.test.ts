import { parse, printSchema } from 'graphql';
import {
  apiSchemaOf,
  checkSatisfiability,
  composeSubgraphs,
  loadSupergraphModel,
  operationFromDocument,
  readSubgraph,
} from '../../schema/federation';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@external", "@requires"])\n';
const source = (name: string, sdl: string) => ({ name, routingUrl: `http://${name}`, document: parse(sdl) });

const a = source('a', `${link}type Query { p: P } type P @key(fields: "id") { id: ID! name: String }`);
const b = source('b', `${link}type P @key(fields: "id") { id: ID! age: Int }`);

test('composition does not depend on the order of subgraphs', () => {
  const composed = composeSubgraphs([a, b]);
  expect(composed.ok).toBe(true);
  expect(composeSubgraphs([b, a])).toEqual(composed);
});

test('an error names subgraph and line', () => {
  const bad = source('b', `${link}type P @key(fields: "nope") {\n id: ID! }`);
  expect(composeSubgraphs([a, bad])).toMatchObject({
    ok: false,
    errors: [{ code: 'KEY_INVALID_FIELDS', subgraph: 'b', line: 2, coordinate: null }],
  });
});

test('broken directives of one subgraph are an error of that subgraph', () => {
  expect(readSubgraph(source('b', 'type Query { x: Int @nope }'))).toMatchObject({
    ok: false,
    errors: [{ subgraph: 'b', line: 1 }],
  });
});

test('renamed root types come out under their default names', () => {
  const read = readSubgraph(source('r', 'schema { query: Root }\ntype Root { x: Int }'));
  expect(read.ok && read.value.schema.type('Query')?.coordinate).toBe('Query');
});

test('a field that no subgraph can reach is named', () => {
  const lonely = source('b', `${link}type P @key(fields: "other") { other: ID! age: Int }`);
  const composed = composeSubgraphs([a, lonely]);
  expect(composed).toMatchObject({ ok: false });
  expect(!composed.ok && composed.errors.map((error) => error.coordinate).sort()).toEqual(['P.age', 'P.other']);
});

test('satisfiability is checked on a bare supergraph SDL', () => {
  const composed = composeSubgraphs([a, b]);
  if (!composed.ok) throw new Error('does not compose');
  expect(checkSatisfiability(composed.value)).toEqual([]);
  const cut = composed.value.replace(
    '@join__type(graph: B, key: "id")',
    '@join__type(graph: B, key: "id", resolvable: false)',
  );
  expect(cut).not.toBe(composed.value);
  expect(checkSatisfiability(cut).map(({ coordinate }) => coordinate)).toEqual(['P.age']);
});

test('a supergraph yields its API schema and operations for the planner', () => {
  const composed = composeSubgraphs([a, b]);
  if (!composed.ok) throw new Error('does not compose');
  const model = loadSupergraphModel(composed.value);
  expect(printSchema(apiSchemaOf(model))).toContain('type P {');
  expect(printSchema(apiSchemaOf(model))).not.toContain('join__');
  expect(operationFromDocument(model, parse('{ p { age } }')).toString()).toContain('age');
});
