import { parse } from 'graphql';
import { apolloPlanner } from '../../gateway/planner/apollo-planner';
import { checkSatisfiability } from '../../schema/federation';
import { planningSupergraph } from '../../schema/planning-supergraph';
import { closed, conditional, contextOf, free, schemaOf } from '../support/rule-context';

function planning(sdls: Readonly<Record<string, string>>): { planningSdl: string; leftOut: readonly string[] } {
  const context = contextOf(sdls);
  const { planningSdl, leftOut } = planningSupergraph(context.supergraphSdl ?? '', context);
  return { planningSdl, leftOut: leftOut.map(({ edge }) => `${edge.to.name} ${edge.typeName} ${edge.key}`) };
}

/** Every fetch of the plan: subgraph, and what it is sent. */
function plan(supergraphSdl: string, query: string): string {
  return JSON.stringify(apolloPlanner(supergraphSdl).plan(parse(query)));
}

const population = (idNumber: string, pid = free) => `${schemaOf('PSB')}
  type Query { person: Person ${free} }
  type Person @key(fields: "idNumber") @key(fields: "pid") { pid: ID! ${pid} idNumber: ID! ${idNumber} name: String ${free} }`;
const tax = (key = 'idNumber') => `${schemaOf('TAX')}
  type Person @key(fields: "${key}") @key(fields: "pid") { pid: ID! idNumber: ID! income: Int ${free} }`;
const incomes = '{ person { income } }';

test('the planner does not ship a key that class rules out where a lawful one is there', () => {
  const context = contextOf({ population: population(closed), tax: tax() });
  const { planningSdl, leftOut } = planning({ population: population(closed), tax: tax() });
  expect(leftOut).toEqual(['tax Person idNumber']);
  // As composed the planner takes the first key, which is what must not happen.
  expect(plan(context.supergraphSdl ?? '', incomes)).toContain('"name":"idNumber"');
  const planned = plan(planningSdl, incomes);
  expect(planned).not.toContain('idNumber');
  expect(planned).toContain('"name":"pid"');
});

test('keys are matched whatever their white space', () => {
  expect(planning({ population: population(conditional), tax: tax(' idNumber ') }).leftOut).toEqual([
    'tax Person  idNumber ',
  ]);
  const { planningSdl } = planning({ population: population(conditional), tax: tax(' idNumber ') });
  expect(plan(planningSdl, incomes)).not.toContain('idNumber');
});

test('only the edge into the organisation that may not have the key is closed', () => {
  const own = `${schemaOf('PSB')} type Person @key(fields: "idNumber") { idNumber: ID! photo: String ${free} }`;
  const { planningSdl, leftOut } = planning({ population: population(closed), tax: tax(), own });
  expect(leftOut).toEqual(['tax Person idNumber']);
  expect(plan(planningSdl, '{ person { photo } }')).toContain('"name":"idNumber"');
  expect(checkSatisfiability(planningSdl)).toEqual([]);
});

test('without a lawful key the field behind it is unreachable', () => {
  const { planningSdl } = planning({ population: population(closed, closed), tax: tax() });
  expect(checkSatisfiability(planningSdl).map(({ coordinate }) => coordinate)).toEqual(['Person.income']);
});

test('where nothing is ruled out the supergraph plans as composed', () => {
  const sdls = { population: population(free), tax: tax() };
  const { planningSdl, leftOut } = planning(sdls);
  expect(leftOut).toEqual([]);
  expect(plan(planningSdl, incomes)).toBe(plan(contextOf(sdls).supergraphSdl ?? '', incomes));
});

test('a key of an interface is closed for interface objects, too', () => {
  const a = `${schemaOf('PSB')} type Query { named: Named ${free} }
    interface Named @key(fields: "id") { id: ID! }
    type A implements Named @key(fields: "id") { id: ID! ${closed} }`;
  const b = `${schemaOf('CIV')} type Named @key(fields: "id") @interfaceObject { id: ID! rating: Int ${free} }`;
  const { planningSdl, leftOut } = planning({ a, b });
  expect(leftOut).toEqual(['b Named id']);
  expect(checkSatisfiability(planningSdl).map(({ coordinate }) => coordinate)).toEqual(['A.rating']);
});

describe('progressive override', () => {
  const former = `${schemaOf('PSB')} type Query { person: Person ${free} }
    type Person @key(fields: "pid") { pid: ID! ${free} nick: String ${free} size: Int ${free} }`;
  const successor = (label: string) => `${schemaOf('CIV')} type Person @key(fields: "pid") {
    pid: ID! nick: String ${free} @override(from: "former"${label})
    size: Int @external benefit: Int ${free} @requires(fields: "size") }`;
  const query = '{ person { nick } }';

  test.each(['percent(50)', 'percent(100)', 'rollout'])(
    'of label %s is never taken: the former owner answers',
    (label) => {
      const { planningSdl } = planning({ former, successor: successor(`, label: "${label}"`) });
      expect(planningSdl).not.toContain(`"${label}"`);
      expect(plan(planningSdl, query)).not.toContain('"successor"');
      expect(plan(planningSdl, query)).toContain('"former"');
      expect(plan(planningSdl, '{ person { benefit } }')).toContain('"successor"');
      expect(checkSatisfiability(planningSdl)).toEqual([]);
    },
  );

  test('an override without a label is complete: the new owner answers', () => {
    const { planningSdl } = planning({ former, successor: successor('') });
    expect(plan(planningSdl, query)).toContain('"successor"');
  });

  test('a former copy that a key or a condition still uses answers, too', () => {
    const used = former
      .replace('size: Int', `size: Int ${free} tag(x: Int): String`)
      .replace('@key(fields: "pid")', '@key(fields: "pid") @key(fields: "nick")');
    const { planningSdl } = planning({ former: used, successor: successor(', label: "percent(50)"') });
    expect(plan(planningSdl, query)).not.toContain('"successor"');
    expect(checkSatisfiability(planningSdl)).toEqual([]);
  });

  test('a new copy that is a key stays one and resolves nothing', () => {
    const keyed = successor(', label: "percent(50)"').replace(
      '@key(fields: "pid")',
      '@key(fields: "pid") @key(fields: "nick")',
    );
    const { planningSdl } = planning({ former, successor: keyed });
    expect(plan(planningSdl, query)).not.toContain('"successor"');
    expect(checkSatisfiability(planningSdl)).toEqual([]);
  });

  test('a root field of its own stays with its former owner', () => {
    const root = `${schemaOf('CIV')} type Query { person: Person ${free} @override(from: "former", label: "percent(50)") }
      type Person @key(fields: "pid") { pid: ID! benefit: Int ${free} }`;
    const { planningSdl } = planning({ former, root });
    expect(plan(planningSdl, '{ person { pid } }')).not.toContain('"root"');
    expect(checkSatisfiability(planningSdl)).toEqual([]);
  });
});
