import { unknownCoordinates } from '../../../schema/rules/gx0001-unknown-coordinates';
import { brief, check, free, schemaOf } from '../../support/rule-context';

const population = (coordinate: string) => `${schemaOf('PSB')}
  type Query {
    a(x: Int @influences(fields: ["${coordinate}"]), y: Filter, z: Order): Person ${free}
  }
  input Filter { f: Int @influences(fields: ["${coordinate}"]) }
  enum Order { ASC @influences(fields: ["${coordinate}"]) }
  interface Named { name: String }
  type Person implements Named {
    name: String ${free} @influences(fields: ["${coordinate}"])
    nick: String ${free} @derived(from: ["${coordinate}"], transform: "SHORT")
  }`;

test('a coordinate that no subgraph declares is refused wherever it is named', () => {
  const findings = check(unknownCoordinates, { population: population('Person.nmae') });
  expect([...brief(findings)].sort()).toEqual([
    'error population Filter.f',
    'error population Order.ASC',
    'error population Person.name',
    'error population Person.nick',
    'error population Query.a(x:)',
  ]);
  expect(findings[0]).toMatchObject({ code: 'GX0001', article: null });
  expect(findings[0]?.message).toContain('`Person.nmae`');
});

test.each(['Person.name', 'Named.name'])('%s of an object or an interface may be named', (coordinate) => {
  expect(check(unknownCoordinates, { population: population(coordinate) })).toEqual([]);
});

test('a coordinate of another subgraph may be named', () => {
  const civil = `${schemaOf('CIV')} type Query { b: Int ${free} @derived(from: ["Person.name"], transform: "COUNT") }`;
  expect(check(unknownCoordinates, { population: population('Person.name'), civil })).toEqual([]);
});
