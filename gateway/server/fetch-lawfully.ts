/** Runs a lawful plan: the intent is in the log before anything is changed or handed on, and each dispatch asks the law anew. */
import type { TracedSubject } from '../audit/entry';
import type { BoundOperation } from '../compiler/compiled-operation';
import type { ExecutionResult, SubgraphTransport } from '../executor/execution';
import { rowGate } from '../executor/row-gate';
import { sharableFetches } from '../planner/sharable-fetches';
import type { PermittedOutcome } from './lawful-outcome';
import { requestEvent, subjectsSentOn } from './log-event';
import { inForce, type CaseParts, type RequestCase } from './request-case';
import { isUnchanged, lapseOf } from './still-holds';

export interface Fetched {
  readonly result: ExecutionResult;
  readonly sentOn: readonly TracedSubject[];
  /** Subgraphs that were asked. */
  readonly subgraphs: readonly string[];
}

export async function fetchLawfully(
  its: RequestCase,
  outcome: PermittedOutcome,
  { operation, variables }: BoundOperation,
  parts: CaseParts,
): Promise<Fetched> {
  const { served } = its;
  const { plan, stands, rowsToSend, logged } = outcome;
  if (plan.node === null) {
    return { result: { data: Object.create(null) as Record<string, unknown>, errors: [] }, sentOn: [], subgraphs: [] };
  }
  const mutates = operation.kind === 'mutation';
  let intent: Promise<unknown> | null = null;
  if (mutates || outcome.carriedTo.size > 0) {
    const { shape, grants, flows } = logged;
    intent = parts.audit.append(requestEvent(its.facts, { kind: 'intent', outcome: 'intent', shape, grants, flows }));
    if (mutates) await intent;
  }
  const sentOn: TracedSubject[] = [];
  const subgraphs = new Set<string>();
  const result = await served.execute({
    plan,
    variables,
    transport: intent === null ? served.transport : transportAfter(intent, outcome.carriedTo, served.transport),
    // A change that was begun is carried through, whether or not anybody still listens.
    signal: mutates ? new AbortController().signal : its.gone(),
    mayDispatch(fetch) {
      const now = inForce(parts);
      const may =
        isUnchanged(outcome, now) || (lapseOf(its, outcome, now) === null && stands(fetch, now.grants, now.instant));
      if (may) subgraphs.add(fetch.serviceName);
      return may;
    },
    // A change is never shared; what is, was decided for this client all the same.
    sharable: (fetch) => !mutates && sharableFetches(served.supergraph, plan).has(fetch),
    rowGate(fetch) {
      const { grants, instant } = inForce(parts);
      const rows = rowsToSend(fetch, grants, instant);
      return rows === 'all' ? null : rowGate(outcome.bound, rows);
    },
    onRepresentations(fetch, representations) {
      for (const subject of subjectsSentOn(fetch, representations, served.supergraph)) sentOn.push(subject);
    },
  });
  // Where it failed nothing was handed on, and nothing may be released.
  await intent;
  for (const { subgraph, code } of result.errors) parts.metrics.subgraphFailed(subgraph, code);
  return { result, sentOn, subgraphs: [...subgraphs].sort() };
}

/**
 * Fetches that hand nothing on go out while the intent is being written; whatever goes to a receiver waits for it.
 *
 * INVARIANT: what waited is asked for anew: a grant may have been suspended meanwhile.
 */
function transportAfter(
  intent: Promise<unknown>,
  receivers: ReadonlySet<string>,
  transport: SubgraphTransport,
): SubgraphTransport {
  const durable = intent.then(
    () => true,
    () => false,
  );
  return {
    async send(request, signal) {
      if (receivers.has(request.subgraph) && (!(await durable) || request.mayStillSend?.() === false)) {
        return { ok: false, code: 'DISPATCH_REFUSED' };
      }
      return transport.send(request, signal);
    },
  };
}
