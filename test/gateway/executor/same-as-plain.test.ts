/** The plain executor reads every reply once for every place, and shares nothing: whatever subgraphs answer, ours must end with the same tree. */
import fc from 'fast-check';
import { apiSchemaOf, loadSupergraphModel } from '../../../schema/federation';
import type { ExecutionResult, SubgraphReply } from '../../../gateway/executor/execution';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import type { QueryPlan } from '../../../gateway/planner/query-plan';
import { pathOf, type Target } from '../../../gateway/executor/target';
import { inProcessFederation, inProcessTransport, type Exchange } from '../../support/in-process-federation';
import { library } from '../../support/library-federation';
import { libraryOperation } from '../../support/library-operation';
import { planExecutor as plainPlanExecutor } from '../../support/plain-executor/execute-plan';

const federation = inProcessFederation(library);
const apiSchema = apiSchemaOf(loadSupergraphModel(federation.supergraphSdl));
const planner = apolloPlanner(federation.supergraphSdl);
const ours = planExecutor(federation.supergraphSdl);
const plainly = plainPlanExecutor(federation.supergraphSdl);

const tape = fc.array(fc.nat(60), { minLength: 20, maxLength: 120 });

const rogues: readonly unknown[] = [
  ...[null, undefined, 5, -0, 'x', '', true, [], [null], {}, Infinity],
  ...[{ __typename: 'Film', id: 'f1' }, { __typename: 'Nobody' }, { id: 'rogue' }, [{ __typename: 'Book' }, 'x', null]],
];

/** Replaces about one value in `rate` by a rogue one; the same in every run for the same reply. */
function tampered(value: unknown, draw: () => number, rate: number): unknown {
  if (draw() % rate === 0) return rogues[draw() % rogues.length];
  if (Array.isArray(value)) return value.map((each) => tampered(each, draw, rate));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tampered(each, draw, rate)]));
}

function drawsOf(seed: number, text: string): () => number {
  let state = seed;
  for (let at = 0; at < text.length; at++) state = (Math.imul(state, 31) + text.charCodeAt(at)) | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) & 0xffff;
  };
}

interface Outcome {
  readonly data: unknown;
  readonly errors: readonly string[];
  readonly sent: readonly string[];
}

async function outcome(
  run: (execution: Parameters<typeof ours>[0]) => Promise<ExecutionResult>,
  plan: QueryPlan,
  tamper: (reply: SubgraphReply, text: string) => SubgraphReply,
  gateSeed: number | null,
): Promise<Outcome> {
  const exchanges: Exchange[] = [];
  const transport = inProcessTransport(federation.subgraphs, exchanges, ({ query, variablesJson }, reply) =>
    tamper(reply, query + variablesJson),
  );
  const signal = new AbortController().signal;
  // Keeps every third place back.
  const gate = (target: Target): boolean => drawsOf(gateSeed ?? 0, pathOf(target).join('.'))() % 3 > 0;
  const rowGate = (): typeof gate | null => (gateSeed === null ? null : gate);
  const result = await run({ plan, variables: {}, transport, signal, mayDispatch: () => true, rowGate });
  return {
    data: JSON.parse(JSON.stringify(result.data)),
    errors: result.errors.map((error) => JSON.stringify(error)).sort(),
    sent: [
      ...new Set(exchanges.map(({ request }) => `${request.subgraph} ${request.query} ${request.variablesJson}`)),
    ].sort(),
  };
}

test.each([
  [1_000_000, 'nothing'],
  [40, 'nothing'],
  [12, 'nothing'],
  [40, 'a third of the rows'],
])('one value of %i is wrong and %s kept back: the same tree, errors and requests', async (rate, kept) => {
  let values = 0;
  await fc.assert(
    fc.asyncProperty(tape, fc.nat(), async (numbers, seed) => {
      const document = libraryOperation(apiSchema, numbers);
      fc.pre(document !== null);
      const plan = planner.plan(document);
      const tamper = (reply: SubgraphReply, text: string): SubgraphReply => {
        if (!reply.ok) return reply;
        const draw = drawsOf(seed, text);
        const data = tampered(reply.body.data, draw, rate);
        const errors = draw() % 4 > 0 ? undefined : [{ path: ['_entities', draw() % 3, '_l1'] }, { path: ['_l0', 1] }];
        return { ok: true, body: { data, errors } };
      };
      const gateSeed = kept === 'nothing' ? null : seed;
      const mine = await outcome(ours, plan, tamper, gateSeed);
      values += JSON.stringify(mine.data).length;
      expect(mine).toEqual(await outcome(plainly, plan, tamper, gateSeed));
    }),
    { numRuns: 80 },
  );
  expect(values).toBeGreaterThan(0);
});
