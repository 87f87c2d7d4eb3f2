/** Where the objects that a composite field yields can be sent on: every key edge that they, or objects below them, can take. */
import type { KeyEdge } from './key-edges';
import { indexOf, typeIn } from './lookup';
import { isProvided, resolvesField } from './resolution';
import type { FieldModel, SubgraphModel, TypeModel } from './subgraph-model';

export interface HandedOn {
  readonly edge: KeyEdge;
  /** The field's own objects (through types without a key of their own), not objects of another composite field below them. */
  readonly direct: boolean;
}

/** @param edges those that may be taken at all */
export function edgesBeyond(
  subgraphs: readonly SubgraphModel[],
  edges: readonly KeyEdge[],
  start: SubgraphModel,
  field: FieldModel,
): readonly HandedOn[] {
  const visited = new Set<string>();
  const reached = new Map<KeyEdge, boolean>();
  const queue = [{ subgraph: start, typeName: field.namedType, direct: true }];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    const { subgraph, typeName, direct } = place;
    const id = `${subgraph.name} ${typeName} ${String(direct)}`;
    const type = typeIn(subgraph, typeName);
    if (type === null || visited.has(id)) continue;
    visited.add(id);

    const concrete = type.kind === 'OBJECT' ? [] : indexOf(subgraphs).possibleTypes(typeName);
    for (const name of concrete) queue.push({ subgraph, typeName: name, direct });
    for (const edge of edges) {
      if (!edge.from.includes(subgraph.name)) continue;
      if (edge.typeName !== typeName && !type.interfaces.includes(edge.typeName)) continue;
      reached.set(edge, direct || reached.get(edge) === true);
      queue.push({ subgraph: edge.to, typeName: edge.typeName, direct: false });
    }
    const deeper = direct && type.keys.length === 0;
    for (const next of compositeFieldsOf(subgraphs, subgraph, type)) {
      queue.push({ subgraph, typeName: next.namedType, direct: deeper });
    }
  }
  return [...reached].map(([edge, direct]) => ({ edge, direct }));
}

/** Composite fields that the subgraph can answer, if only where a `@provides` says so. */
export function compositeFieldsOf(
  subgraphs: readonly SubgraphModel[],
  subgraph: SubgraphModel,
  type: TypeModel,
): readonly FieldModel[] {
  return Object.values(type.fields).filter(
    (field) =>
      field.composite &&
      (resolvesField(subgraphs, subgraph, field) || (field.external && isProvided(subgraph, field.coordinate))),
  );
}
