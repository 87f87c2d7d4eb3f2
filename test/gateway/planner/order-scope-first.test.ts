import { orderScopeFirst, planOrder } from '../../../gateway/planner/order-scope-first';
import type { FetchNode, PlanNode, QueryPlan } from '../../../gateway/planner/query-plan';

function fetch(serviceName: string): FetchNode {
  return { kind: 'Fetch', serviceName, operation: '{ x }', operationKind: 'query' };
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(fetch) as [FetchNode, FetchNode, FetchNode, FetchNode];
const flat = (node: PlanNode): PlanNode => ({ kind: 'Flatten', path: ['x', '@'], node });
const plan: QueryPlan = {
  node: {
    kind: 'Sequence',
    nodes: [a, { kind: 'Parallel', nodes: [flat(b), { kind: 'Sequence', nodes: [flat(c), flat(d)] }] }],
  },
};

/** Fetches by stage. */
function stages({ node }: QueryPlan): readonly (readonly string[])[] {
  const names = (each: PlanNode): readonly string[] => {
    switch (each.kind) {
      case 'Parallel':
        return each.nodes.flatMap(names);
      case 'Flatten':
        return names(each.node);
      case 'Fetch':
        return [each.serviceName];
      default:
        throw new Error('a stage within a stage');
    }
  };
  return node?.kind === 'Sequence' ? node.nodes.map(names) : [];
}

test('what precedes what is read off the plan', () => {
  const { precedes } = planOrder(plan);
  expect([precedes(a, d), precedes(c, d), precedes(b, d), precedes(d, b), precedes(d, c), precedes(a, a)]).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('a fetch waits for another, and all that waited before waits still', () => {
  expect(stages(orderScopeFirst(plan, [{ fetch: b, until: d }]).plan)).toEqual([['a'], ['c'], ['d'], ['b']]);
  expect(stages(orderScopeFirst(plan, [{ fetch: c, until: b }]).plan)).toEqual([['a'], ['b'], ['c'], ['d']]);
  expect(stages(orderScopeFirst(plan, [{ fetch: d, until: b }]).plan)).toEqual([['a'], ['b', 'c'], ['d']]);
});

test('fetches and what stands around them stay the very same', () => {
  const { plan: ordered } = orderScopeFirst(plan, [{ fetch: b, until: d }]);
  const last = ordered.node?.kind === 'Sequence' ? ordered.node.nodes.at(-1) : undefined;
  expect(last).toEqual(flat(b));
  expect(last?.kind === 'Flatten' && last.node).toBe(b);
  expect(orderScopeFirst(plan, [{ fetch: b, until: d }]).plan).toBe(ordered);
});

test('waits in a circle are impossible: the first of them are kept', () => {
  const [first, second] = [
    { fetch: b, until: d },
    { fetch: c, until: b },
  ];
  const { plan: ordered, impossible } = orderScopeFirst(plan, [first, second, { fetch: c, until: d }]);
  expect(impossible).toEqual([second, { fetch: c, until: d }]);
  expect(stages(ordered)).toEqual([['a'], ['c'], ['d'], ['b']]);
  expect(orderScopeFirst(plan, [{ fetch: c, until: d }]).plan).toBe(plan);
});

test('nothing to wait for changes nothing', () => {
  expect(orderScopeFirst(plan, [])).toEqual({ plan, impossible: [] });
  expect(orderScopeFirst(plan, []).plan).toBe(plan);
});

test('conditions stay around their fetches', () => {
  const conditional: QueryPlan = {
    node: {
      kind: 'Sequence',
      nodes: [
        a,
        { kind: 'Parallel', nodes: [{ kind: 'Condition', condition: 'v0', ifClause: b, elseClause: c }, flat(d)] },
      ],
    },
  };
  expect(orderScopeFirst(conditional, [{ fetch: d, until: b }]).plan.node).toEqual({
    kind: 'Sequence',
    nodes: [
      a,
      {
        kind: 'Parallel',
        nodes: [
          { kind: 'Condition', condition: 'v0', ifClause: b },
          { kind: 'Condition', condition: 'v0', elseClause: c },
        ],
      },
      flat(d),
    ],
  });
});
