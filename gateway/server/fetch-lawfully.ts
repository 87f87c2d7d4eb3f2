/** Runs a lawful plan: the intent is in the log before anything is changed or handed on, and each dispatch asks the grants anew. */
import type { TracedSubject } from '../audit/entry';
import { grantsReliedOn } from './response';
import { lapsed } from './grants-in-force';
import { carriesProtected, loggedFlows, requestEvent, subjectsSentOn } from './log-event';
import { loggedShape } from './logged-shape';
import type { CaseParts, Fetched, Planned, RequestCase } from './request-case';
import type { ServedSupergraph } from './served-supergraph';

export async function fetchLawfully(
  its: RequestCase,
  { bound, plan, flows, stands }: Planned,
  served: ServedSupergraph,
  parts: CaseParts,
): Promise<Fetched> {
  const { supergraph } = served;
  const relied = bound.relied.flatMap((slot) => bound.decisions[slot] ?? []);
  its.relied = grantsReliedOn([...relied, ...flows.map((flow) => flow.decision)]);
  if (plan.node === null) {
    return { result: { data: Object.create(null) as Record<string, unknown>, errors: [] }, sentOn: [], subgraphs: [] };
  }
  const mutates = bound.operation.kind === 'mutation';
  if (mutates || carriesProtected(flows, supergraph)) {
    await parts.audit.append(
      requestEvent(its.facts, {
        kind: 'intent',
        outcome: 'intent',
        shape: loggedShape(bound, supergraph, its.shapeHead).shape,
        grants: [...its.relied],
        flows: loggedFlows(flows),
      }),
    );
  }
  const sentOn: TracedSubject[] = [];
  const subgraphs = new Set<string>();
  const result = await served.execute({
    plan,
    variables: bound.variables,
    transport: served.transport,
    // A change that was begun is carried through, whether or not anybody still listens.
    signal: mutates ? new AbortController().signal : its.gone,
    mayDispatch(fetch) {
      const [grants, instant] = [parts.grants.current(), parts.now()];
      const may = lapsed(its.relied, its.grants, grants, instant) === null && stands(fetch, grants, instant);
      if (may) subgraphs.add(fetch.serviceName);
      return may;
    },
    onRepresentations: (fetch, representations) =>
      void sentOn.push(...subjectsSentOn(fetch, representations, supergraph)),
  });
  for (const { subgraph, code } of result.errors) parts.metrics.subgraphFailed(subgraph, code);
  return { result, sentOn, subgraphs: [...subgraphs].sort() };
}
