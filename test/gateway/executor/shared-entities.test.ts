/** Entities that are sent once share what they are answered: places stay apart wherever that could be seen. */
import type { Execution, ExecutionResult, SubgraphReply, SubgraphRequest } from '../../../gateway/executor/execution';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import { pathOf } from '../../../gateway/executor/target';
import type { FetchNode, PlanNode } from '../../../gateway/planner/query-plan';
import { inProcessFederation } from '../../support/in-process-federation';

const { supergraphSdl } = inProcessFederation([
  {
    name: 'a',
    sdl: 'type Query { ps: [P] any: Blob } type P @key(fields: "pid") { pid: ID! x: Float value: Value @shareable blob: Blob } type Value @shareable { one: Int two: Int } scalar Blob',
    resolvers: {},
  },
  {
    name: 'b',
    sdl: 'type P @key(fields: "pid") { pid: ID! boss: P income: Int value: Value @shareable } type Value @shareable { one: Int two: Int }',
    resolvers: {},
  },
]);
const run = planExecutor(supergraphSdl);

const people: FetchNode = {
  kind: 'Fetch',
  serviceName: 'a',
  operation: '{ps{__typename pid value{one}}}',
  operationKind: 'query',
};

function of(fields: string): FetchNode {
  return {
    kind: 'Fetch',
    serviceName: 'b',
    operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on P{${fields}}}}`,
    operationKind: 'query',
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: 'P',
        selections: [
          { kind: 'Field', name: '__typename' },
          { kind: 'Field', name: 'pid' },
        ],
      },
    ],
  };
}

const bosses = of('boss{__typename pid}');
const flatten = (node: PlanNode, ...path: string[]): PlanNode => ({ kind: 'Flatten', path, node });
const withBosses: PlanNode = {
  kind: 'Sequence',
  nodes: [people, flatten(bosses, 'ps', '@'), flatten(of('income'), 'ps', '@', 'boss')],
};
const person = (pid: string): Record<string, unknown> => ({ __typename: 'P', pid });

interface Sent {
  readonly result: ExecutionResult;
  readonly requests: readonly SubgraphRequest[];
}

/** @param replies in order */
async function execute(node: PlanNode, replies: readonly unknown[], changes: Partial<Execution> = {}): Promise<Sent> {
  const requests: SubgraphRequest[] = [];
  const result = await run({
    plan: { node },
    variables: {},
    transport: {
      send(request) {
        const body = replies[requests.length];
        requests.push(request);
        return Promise.resolve({ ok: true, body } as SubgraphReply);
      },
    },
    signal: new AbortController().signal,
    mayDispatch: () => true,
    ...changes,
  });
  return { result, requests };
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const error = (...path: (string | number)[]): unknown => ({ code: 'SUBGRAPH_ERROR', subgraph: 'b', path });

test('what is below equal entities is read, walked and sent once, and an error stands at each place', async () => {
  const { result, requests } = await execute(withBosses, [
    { data: { ps: [person('1'), person('2'), person('1')] } },
    { data: { _entities: [{ boss: person('3') }, { boss: null }] } },
    { data: { _entities: [{ income: 'wrong' }] } },
  ]);
  const boss = (index: number): unknown => (result.data['ps'] as Record<string, unknown>[])[index]?.['boss'];
  expect(boss(0)).toBe(boss(2));
  expect(requests[2]?.variablesJson).toBe('{"representations":[{"__typename":"P","pid":"3"}]}');
  expect(plain(result.data)).toEqual({
    ps: [
      { ...person('1'), boss: person('3') },
      { ...person('2'), boss: null },
      { ...person('1'), boss: person('3') },
    ],
  });
  expect(result.errors).toEqual([
    ...[error('ps', 0, 'value'), error('ps', 1, 'value'), error('ps', 2, 'value')].map((each) => ({
      ...(each as object),
      subgraph: 'a',
    })),
    error('ps', 0, 'boss', 'income'),
    error('ps', 2, 'boss', 'income'),
  ]);
});

test('an object that already holds something of it is merged by itself', async () => {
  const node: PlanNode = { kind: 'Sequence', nodes: [people, flatten(of('value{one two}'), 'ps', '@')] };
  const { result } = await execute(node, [
    { data: { ps: [1, 2, 3].map((one) => ({ ...person('1'), value: one === 3 ? null : { one } })) } },
    { data: { _entities: [{ value: { one: 9, two: 4 } }] } },
  ]);
  expect(plain(result)).toEqual({
    data: {
      ps: [
        { ...person('1'), value: { one: 1, two: 4 } },
        { ...person('1'), value: { one: 2, two: 4 } },
        { ...person('1'), value: null },
      ],
    },
    errors: [],
  });
});

test('where a gate asks of each place, nothing is shared', async () => {
  const asked: string[] = [];
  const { result } = await execute(
    withBosses,
    [
      { data: { ps: [person('1'), person('1')].map((each) => ({ ...each, value: null })) } },
      { data: { _entities: [{ boss: person('3') }] } },
      { data: { _entities: [{ income: 5 }] } },
    ],
    {
      rowGate: (fetch) =>
        fetch.operation.includes('income')
          ? (target) => {
              asked.push(pathOf(target).join('.'));
              return pathOf(target)[1] === 1;
            }
          : null,
    },
  );
  expect(asked).toEqual(['ps.0.boss', 'ps.1.boss']);
  expect(plain(result.data)).toEqual({
    ps: [
      { ...person('1'), value: null, boss: person('3') },
      { ...person('1'), value: null, boss: { ...person('3'), income: 5 } },
    ],
  });
});

test('an object at several places is kept back where a gate comes up and keeps one of them back', async () => {
  let dispatched = 0;
  const { requests } = await execute(
    withBosses,
    [
      { data: { ps: [person('1'), person('1')].map((each) => ({ ...each, value: null })) } },
      { data: { _entities: [{ boss: person('3') }] } },
    ],
    {
      mayDispatch: () => (dispatched += 1) > 0,
      rowGate: () => (dispatched < 2 ? null : (target) => pathOf(target)[1] === 1),
    },
  );
  expect(requests).toHaveLength(2);
});

test('a scalar’s value never passes for an object that was selected', async () => {
  const node: PlanNode = {
    kind: 'Sequence',
    nodes: [
      { ...people, operation: '{any ps{__typename pid blob}}' },
      {
        kind: 'Parallel',
        nodes: [
          flatten(of('income'), 'any'),
          flatten(of('income'), 'any', '@'),
          flatten(of('income'), 'ps', '@', 'blob'),
        ],
      },
    ],
  };
  for (const any of [person('rogue'), [person('rogue')]]) {
    const { requests } = await execute(node, [{ data: { any, ps: [{ ...person('1'), blob: person('rogue') }] } }]);
    expect(requests).toHaveLength(1);
  }
});

test('a number too large for JavaScript is no value, and is never sent as null', async () => {
  const node: PlanNode = { ...people, operation: '{ps{__typename pid x blob}}' };
  const reply: unknown = JSON.parse(
    '{"data":{"ps":[{"__typename":"P","pid":"1","x":1e400,"blob":{"a":[-1e400]}},{"__typename":"P","pid":"2","x":-0,"blob":-0}]}}',
  );
  const { result } = await execute(node, [reply]);
  expect(plain(result)).toEqual({
    data: { ps: [person('1'), { ...person('2'), x: 0, blob: 0 }] },
    errors: ['x', 'blob'].map((key) => ({ code: 'SUBGRAPH_ERROR', subgraph: 'a', path: ['ps', 0, key] })),
  });
});
