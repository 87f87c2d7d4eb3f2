import { reportFlows } from '../../schema/flow-report';
import { missingConsumptions, printConsumption } from '../../schema/propose-consumption';
import {
  closed,
  conditional,
  contextOf,
  free,
  grant,
  register,
  schemaOf,
  type ContextOptions,
} from '../support/rule-context';

function report(sdls: Readonly<Record<string, string>>, options: ContextOptions = {}): readonly string[] {
  return reportFlows(contextOf(sdls, options)).map(
    ({ from, coordinate, to, via, through, status }) =>
      `${from} ${coordinate} -> ${to.subgraph} (${to.organisation}) by ${via} ${through}: ${status}`,
  );
}

const population = (labels: { pid: string; root?: string }) => `${schemaOf('PSB')}
  type Query { person: Person ${labels.root ?? free} households: Households ${free} }
  type Households { nodes: [Household] ${free} }
  type Household @key(fields: "id") { id: ID! ${free} members: [Person] ${conditional} }
  type Person @key(fields: "pid") { pid: ID! ${labels.pid} name: String ${conditional} }`;
const civil = (consumes = '') => `${schemaOf('CIV', consumes)}
  type Person @key(fields: "pid") { pid: ID! name: String @external benefit: Int ${free} @requires(fields: "name") }`;

test('every key, required field and composite field that reaches another organisation is listed', () => {
  expect(report({ population: population({ pid: conditional }), civil: civil() })).toEqual([
    'PSB Person.pid -> civil (CIV) by key Person @key(fields: "pid"): undeclared',
    'PSB Person.name -> civil (CIV) by requires Person.benefit @requires: undeclared',
    'PSB Household.members -> civil (CIV) by path Person @key(fields: "pid"): undeclared',
    'PSB Households.nodes -> civil (CIV) by path Person @key(fields: "pid"): permitted',
    'PSB Query.person -> civil (CIV) by path Person @key(fields: "pid"): permitted',
    'PSB Query.households -> civil (CIV) by path Person @key(fields: "pid"): permitted',
  ]);
});

test('declarations and grants are reported with the flow', () => {
  const consumes = '@consumes(fields: ["Person.pid", "Person.name"], purpose: "welfare", grant: "G-1")';
  const view = register({ grants: [grant({ fields: ['Person.pid', 'Person.name', 'Household.members'] })] });
  const flows = reportFlows(
    contextOf({ population: population({ pid: conditional }), civil: civil(consumes) }, { register: view }),
  );
  const pid = flows.find(({ coordinate }) => coordinate === 'Person.pid');
  expect(pid).toMatchObject({ consumedBy: 'welfare', grant: 'G-1', status: 'permitted' });
  // The composite field borrows the key's purpose, and its own grant.
  const members = flows.find(({ coordinate }) => coordinate === 'Household.members');
  expect(members).toMatchObject({ consumedBy: 'welfare', grant: 'G-1', status: 'permitted' });
});

test("subgraphs of one organisation are no recipients of each other's data", () => {
  const own = civil().replace(/"CIV"/g, '"PSB"');
  expect(report({ population: population({ pid: conditional }), own })).toEqual([]);
});

test('a key that nothing needs is no flow', () => {
  const stub = `${schemaOf('CIV')} type Query { case: Case ${free} }
    type Case { of: Person ${free} } type Person @key(fields: "pid") { pid: ID! ${free} }`;
  const keys = report({ population: population({ pid: free }), stub }).filter((line) => line.includes('by key'));
  expect(keys).toEqual(['CIV Person.pid -> population (PSB) by key Person @key(fields: "pid"): permitted']);
});

test('behind a key that class rules out nothing is handed on', () => {
  expect(report({ population: population({ pid: closed }), civil: civil() })).toEqual([
    'PSB Person.pid -> civil (CIV) by key Person @key(fields: "pid"): ruled-out',
    'PSB Person.name -> civil (CIV) by requires Person.benefit @requires: undeclared',
  ]);
});

test('an interface object ships the key of every row, in both directions', () => {
  const a = `${schemaOf('PSB')} type Query { named: Named ${free} }
    interface Named @key(fields: "id") { id: ID! }
    type A implements Named @key(fields: "id") { id: ID! ${conditional} x: Int ${free} }`;
  const b = `${schemaOf('CIV')} type Query { rated: Named ${free} }
    type Named @key(fields: "id") @interfaceObject { id: ID! rating: Int ${free} }`;
  const keys = report({ a, b }).filter((line) => line.includes('by key'));
  expect(keys).toContain('PSB Named.id -> b (CIV) by key Named @key(fields: "id"): undeclared');
});

test('nested keys move everything they name, value types as far as they can come from there', () => {
  const a = `${schemaOf('PSB')} type Query { p: P ${free} }
    type P @key(fields: "org { id }") { org: Org ${conditional} x: Int ${free} } type Org { id: ID! @shareable ${conditional} }`;
  const b = `${schemaOf('CIV')} type P @key(fields: "org { id }") { org: Org y: Int ${free} } type Org { id: ID! @shareable }`;
  const c = `${schemaOf('TAX')} type Query { o: Org ${free} } type Org { id: ID! @shareable ${conditional} }`;
  const keys = report({ a, b, c }).filter((line) => line.includes('-> b') && line.includes('by key'));
  expect(keys).toEqual([
    'PSB P.org -> b (CIV) by key P @key(fields: "org { id }"): undeclared',
    'PSB Org.id -> b (CIV) by key P @key(fields: "org { id }"): undeclared',
  ]);
});

test('the missing lines are proposed by purpose and grant, composite fields included', () => {
  const view = register({ grants: [grant({ fields: ['Person.name', 'Household.members'] })] });
  const context = contextOf({ population: population({ pid: conditional }), civil: civil() }, { register: view });
  expect(missingConsumptions(context, reportFlows(context)).map(printConsumption)).toEqual([
    'extend schema @consumes(fields: ["Person.pid"], purpose: "welfare")',
    'extend schema @consumes(fields: ["Household.members", "Person.name"], purpose: "welfare", grant: "G-1")',
  ]);
});

test('what is declared and granted is not proposed again', () => {
  const fields = ['Person.pid', 'Person.name', 'Household.members'];
  const consumes = `@consumes(fields: ${JSON.stringify(fields)}, purpose: "welfare", grant: "G-1")`;
  const view = register({ grants: [grant({ fields })] });
  const context = contextOf(
    { population: population({ pid: conditional }), civil: civil(consumes) },
    { register: view },
  );
  expect(missingConsumptions(context, reportFlows(context))).toEqual([]);
});

test('what is declared, open or forbidden is not proposed', () => {
  const consumes = '@consumes(fields: ["Person.pid", "Person.name", "Household.members"], purpose: "welfare")';
  const context = contextOf({ population: population({ pid: closed, root: closed }), civil: civil(consumes) });
  expect(missingConsumptions(context, reportFlows(context))).toEqual([]);
});
