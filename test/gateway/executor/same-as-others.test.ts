import fc from 'fast-check';
import { executeQueryPlan } from '@apollo/gateway';
import { computeResponse } from '@apollo/gateway/dist/resultShaping';
import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { apiSchemaOf, loadSupergraphModel, operationFromDocument } from '../../../schema/federation';
import type {
  ExecutionResult,
  SubgraphReply,
  SubgraphRequest,
  SubgraphTransport,
} from '../../../gateway/executor/execution';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import type { QueryPlan } from '../../../gateway/planner/query-plan';
import { inProcessFederation, inProcessTransport, type Interference } from '../../support/in-process-federation';
import { askMonolith, library } from '../../support/library-federation';
import { libraryOperation } from '../../support/library-operation';

const federation = inProcessFederation(library);
const model = loadSupergraphModel(federation.supergraphSdl);
const apiSchema = apiSchemaOf(model);
const planner = apolloPlanner(federation.supergraphSdl);
const run = planExecutor(federation.supergraphSdl);

const tape = fc.array(fc.nat(60), { minLength: 20, maxLength: 120 });

function ours(plan: QueryPlan, transport: SubgraphTransport): Promise<ExecutionResult> {
  return run({ plan, variables: {}, transport, signal: new AbortController().signal, mayDispatch: () => true });
}

/** Completed by @apollo/gateway's own rules: an object whose concrete type no subgraph could tell still is of its interface. */
function shaped(document: DocumentNode, input: Record<string, unknown>): unknown {
  const operation = operationFromDocument(model, document);
  return plain(computeResponse({ operation, input, introspectionHandling: () => null }).data);
}

async function apollos(
  document: DocumentNode,
  plan: QueryPlan,
  transport: SubgraphTransport,
): Promise<{ data: unknown; errors: readonly { path?: unknown }[] }> {
  const services = Object.fromEntries(
    Object.keys(federation.subgraphs).map((subgraph) => [
      subgraph,
      {
        async process({ request }: { request: { query: string; variables: Record<string, unknown> } }) {
          const signal = new AbortController().signal;
          const { query, variables } = request;
          const variablesJson = JSON.stringify(variables);
          const reply = await transport.send(
            { subgraph, operationKind: 'query', query, variablesJson, sharable: false },
            signal,
          );
          if (!reply.ok) throw new Error(reply.code);
          return plain(reply.body);
        },
      },
    ]),
  );
  const operation = document.definitions.find(
    (each) => each.kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  const answer = await executeQueryPlan(
    { kind: 'QueryPlan', node: plan.node ?? undefined } as never,
    services as never,
    { request: { variables: {} }, metrics: {} } as never,
    { schema: apiSchema, operation, operationName: undefined, fragments: {} } as never,
    model.schema.toGraphQLJSSchema(),
    model.apiSchema(),
  );
  return { data: plain(answer.data), errors: answer.errors ?? [] };
}

function plain(value: unknown): never {
  return JSON.parse(JSON.stringify(value)) as never;
}

test('a healthy federation answers what a monolith answers', async () => {
  await fc.assert(
    fc.asyncProperty(tape, async (numbers) => {
      const document = libraryOperation(apiSchema, numbers);
      fc.pre(document !== null);
      const result = await ours(planner.plan(document), federation.transport);
      expect(result.errors).toEqual([]);
      const expected = await askMonolith(apiSchema, document);
      expect(expected.errors).toBeUndefined();
      expect(shaped(document, result.data)).toEqual(plain(expected.data));
    }),
    { numRuns: 100 },
  );
});

const faults = fc.record({
  subgraph: fc.constantFrom(...Object.keys(federation.subgraphs)),
  fault: fc.constantFrom('down', 'no data', 'nulled entities', 'one error'),
});

function representationsIn({ variablesJson }: SubgraphRequest): readonly unknown[] {
  const { representations = [] } = JSON.parse(variablesJson) as { representations?: readonly unknown[] };
  return representations;
}

/** INVARIANT: what becomes of an entity depends on its representation, not on its index: equal ones are sent once by us, often by others. */
function faulty({ subgraph, fault }: { subgraph: string; fault: string }): Interference {
  return (request, reply): SubgraphReply => {
    if (request.subgraph !== subgraph || !reply.ok) return reply;
    const data = reply.body.data as Record<string, unknown>;
    const sent = representationsIn(request);
    const hit = sent.map((each) => JSON.stringify(each).length % 2 === 0);
    switch (fault) {
      case 'down':
        return { ok: false, code: 'SUBGRAPH_UNAVAILABLE' };
      case 'no data':
        return { ok: true, body: { data: null, errors: [{ message: 'secret' }] } };
      case 'nulled entities':
        return { ok: true, body: { data: withoutHit(data, hit) } };
      default: {
        const [key = ''] = Object.keys(data);
        const paths = key === '_entities' ? sent.flatMap((_each, i) => (hit[i] === true ? [[key, i]] : [])) : [[key]];
        const nulled = key === '_entities' ? withoutHit(data, hit) : { ...data, [key]: null };
        return { ok: true, body: { data: nulled, errors: paths.map((path) => ({ message: 'secret', path })) } };
      }
    }
  };
}

function withoutHit(data: Record<string, unknown>, hit: readonly boolean[]): Record<string, unknown> {
  const entities = data['_entities'];
  if (!Array.isArray(entities)) return data;
  return { _entities: entities.map((each: unknown, index) => (hit[index] === true ? null : each)) };
}

test('a federation with a faulty subgraph answers what @apollo/gateway answers', async () => {
  await fc.assert(
    fc.asyncProperty(tape, faults, async (numbers, fault) => {
      const document = libraryOperation(apiSchema, numbers);
      fc.pre(document !== null);
      const plan = planner.plan(document);
      const transport = inProcessTransport(federation.subgraphs, [], faulty(fault));
      const mine = await ours(plan, transport);
      const theirs = await apollos(document, plan, transport);
      expect(shaped(document, mine.data)).toEqual(theirs.data);
      expect(mine.errors.length > 0).toBe(theirs.errors.length > 0);
      expect(JSON.stringify(mine)).not.toContain('secret');
    }),
    { numRuns: 100 },
  );
});
