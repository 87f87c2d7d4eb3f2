/** What several fetches of one client request ask alike is asked once, and each fetch is judged, told and answered for itself. */
import type { Execution, ExecutionResult, SubgraphReply, SubgraphRequest } from '../../../gateway/executor/execution';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import type { FetchNode, PlanNode } from '../../../gateway/planner/query-plan';
import { inProcessFederation } from '../../support/in-process-federation';

const { supergraphSdl } = inProcessFederation([
  {
    name: 'a',
    sdl: 'type Query { p: P q: P } type Mutation { make: P } type P @key(fields: "pid") { pid: ID! org: P }',
    resolvers: {},
  },
  { name: 'b', sdl: 'type P @key(fields: "pid") { pid: ID! income: Int boss: P }', resolvers: {} },
]);
const run = planExecutor(supergraphSdl);

const root: FetchNode = {
  kind: 'Fetch',
  serviceName: 'a',
  operation: '{_l0:p{__typename pid} _l1:q{__typename pid}}',
  operationKind: 'query',
};

function income(id: string): FetchNode {
  return {
    kind: 'Fetch',
    id,
    serviceName: 'b',
    operation: 'query($representations:[_Any!]!){_entities(representations:$representations){...on P{_l2:income}}}',
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

const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });
const flatten = (node: PlanNode, ...path: string[]): PlanNode => ({ kind: 'Flatten', path, node });
const both = sequence(root, parallel(flatten(income('first'), '_l0'), flatten(income('second'), '_l1')));

interface Sent {
  readonly result: ExecutionResult;
  readonly requests: readonly SubgraphRequest[];
}

async function execute(
  node: PlanNode,
  changes: Partial<Execution> & { before?(request: SubgraphRequest): void } = {},
  pids: readonly [string, string] = ['1', '1'],
): Promise<Sent> {
  const requests: SubgraphRequest[] = [];
  const entity = (pid: string): unknown => ({ __typename: 'P', pid });
  const result = await run({
    plan: { node },
    variables: {},
    transport: {
      async send(request) {
        requests.push(request);
        await Promise.resolve();
        changes.before?.(request);
        if (request.mayStillSend?.() === false) return { ok: false, code: 'DISPATCH_REFUSED' };
        const data =
          request.subgraph === 'a' ? { _l0: entity(pids[0]), _l1: entity(pids[1]) } : { _entities: [{ _l2: 5 }] };
        return { ok: true, body: { data } } as SubgraphReply;
      },
    },
    signal: new AbortController().signal,
    mayDispatch: () => true,
    ...changes,
  });
  return { result, requests };
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const person = (pid = '1'): Record<string, unknown> => ({ __typename: 'P', pid });

test('it is sent once; each fetch is asked for and told of, and gets the answer', async () => {
  const events: string[] = [];
  const { result, requests } = await execute(both, {
    mayDispatch: ({ serviceName, id = '' }) => events.push(`may ${serviceName} ${id}`) > 0,
    onRepresentations: ({ id = '' }, sent) => events.push(`${id} gets ${sent.join()}`),
  });
  expect(requests.map(({ subgraph }) => subgraph)).toEqual(['a', 'b']);
  const told = '{"__typename":"P","pid":"1"}';
  expect(events.slice(2, 6)).toEqual(['may b first', `first gets ${told}`, 'may b second', `second gets ${told}`]);
  expect(plain(result)).toEqual({
    data: { _l0: { ...person(), _l2: 5 }, _l1: { ...person(), _l2: 5 } },
    errors: [],
  });
});

test('other entities, and what is asked in order, are asked for each', async () => {
  const { requests } = await execute(both, {}, ['1', '2']);
  expect(requests).toHaveLength(3);
  const again = sequence(root, flatten(income('first'), '_l0'), flatten(income('second'), '_l1'));
  expect((await execute(again)).requests).toHaveLength(2);
});

test('a fetch that may not be sent gets nothing of what another got', async () => {
  for (const refused of ['first', 'second']) {
    const { result, requests } = await execute(both, { mayDispatch: ({ id }) => id !== refused });
    expect(requests).toHaveLength(2);
    const [kept, without] = refused === 'first' ? ['_l1', '_l0'] : ['_l0', '_l1'];
    expect(plain(result)).toEqual({
      data: { [kept]: { ...person(), _l2: 5 }, [without]: person() },
      errors: [{ code: 'DISPATCH_REFUSED', subgraph: 'b', path: [without] }],
    });
  }
});

test('what is refused while it waits is refused to that fetch, and sent only for the other', async () => {
  for (const refused of [['first'], ['second'], ['first', 'second']]) {
    let waited = false;
    const { result, requests } = await execute(both, {
      before: ({ subgraph }) => (waited = subgraph === 'b'),
      mayDispatch: ({ id = '' }) => !waited || !refused.includes(id),
    });
    expect(requests).toHaveLength(2);
    const places = refused.map((each): string => (each === 'first' ? '_l0' : '_l1'));
    expect(plain(result)).toEqual({
      data: Object.fromEntries(
        ['_l0', '_l1'].map((key) => [key, places.includes(key) ? person() : { ...person(), _l2: 5 }]),
      ),
      errors: places.map((place) => ({ code: 'DISPATCH_REFUSED', subgraph: 'b', path: [place] })),
    });
  }
});

test('a request that may share its answer with other clients is none that may not', async () => {
  const { requests } = await execute(both, { sharable: ({ id }) => id === 'first' });
  expect(requests.map(({ sharable }) => sharable)).toEqual([false, true, false]);
});

test('a change is made as often as it was asked for', async () => {
  const make: FetchNode = { ...root, operation: 'mutation{_l0:make{__typename pid}}', operationKind: 'mutation' };
  const { requests } = await execute(sequence(make, make));
  expect(requests.map(({ operationKind }) => operationKind)).toEqual(['mutation', 'mutation']);
});

test('another client request asks anew', async () => {
  await execute(both);
  expect((await execute(both)).requests).toHaveLength(2);
});
