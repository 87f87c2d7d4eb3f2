/** The `@consumes` lines that are missing: what `lingqu flows --write` prints and what findings propose (Art 34, 35). */
import { meetPurposes, normalisePurposes } from '../directives/purpose';
import { grantsFor, listsCoordinate, needsGrant, type FlowLaw } from './flow-law';
import type { FlowEntry } from './flow-report';
import type { SubgraphModel } from './subgraph-model';

export interface MissingConsumption {
  readonly subgraph: string;
  readonly fields: readonly string[];
  /** `null` = the register and the labels leave no purpose to propose. */
  readonly purpose: string | null;
  readonly grant: string | null;
}

/** One line per subgraph, purpose and grant. What class or purpose forbids is not proposed, nor what needs no declaration. */
export function missingConsumptions(law: FlowLaw, flows: readonly FlowEntry[]): readonly MissingConsumption[] {
  const lines = new Map<string, MissingConsumption>();
  for (const flow of flows) {
    const proposed = proposeConsumption(law, flow);
    if (proposed === null) continue;
    const id = JSON.stringify([proposed.subgraph, proposed.purpose, proposed.grant]);
    const fields = new Set([...(lines.get(id)?.fields ?? []), ...proposed.fields]);
    lines.set(id, { ...proposed, fields: [...fields].sort() });
  }
  return [...lines.values()];
}

/** @returns `null` where a line is there, is not needed, or could not help */
export function proposeConsumption(law: FlowLaw, flow: FlowEntry): MissingConsumption | null {
  const receiver = law.subgraphs.find(({ name }) => name === flow.to.subgraph);
  const policy = law.labelMap.fields[flow.coordinate]?.label?.owners[flow.from];
  if (receiver === undefined || policy === undefined || policy.open === 'UNCONDITIONAL') return null;
  if (flow.status !== 'undeclared' && flow.status !== 'permitted') return null;
  if (receiver.consumes.some(({ fields }) => listsCoordinate(law, fields, flow.coordinate))) return null;
  const fields = [flow.coordinate];
  // A composite field that borrows the key's purpose is written down with that purpose.
  if (flow.consumedBy !== null) {
    return { subgraph: receiver.name, fields, purpose: flow.consumedBy, grant: flow.grant };
  }
  const grant = needsGrant(policy, receiver) ? grantsFor(law, flow.from, flow.coordinate, receiver)[0] : undefined;
  const allowed = meetPurposes(policy.purposes, grant?.purposes ?? purposesOf(law, receiver)) ?? [];
  return { subgraph: receiver.name, fields, purpose: allowed[0] ?? null, grant: grant?.id ?? null };
}

/** As SDL: the line to add to the subgraph's schema. A purpose that nothing suggests is left for the provider to write. */
export function printConsumption({ fields, purpose, grant }: Omit<MissingConsumption, 'subgraph'>): string {
  const listed = fields.map((field) => JSON.stringify(field)).join(', ');
  const named = grant === null ? '' : `, grant: ${JSON.stringify(grant)}`;
  return `extend schema @consumes(fields: [${listed}], purpose: ${JSON.stringify(purpose ?? '…')}${named})`;
}

function purposesOf(law: FlowLaw, receiver: SubgraphModel): readonly string[] {
  return normalisePurposes(
    law.register.clients
      .filter(({ organisation }) => organisation === receiver.organisation)
      .flatMap(({ purposes }) => purposes),
  );
}
