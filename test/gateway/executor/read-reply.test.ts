/** Subgraphs that answer something else than they were asked: what of it reaches the tree, and the other subgraphs. */
import fc from 'fast-check';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import type { Execution, ExecutionResult, SubgraphReply, SubgraphRequest } from '../../../gateway/executor/execution';
import type { FetchNode, PlanNode } from '../../../gateway/planner/query-plan';
import { inProcessFederation } from '../../support/in-process-federation';

const { supergraphSdl } = inProcessFederation([
  {
    name: 'a',
    sdl: `
      type Query { p: P ps: [P] any: Any named: Named grid: [[P]] }
      type Mutation { make: P }
      type P implements Named @key(fields: "pid") @key(fields: "org { id }") {
        pid: ID! name: String n: Int x: Float ok: Boolean kind: Kind blob: Blob tags: [String] org: Org value: Value @shareable
      }
      type Q implements Named { name: String size: Int }
      interface Named { name: String }
      union Any = P | Q
      enum Kind { ONE TWO }
      scalar Blob
      type Org @key(fields: "id") { id: ID! }
      type Value @shareable { one: Int two: Int }`,
    resolvers: {},
  },
  {
    name: 'b',
    sdl: `
      type P @key(fields: "pid") @key(fields: "org { id }") { pid: ID! org: Org value: Value @shareable income: Int tags2: [String] }
      type Org @key(fields: "id") { id: ID! }
      type Value @shareable { one: Int two: Int }`,
    resolvers: {},
  },
]);
const run = planExecutor(supergraphSdl);

const fetchA = (operation: string): FetchNode => ({
  kind: 'Fetch',
  serviceName: 'a',
  operation,
  operationKind: 'query',
});

