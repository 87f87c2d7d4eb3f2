import { governed, labelsOf } from '../support/governed-subgraphs';

const open = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';
const closed = '@share(class: "NONE", basis: ["L"]) @open(class: "NONE", basis: ["L"])';
const person = `type P @key(fields: "pid") { pid: ID! ${closed} income: Int ${closed} age: Int ${closed} name: String ${open} home: Home ${open} friend: F ${open} }
type Home { street: String ${closed} }
type F @key(fields: "fid") { fid: ID! ${open} secret: Int ${closed} }`;
const all = ['Home.street', 'P.age', 'P.income', 'P.pid'];

const map = (query: string, more = '') =>
  labelsOf({ a: governed('A', `type Query { ${query} ${open} }\n${person}\n${more}`) });
const argument = (query: string, name: string, more = '') =>
  map(query, more).fields['Query.q']?.arguments[name]?.influences;

test('what the provider says counts, nothing included', () => {
  expect(argument('q(income: Int @influences(fields: ["P.income"])): P', 'income')).toEqual(['P.income']);
  expect(argument('q(income: Int @influences(fields: [])): P', 'income')).toEqual([]);
});

test('where nothing is said, everything restricted about the rows is revealed, up to the next entity', () => {
  expect(argument('q(where: String): P', 'where')).toEqual(all);
  expect(argument('q(where: String): [[P!]!]', 'where')).toEqual(all);
  expect(argument('q(incomeGte: Int): P', 'incomeGte')).toEqual(all);
});

test('through wrappers, interfaces and unions', () => {
  const page =
    'type Page { total: Int @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL") edges: [Edge] @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL") }\ntype Edge { node: U @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL") }\nunion U = P | F';
  expect(argument('q(where: String): Page', 'where', page)).toEqual(['F.secret', ...all]);
});

test('pagination reveals nothing by itself', () => {
  expect(map('q(first: Int, pageSize: Int): P').fields['Query.q']?.arguments).toMatchObject({
    first: { influences: [], pagination: true },
    pageSize: { influences: [], pagination: true },
  });
});

test('the name of an openly unconditional leaf reveals nothing, whatever its case and operator', () => {
  expect(argument('q(name: String): P', 'name')).toEqual([]);
  expect(argument('q(NAMEStartsWith: String): P', 'NAMEStartsWith')).toEqual([]);
  expect(argument('q(names: String): P', 'names')).toEqual(all);
});

test('an argument with name and type of a key influences that key, another type does not make it one', () => {
  expect(argument('q(pid: ID!): P', 'pid')).toEqual(['P.pid']);
  expect(argument('q(pid: [ID!]): P', 'pid')).toEqual(all);
});

test('a hidden argument that the gateway fills reveals nothing, an open one does', () => {
  expect(
    map('q(region: [String!] @scope(by: "age", kind: "EQUALS") @inaccessible): P').fields['Query.q']?.arguments.region,
  ).toEqual({
    influences: [],
    scope: { by: 'age', kind: 'EQUALS' },
    pagination: false,
  });
  expect(
    map('q(region: [String!] @scope(by: "age", kind: "EQUALS")): P').fields['Query.q']?.arguments.region,
  ).toMatchObject({ influences: all, scope: null });
});

test('input objects and enums are judged by their members', () => {
  const inputs = `input Filter { income: Int name: String and: [Filter!] order: Order said: Int @influences(fields: ["P.age"]) }
enum Order { NAME_ASC INCOME_DESC ID @influences(fields: ["P.pid"]) }`;
  const found = map('q(filter: Filter): P', inputs);
  expect(found.fields['Query.q']?.arguments.filter?.influences).toEqual([]);
  expect(found.inputFields).toEqual({
    'Filter.income': { influences: all },
    'Filter.name': { influences: [] },
    'Filter.and': { influences: [] },
    'Filter.order': { influences: [] },
    'Filter.said': { influences: ['P.age'] },
  });
  expect(found.enumValues).toEqual({
    'Order.NAME_ASC': { influences: [] },
    'Order.INCOME_DESC': { influences: all },
    'Order.ID': { influences: ['P.pid'] },
  });
});

test('an argument that says what it reveals answers for its members', () => {
  const found = map('q(filter: Filter @influences(fields: ["P.age"])): P', 'input Filter { income: Int }');
  expect(found.fields['Query.q']?.arguments.filter?.influences).toEqual(['P.age']);
  expect(found.inputFields['Filter.income']?.influences).toEqual([]);
});

test("another organisation's rows are none of this one's to filter", () => {
  const b = governed(
    'B',
    `type Query { b(where: String): W ${open} }\ntype W { p: P ${open} own: Int ${closed} }\ntype P @key(fields: "pid", resolvable: false) { pid: ID! }`,
  );
  const found = labelsOf({ a: governed('A', `type Query { q(where: String): P ${open} }\n${person}`), b });
  expect(found.fields['Query.b']?.arguments.where?.influences).toEqual(['W.own']);
  expect(found.fields['Query.q']?.arguments.where?.influences).toEqual(all);
});

test('a leaf without a label counts as restricted', () => {
  expect(argument('q(where: String): Z', 'where', 'type Z @key(fields: "z") { z: Int }')).toEqual(['Z.z']);
});

test('where everything is open nothing is revealed', () => {
  expect(argument('q(where: String): Z', 'where', `type Z { z: Int ${open} }`)).toEqual([]);
});

test('what an interface says of an argument holds for its implementations', () => {
  const found = map(
    'q: I',
    `interface I { f(where: String @influences(fields: ["P.age"])): P }\ntype T implements I @key(fields: "t") { t: ID! ${open} f(where: String): P ${open} }`,
  );
  expect(found.fields['T.f']?.arguments.where?.influences).toEqual(['P.age']);
  expect(found.fields['I.f']?.arguments.where?.influences).toEqual(['P.age']);
});

test('a field can influence others, or say that it reveals nothing', () => {
  const found = map(
    'q: P',
    `type Page { total: Int ${open} @influences(fields: []) count: Int ${open} @influences(fields: ["P.age"]) plain: Int ${open} }`,
  );
  expect(found.fields['Page.total']).toMatchObject({ influences: [], revealsNothing: true });
  expect(found.fields['Page.count']).toMatchObject({ influences: ['P.age'], revealsNothing: false });
  expect(found.fields['Page.plain']).toMatchObject({ influences: [], revealsNothing: false });
});
