/** Every cross-organisation flow that the supergraph can cause, judged without a request (Art 34, 35; enforcement.md section 4). */
import { readFieldSet, type FieldSetEntry } from './field-set';
import { isShutBySchema, judgeFlow, originsOf, worseStatus, type FlowLaw, type FlowStatus } from './flow-law';
import { compositeFieldsOf, edgesBeyond, type HandedOn } from './handed-on';
import { keyEdges, type KeyEdge } from './key-edges';
import type { FieldModel, SubgraphModel } from './subgraph-model';

export interface FlowEntry {
  /** Organisation whose value moves. */
  readonly from: string;
  readonly coordinate: string;
  readonly to: { readonly subgraph: string; readonly organisation: string };
  readonly via: 'key' | 'requires' | 'provides' | 'path';
  /** The element that moves it, e.g. `Person @key(fields: "pid")` or `Person.benefit @requires`. */
  readonly through: string;
  /** Purpose of the `@consumes` that declares it; `null` where none does or none is needed. */
  readonly consumedBy: string | null;
  readonly grant: string | null;
  readonly status: FlowStatus;
  /** Where a finding about it stands. */
  readonly at: { readonly coordinate: string; readonly subgraph: string; readonly line: number | null };
  /** Of `path`: the field's own objects are handed on, not those of a field below it. */
  readonly direct: boolean;
}

type Place = Pick<FlowEntry, 'via' | 'through' | 'at'>;

/** A way into a subgraph by key, with what the schema and the register say to it. */
export interface JudgedEdge {
  readonly edge: KeyEdge;
  readonly status: FlowStatus;
  readonly flows: readonly FlowEntry[];
}

export function reportFlows(law: FlowLaw): readonly FlowEntry[] {
  const judged = judgeKeyEdges(law);
  return [
    ...judged.flatMap(({ flows }) => flows),
    ...law.subgraphs.flatMap((subgraph) => fieldFlows(law, subgraph)),
    ...pathFlows(law, judged),
  ];
}

export function judgeKeyEdges(law: FlowLaw): readonly JudgedEdge[] {
  return keyEdges(law.subgraphs).map((edge): JudgedEdge => {
    const flows = edge.fields.flatMap((entry) =>
      entryFlows(law, entry, edge.to, {
        via: 'key',
        through: describeEdge(edge),
        at: { coordinate: entry.field.coordinate, subgraph: edge.to.name, line: edge.line },
      }),
    );
    return { edge, flows, status: flows.map(({ status }) => status).reduce(worseStatus, 'permitted') };
  });
}

export function describeEdge(edge: KeyEdge): string {
  return `${edge.typeName} @key(fields: "${edge.key}")`;
}

/** What `@requires` brings to a subgraph, and what `@provides` lets it answer of others' data. */
function fieldFlows(law: FlowLaw, subgraph: SubgraphModel): readonly FlowEntry[] {
  return Object.values(subgraph.types).flatMap((type) =>
    Object.values(type.fields).flatMap((field) => {
      const at = { coordinate: field.coordinate, subgraph: subgraph.name, line: field.line };
      const moved = (via: 'requires' | 'provides', holder: string, text: string | null): readonly FlowEntry[] => {
        // Of what a `@provides` names, only the external parts are somebody else's.
        const entries = (text === null ? [] : readFieldSet(subgraph, holder, text)).filter(
          (entry) => via === 'requires' || entry.field.external,
        );
        const place = { via, through: `${field.coordinate} @${via}`, at };
        return entries.flatMap((entry) => entryFlows(law, entry, subgraph, place));
      };
      return [...moved('requires', type.name, field.requires), ...moved('provides', field.namedType, field.provides)];
    }),
  );
}

/** A key reveals that its object belongs to what the composite fields above it list: those fields flow with it. */
function pathFlows(law: FlowLaw, judged: readonly JudgedEdge[]): readonly FlowEntry[] {
  // What is merely undeclared may be declared tomorrow; what class rules out is never planned.
  const open = judged
    .filter(({ status }) => status === 'undeclared' || !isShutBySchema(status))
    .map(({ edge }) => edge);
  const beyond = edgesBeyond(law.subgraphs, open);
  const flows = law.subgraphs.flatMap((subgraph) =>
    Object.values(subgraph.types).flatMap((type) =>
      compositeFieldsOf(law.subgraphs, subgraph, type).flatMap((field) =>
        pathFlowsOf(law, beyond(subgraph, field.namedType), subgraph, field),
      ),
    ),
  );
  const found = new Map<string, FlowEntry>();
  for (const flow of flows) {
    const id = `${flow.from} ${flow.coordinate} ${flow.to.subgraph}`;
    const known = found.get(id);
    if (known === undefined || (flow.direct && !known.direct)) found.set(id, flow);
  }
  return [...found.values()];
}

function pathFlowsOf(
  law: FlowLaw,
  beyond: readonly HandedOn[],
  subgraph: SubgraphModel,
  field: FieldModel,
): readonly FlowEntry[] {
  const receivers = [...new Set(beyond.map(({ edge }) => edge.to))];
  return receivers.flatMap((receiver) => {
    const into = beyond.filter(({ edge }) => edge.to === receiver);
    const first = into.find(({ direct }) => direct) ?? into[0];
    if (first === undefined) return [];
    const place = {
      via: 'path',
      through: describeEdge(first.edge),
      at: { coordinate: field.coordinate, subgraph: subgraph.name, line: field.line },
    } as const;
    const keys = into.flatMap(({ edge }) => edge.fields.map((entry) => entry.field.coordinate));
    const origin = new Set([subgraph.name]);
    return flowsOf(law, field.coordinate, receiver, place, origin, keys).map((flow) => ({
      ...flow,
      direct: first.direct,
    }));
  });
}

function entryFlows(law: FlowLaw, entry: FieldSetEntry, receiver: SubgraphModel, place: Place): readonly FlowEntry[] {
  return flowsOf(law, entry.field.coordinate, receiver, place, originsOf(law, entry.parents, receiver), []);
}

function flowsOf(
  law: FlowLaw,
  coordinate: string,
  receiver: SubgraphModel,
  place: Place,
  at: ReadonlySet<string> | null,
  handedOnBy: readonly string[],
): readonly FlowEntry[] {
  const organisation = receiver.organisation;
  if (organisation === null) return [];
  return judgeFlow(law, coordinate, receiver, at, handedOnBy).map((judgement) => ({
    from: judgement.owner,
    coordinate,
    to: { subgraph: receiver.name, organisation },
    ...place,
    consumedBy: judgement.purpose,
    grant: judgement.grant,
    status: judgement.status,
    direct: false,
  }));
}