function fetchB(fields: string, ...required: string[]): FetchNode {
  const selections = ['__typename', ...required].map((name) => ({ kind: 'Field', name }) as const);
  return {
    kind: 'Fetch',
    serviceName: 'b',
    operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on P{${fields}}}}`,
    operationKind: 'query',
    requires: [{ kind: 'InlineFragment', typeCondition: 'P', selections }],
  };
}

const flatten = (node: PlanNode, ...path: string[]): PlanNode => ({ kind: 'Flatten', path, node });
const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });

interface Sent {
  readonly result: ExecutionResult;
  readonly requests: readonly SubgraphRequest[];
}

async function execute(
  node: PlanNode,
  replies: Readonly<Record<string, unknown>>,
  changes: Partial<Execution> = {},
): Promise<Sent> {
  const requests: SubgraphRequest[] = [];
  const result = await run({
    plan: { node },
    variables: {},
    transport: {
      send(request) {
        requests.push(request);
        const body = replies[request.subgraph];
        return Promise.resolve({ ok: true, body } as SubgraphReply);
      },
    },
    signal: new AbortController().signal,
    mayDispatch: () => true,
    ...changes,
  });
  return { result, requests };
}

const variablesOf = (request: SubgraphRequest | undefined): unknown => JSON.parse(request?.variablesJson ?? '');
const parsed = (text: string): unknown => JSON.parse(text);
const error = (subgraph: string, ...path: (string | number)[]): unknown => ({ code: 'SUBGRAPH_ERROR', subgraph, path });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('what was not asked for is dropped', async () => {
  const { result } = await execute(fetchA('{_l0:p{_l1:name}}'), {
    a: { data: { _l0: { _l1: 'x', pid: 'rogue', regionCode: '450000' }, _l9: 1 }, extensions: { secret: 1 } },
  });
  expect(plain(result)).toEqual({ data: { _l0: { _l1: 'x' } }, errors: [] });
});

test('names that mean something to JavaScript mean nothing', async () => {
  const body = parsed('{"data":{"_l0":{"_l1":"x","__proto__":{"polluted":1},"constructor":1},"__proto__":{"_l0":{}}}}');
  const { result } = await execute(fetchA('{_l0:p{_l1:name constructor:name}}'), { a: body });
  for (const object of [result.data, result.data['_l0'] as Record<string, unknown>]) {
    expect(['__proto__', 'constructor', 'toString', 'hasOwnProperty'].filter((name) => name in object)).toEqual([]);
    expect(Object.isFrozen(Object.getPrototypeOf(object))).toBe(true);
  }
  expect(plain(result.data)).toEqual({ _l0: { _l1: 'x' } });
  expect(result.errors).toEqual([error('a', '_l0', 'constructor')]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test.each<[string, string, unknown]>([
  ['an object for a String', 'name', { a: 1 }],
  ['a list for a String', 'name', ['x']],
  ['a number for a String', 'name', 5],
  ['a fraction for an Int', 'n', 1.5],
  ['more than 32 bits for an Int', 'n', 2 ** 31],
  ['text for an Int', 'n', '5'],
  ['text for a Float', 'x', '1.5'],
  ['a number for a Boolean', 'ok', 1],
  ['an unknown value for an enum', 'kind', 'THREE'],
  ['a property of Object for an enum', 'kind', 'constructor'],
  ['an object for an ID', 'pid', {}],
  ['a fraction for an ID', 'pid', 0.5],
  ['text for a list', 'tags', 'x'],
  ['a list with an object in it', 'tags', ['x', {}]],
  ['a list too deep', 'tags', [['x']]],
  ['nothing at all', 'name', undefined],
])('%s is absent and reported', async (_name, field, value) => {
  const { result } = await execute(fetchA(`{_l0:p{_l1:${field} _l2:name}}`), {
    a: { data: { _l0: { _l1: value, _l2: 'x' } } },
  });
  expect(plain(result)).toEqual({ data: { _l0: { _l2: 'x' } }, errors: [error('a', '_l0', '_l1')] });
});

test.each<[string, unknown]>([
  ['n', -(2 ** 31)],
  ['x', 3],
  ['pid', 7],
  ['kind', 'TWO'],
  ['tags', ['a', null]],
  ['blob', { any: ['thing', null] }],
  ['name', null],
])('a `%s` of %j is a value', async (field, value) => {
  const { result } = await execute(fetchA(`{_l0:p{_l1:${field}}}`), { a: { data: { _l0: { _l1: value } } } });
  expect(plain(result)).toEqual({ data: { _l0: { _l1: value } }, errors: [] });
});

test('a custom scalar is not followed for ever', async () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100; level++) deep = [deep];
  const { result } = await execute(fetchA('{_l0:p{_l1:blob}}'), { a: { data: { _l0: { _l1: deep } } } });
  expect(plain(result)).toEqual({ data: { _l0: {} }, errors: [error('a', '_l0', '_l1')] });
});

test('an object that cannot be of the type it says is absent, in a list null', async () => {
  const { result } = await execute(
    fetchA('{_l0:any{__typename ...on P{_l1:name}} _l2:ps{__typename _l3:name} _l4:named{__typename}}'),
    {
      a: {
        data: {
          _l0: { __typename: 'Org', _l1: 'x' },
          _l2: [{ __typename: 'Q', _l3: 'x' }, 'no object', { __typename: 'P', _l3: 'y' }],
          _l4: { __typename: 'Named' },
        },
      },
    },
  );
  expect(plain(result)).toEqual({
    data: { _l2: [null, null, { __typename: 'P', _l3: 'y' }] },
    errors: [error('a', '_l0'), error('a', '_l2', 0), error('a', '_l2', 1), error('a', '_l4')],
  });
});

test('only the fragments of the type that an object says are read', async () => {
  const { result } = await execute(fetchA('{_l0:any{__typename ...on P{_l1:n} ...on Q{_l2:size}}}'), {
    a: { data: { _l0: { __typename: 'Q', _l1: 1, _l2: 2 } } },
  });
  expect(plain(result.data)).toEqual({ _l0: { __typename: 'Q', _l2: 2 } });
});

test('two names for one type that disagree are no type', async () => {
  const { result } = await execute(fetchA('{_l0:any{__typename _l1:__typename}}'), {
    a: { data: { _l0: { __typename: 'P', _l1: 'Q' } } },
  });
  expect(plain(result)).toEqual({ data: {}, errors: [error('a', '_l0')] });
});

const person = { __typename: 'P', pid: '1', _l1: 'Ann' };
const joined = (fields: string): PlanNode =>
  sequence(fetchA('{_l0:p{__typename pid _l1:name}}'), flatten(fetchB(fields, 'pid'), '_l0'));

test('a value once fetched is never overwritten by another subgraph', async () => {
  const node = sequence(
    fetchA('{_l0:p{__typename pid value{one two} tags}}'),
    flatten(fetchB('pid value{one two} tags:tags2 _l2:income', 'pid'), '_l0'),
  );
  const { result } = await execute(node, {
    a: { data: { _l0: { __typename: 'P', pid: '1', value: { one: 1, two: null }, tags: null } } },
    b: { data: { _entities: [{ pid: '2', value: { one: 5, two: 6 }, tags: ['rogue'], _l2: 9 }] } },
  });
  expect(plain(result)).toEqual({
    data: { _l0: { __typename: 'P', pid: '1', value: { one: 1, two: null }, tags: null, _l2: 9 } },
    errors: [],
  });
});

test('what one subgraph left out another may fill in, object by object and index by index', async () => {
  const fetch = (name: string, operation: string): FetchNode => ({ ...fetchA(operation), serviceName: name });
  const { result } = await execute(sequence(fetch('a', '{grid{value{one}}}'), fetch('b', '{grid{value{two}}}')), {
    a: { data: { grid: [[{ value: { one: 1 } }, null], [{ value: null }]] } },
    b: { data: { grid: [[{ value: { two: 2 } }, { value: { two: 3 } }], [{ value: { two: 4 } }]] } },
  });
  expect(plain(result)).toEqual({
    data: { grid: [[{ value: { one: 1, two: 2 } }, null], [{ value: null }]] },
    errors: [],
  });
});

test('lists of different length are not merged', async () => {
  const fetch = (name: string, operation: string): FetchNode => ({ ...fetchA(operation), serviceName: name });
  const { result } = await execute(sequence(fetch('a', '{ps{pid}}'), fetch('b', '{ps{income}}')), {
    a: { data: { ps: [{ pid: '1' }] } },
    b: { data: { ps: [{ income: 1 }, { income: 2 }] } },
  });
  expect(plain(result)).toEqual({ data: { ps: [{ pid: '1' }] }, errors: [error('b', 'ps')] });
});

test('an entity that lacks its key, or has null for it, is not sent', async () => {
  for (const entity of [
    { ...person, pid: null },
    { ...person, pid: { rogue: 1 } },
    { __typename: 'P', _l1: 'Ann' },
    { ...person, __typename: 'Q' },
  ]) {
    const { requests } = await execute(joined('_l2:income'), { a: { data: { _l0: entity } } });
    expect(requests).toHaveLength(1);
  }
});

test('an entity that lacks a required input is not sent; one whose input is null is', async () => {
  const node = sequence(fetchA('{ps{__typename pid n}}'), flatten(fetchB('_l2:income', 'pid', 'n'), 'ps', '@'));
  const rows = [
    { __typename: 'P', pid: '1', n: 'wrong' },
    { __typename: 'P', pid: '2', n: null },
    { __typename: 'P', pid: '3' },
  ];
  const { requests } = await execute(node, { a: { data: { ps: rows } }, b: { data: { _entities: [{ _l2: 1 }] } } });
  expect(variablesOf(requests[1])).toEqual({ representations: [{ __typename: 'P', pid: '2', n: null }] });
});

test('a key with an object in it must be complete', async () => {
  const fetch: FetchNode = {
    ...fetchB('_l2:income'),
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: 'P',
        selections: [
          { kind: 'Field', name: '__typename' },
          { kind: 'Field', name: 'org', selections: [{ kind: 'Field', name: 'id' }] },
        ],
      },
    ],
  };
  const node = sequence(fetchA('{ps{__typename org{id}}}'), flatten(fetch, 'ps', '@'));
  const rows = [{ org: null }, { org: {} }, { org: { id: null } }, { org: { id: 'o' } }].map((each) => ({
    __typename: 'P',
    ...each,
  }));
  const { requests } = await execute(node, { a: { data: { ps: rows } }, b: { data: { _entities: [{ _l2: 1 }] } } });
  expect(variablesOf(requests[1])).toEqual({ representations: [{ __typename: 'P', org: { id: 'o' } }] });
});

test('equal entities are sent once, and each place gets the answer', async () => {
  const node = sequence(fetchA('{ps{__typename pid}}'), flatten(fetchB('_l2:income', 'pid'), 'ps', '@'));
  const rows = ['1', '2', '1'].map((pid) => ({ __typename: 'P', pid }));
  const { result, requests } = await execute(node, {
    a: { data: { ps: rows } },
    b: {
      data: { _entities: [{ _l2: 10 }, null] },
      errors: [{ message: 'secret', path: ['_entities', 0, '_l2', 'deep'] }],
    },
  });
  expect(variablesOf(requests[1])).toEqual({ representations: rows.slice(0, 2) });
  expect(plain(result)).toEqual({
    data: {
      ps: [
        { __typename: 'P', pid: '1', _l2: 10 },
        { __typename: 'P', pid: '2' },
        { __typename: 'P', pid: '1', _l2: 10 },
      ],
    },
    errors: [error('b', 'ps', 0, '_l2'), error('b', 'ps', 2, '_l2')],
  });
});

test.each<[string, unknown]>([
  ['too few entities', { data: { _entities: [] } }],
  ['too many entities', { data: { _entities: [{ _l2: 1 }, { _l2: 2 }] } }],
  ['no list of entities', { data: { _entities: { 0: { _l2: 1 } } } }],
  ['no entities', { data: {} }],
  ['an inherited list', { data: Object.create({ _entities: [{ _l2: 1 }] }) as unknown }],
  ['no data', {}],
  ['data that is a list', { data: [{ _l2: 1 }] }],
  ['an entity of another type', { data: { _entities: [{ __typename: 'Org', _l2: 1 }] } }],
  ['an entity that is no object', { data: { _entities: [5] } }],
])('%s is an error of the subgraph, and nothing of it is taken', async (_name, body) => {
  const { result } = await execute(joined('__typename _l2:income'), { a: { data: { _l0: person } }, b: body });
  expect(plain(result)).toEqual({ data: { _l0: person }, errors: [error('b', '_l0')] });
});

test('of an error only its place is kept, as far as the operation knows it', async () => {
  const paths = [['_l0', 'secret', 1], ['_l0', '_l1', 'more'], ['nowhere'], 'text', [0], [{}], undefined];
  const errors = paths.map((path) => ({ message: 'secret', path, extensions: { secret: 1 } }));
  const { result } = await execute(fetchA('{_l0:p{_l1:name}}'), {
    a: { data: { _l0: { _l1: null } }, errors: [...errors, null, 'secret'] },
  });
  expect(result.errors).toEqual([error('a', '_l0'), error('a', '_l0', '_l1'), error('a')]);
});

test.each([[{ 0: 1 }], ['secret'], [true]])('errors of the form %j are one error', async (errors) => {
  const { result } = await execute(fetchA('{_l0:p{_l1:name}}'), { a: { data: { _l0: null }, errors } });
  expect(plain(result)).toEqual({ data: { _l0: null }, errors: [error('a')] });
});

test('a fetch that may not be sent any more is not sent, and nobody is told of its entities', async () => {
  const told: unknown[] = [];
  const { result, requests } = await execute(
    joined('_l2:income'),
    { a: { data: { _l0: person } } },
    { mayDispatch: (fetch) => fetch.serviceName === 'a', onRepresentations: (_fetch, sent) => told.push(sent) },
  );
  expect(requests.map(({ subgraph }) => subgraph)).toEqual(['a']);
  expect(told).toEqual([]);
  expect(result.errors).toEqual([{ code: 'DISPATCH_REFUSED', subgraph: 'b', path: ['_l0'] }]);
});

test('a row that the gate keeps back is neither sent nor told, and its equals elsewhere are', async () => {
  const node = sequence(fetchA('{ps{__typename pid}}'), flatten(fetchB('_l2:income', 'pid'), 'ps', '@'));
  const told: unknown[] = [];
  const asked: unknown[] = [];
  const rows = ['1', '2', '1'].map((pid) => ({ __typename: 'P', pid }));
  const { result, requests } = await execute(
    node,
    { a: { data: { ps: rows } }, b: { data: { _entities: [{ _l2: 1 }] } } },
    {
      rowGate: ({ serviceName }) => {
        asked.push(serviceName);
        return ({ key, holder }) => holder?.key === 'ps' && key === 2;
      },
      onRepresentations: (_fetch, sent) => told.push(...sent),
    },
  );
  expect(new Set(asked)).toEqual(new Set(['b']));
  expect(variablesOf(requests[1])).toEqual({ representations: [rows[2]] });
  expect(told).toEqual(['{"__typename":"P","pid":"1"}']);
  expect(plain(result)).toEqual({ data: { ps: [rows[0], rows[1], { ...rows[2], _l2: 1 }] }, errors: [] });
});

test('a request is sharable only if somebody says so', async () => {
  const replies = { a: { data: { _l0: person } }, b: { data: { _entities: [null] } } };
  const without = await execute(joined('_l2:income'), replies);
  expect(without.requests.map(({ sharable }) => sharable)).toEqual([false, false]);
  const { requests } = await execute(joined('_l2:income'), replies, {
    sharable: ({ serviceName }) => serviceName === 'b',
  });
  expect(requests.map(({ sharable }) => sharable)).toEqual([false, true]);
});

test('entities that are sent on are told before', async () => {
  const events: string[] = [];
  await execute(
    joined('_l2:income'),
    {},
    {
      transport: {
        send({ subgraph }) {
          events.push(`send ${subgraph}`);
          return Promise.resolve({
            ok: true,
            body: { data: subgraph === 'a' ? { _l0: person } : { _entities: [null] } },
          });
        },
      },
      mayDispatch: ({ serviceName }) => events.push(`may ${serviceName}`) > 0,
      onRepresentations: ({ serviceName }, sent) => events.push(`${serviceName} gets [${sent.join(',')}]`),
    },
  );
  expect(events).toEqual(['may a', 'send a', 'may b', 'b gets [{"__typename":"P","pid":"1"}]', 'send b']);
});

test('nothing is sent for a client that is gone', async () => {
  const client = new AbortController();
  client.abort();
  const { result, requests } = await execute(fetchA('{_l0:p{_l1:name}}'), {}, { signal: client.signal });
  expect(requests).toEqual([]);
  expect(result.errors).toEqual([{ code: 'SUBGRAPH_TIMEOUT', subgraph: 'a', path: ['_l0'] }]);
});

test('what comes for a client that is gone is dropped, and nothing more is sent', async () => {
  const client = new AbortController();
  const requests: SubgraphRequest[] = [];
  const { result } = await execute(
    joined('_l2:income'),
    {},
    {
      signal: client.signal,
      transport: {
        send(request) {
          requests.push(request);
          client.abort();
          return Promise.resolve({ ok: true, body: { data: { _l0: person } } });
        },
      },
    },
  );
  expect(requests).toHaveLength(1);
  expect(plain(result)).toEqual({ data: {}, errors: [{ code: 'SUBGRAPH_TIMEOUT', subgraph: 'a', path: ['_l0'] }] });
});

test('a transport that throws is a subgraph error, and the rest of the plan runs', async () => {
  const { result } = await execute(
    { kind: 'Parallel', nodes: [fetchA('{_l0:p{_l1:name}}'), { ...fetchA('{_l2:ps{_l3:income}}'), serviceName: 'b' }] },
    {},
    {
      transport: {
        send: ({ subgraph }) =>
          subgraph === 'a'
            ? Promise.reject(new Error('secret'))
            : Promise.resolve({ ok: true, body: { data: { _l2: [] } } }),
      },
    },
  );
  expect(plain(result)).toEqual({ data: { _l2: [] }, errors: [error('a', '_l0')] });
});

test('a fetch gets the variables that it uses and no others', async () => {
  const fetch = { ...fetchA('query($v0:ID){_l0:p{_l1:name}}'), variableUsages: ['v0', 'toString', 'missing'] };
  const { requests } = await execute(fetch, { a: { data: { _l0: null } } }, { variables: { v0: '1', v1: 'other' } });
  expect(variablesOf(requests[0])).toEqual({ v0: '1' });
});

/** Custom scalars may hold anything; JSON has no other way to put it than `JSON.stringify`. */
const anything = fc.oneof(
  fc.anything({ values: [fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null)] }),
  fc.string({ unit: fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)) }),
  fc.constantFrom('"', '\\', '\u2028', '</script>', '税', -0, 1e400, 5e-324, undefined),
);

test('whatever variables hold, their text is the JSON that it would be of the whole', async () => {
  const fetch = { ...fetchA('query($v0:ID $v1:ID){_l0:p{_l1:name}}'), variableUsages: ['v0', 'v1'] };
  await fc.assert(
    fc.asyncProperty(fc.record({ v1: anything, v0: anything }, { requiredKeys: [] }), async (variables) => {
      const { requests } = await execute(fetch, { a: { data: { _l0: null } } }, { variables });
      expect(variablesOf(requests[0])).toEqual(plain(variables));
    }),
  );
});

test('whatever a required value is, the text sent is the JSON that it would be of the whole', async () => {
  const values = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)) }),
  );
  const node = sequence(fetchA('{_l0:p{__typename pid blob}}'), flatten(fetchB('_l2:income', 'pid', 'blob'), '_l0'));
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), values, async (pid, blob) => {
      const entity = { __typename: 'P', pid, blob };
      const told: string[] = [];
      const { requests } = await execute(
        node,
        { a: { data: { _l0: entity } }, b: { data: { _entities: [null] } } },
        { onRepresentations: (_fetch, sent) => told.push(...sent) },
      );
      expect(requests[1]?.variablesJson).toBe(JSON.stringify({ representations: [entity] }));
      expect(told).toEqual([JSON.stringify(entity)]);
    }),
  );
});

test('a condition takes its branch', async () => {
  const node: PlanNode = {
    kind: 'Condition',
    condition: 'v0',
    ifClause: fetchA('{_l0:p{_l1:name}}'),
    elseClause: fetchA('{_l2:p{_l1:name}}'),
  };
  for (const [v0, key] of [
    [true, '_l0'],
    [false, '_l2'],
    ['true', '_l2'],
  ]) {
    const { requests } = await execute(node, { a: { data: { _l0: null, _l2: null } } }, { variables: { v0 } });
    expect(requests[0]?.query).toContain(String(key));
  }
});

test('the planner’s aliases come out under their own names, also in error paths', async () => {
  const fetch: FetchNode = {
    ...fetchA('{_l0:any{__typename ...on P{_l1:n} ...on Q{_l1__alias_0:size}}}'),
    outputRewrites: [{ kind: 'KeyRenamer', path: ['_l0', '... on Q', '_l1__alias_0'], renameKeyTo: '_l1' }],
  };
  const { result } = await execute(fetch, {
    a: { data: { _l0: { __typename: 'Q', _l1__alias_0: 3 } }, errors: [{ path: ['_l0', '_l1__alias_0'] }] },
  });
  expect(plain(result)).toEqual({ data: { _l0: { __typename: 'Q', _l1: 3 } }, errors: [error('a', '_l0', '_l1')] });
});

test('a plan that nothing here could have written is refused', async () => {
  await expect(execute(fetchA('{_l0:p{_l1:nothing}}'), { a: { data: { _l0: {} } } })).rejects.toThrow('`P.nothing`');
  await expect(execute({ ...fetchA('{p{pid}}'), operationKind: 'subscription' }, {})).rejects.toThrow('subscriptions');
  await expect(execute({ ...fetchB('pid'), operation: '{p{pid}}' }, {})).rejects.toThrow('`_entities`');
});

test('an object stays of the type it had: what another subgraph says of another type is not mixed in', async () => {
  const again = { ...fetchA('{_l0:any{__typename ...on P{_l1:name} ...on Q{_l1:name}}}'), serviceName: 'b' };
  const { result } = await execute(sequence(fetchA('{_l0:any{__typename ...on P{pid}}}'), again), {
    a: { data: { _l0: { __typename: 'P', pid: '1' } } },
    b: { data: { _l0: { __typename: 'Q', _l1: 'rogue' } } },
  });
  expect(plain(result)).toEqual({ data: { _l0: { __typename: 'P', pid: '1' } }, errors: [error('b', '_l0')] });
});

test('a path with type conditions leads to objects of those types only', async () => {
  const node = sequence(
    fetchA('{_l0:named{__typename ...on P{pid}} _l1:ps{__typename pid}}'),
    flatten(fetchB('_l2:income', 'pid'), '_l0|[Q]'),
    flatten(fetchB('_l3:income', 'pid'), '', '_l1', '@|[P,Q]'),
  );
  const { result, requests } = await execute(node, {
    a: { data: { _l0: { __typename: 'P', pid: '1' }, _l1: [{ __typename: 'P', pid: '2' }] } },
    b: { data: { _entities: [{ _l2: 1, _l3: 2 }] } },
  });
  expect(requests).toHaveLength(2);
  expect(plain(result.data)).toEqual({
    _l0: { __typename: 'P', pid: '1' },
    _l1: [{ __typename: 'P', pid: '2', _l3: 2 }],
  });
});

test('input rewrites change the representation, never the tree', async () => {
  const fetch: FetchNode = {
    ...fetchB('_l2:income', 'n'),
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: 'Named',
        selections: [
          { kind: 'Field', name: '__typename' },
          { kind: 'Field', alias: 'key', name: 'pid' },
        ],
      },
    ],
    inputRewrites: [
      { kind: 'KeyRenamer', path: ['... on P', 'key'], renameKeyTo: 'pid' },
      { kind: 'KeyRenamer', path: ['... on Q', 'pid'], renameKeyTo: 'other' },
      { kind: 'ValueSetter', path: ['... on P', 'n'], setValueTo: 5 },
    ],
  };
  const { result, requests } = await execute(sequence(fetchA('{_l0:p{__typename key:pid}}'), flatten(fetch, '_l0')), {
    a: { data: { _l0: { __typename: 'P', key: '1' } } },
    b: { data: { _entities: [null] } },
  });
  expect(variablesOf(requests[1])).toEqual({ representations: [{ __typename: 'P', pid: '1', n: 5 }] });
  expect(plain(result.data)).toEqual({ _l0: { __typename: 'P', key: '1' } });
});
