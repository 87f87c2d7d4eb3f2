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

/** From objects of a type in a subgraph to the edges that they can take. */
export type EdgesBeyond = (subgraph: SubgraphModel, typeName: string) => readonly HandedOn[];

/** @param edges those that may be taken at all */
export function edgesBeyond(subgraphs: readonly SubgraphModel[], edges: readonly KeyEdge[]): EdgesBeyond {
  const leaving = new Map<string, KeyEdge[]>();
  for (const edge of edges) {
    for (const from of edge.from) {
      const id = `${from} ${edge.typeName}`;
      leaving.set(id, [...(leaving.get(id) ?? []), edge]);
    }
  }
  // Which types the composite fields of a type yield, computed once for all walks.
  const yields = new Map<string, ReadonlySet<string>>();
  const yieldedBy = (subgraph: SubgraphModel, type: TypeModel): ReadonlySet<string> => {
    const id = `${subgraph.name} ${type.name}`;
    const found = yields.get(id) ?? new Set(compositeFieldsOf(subgraphs, subgraph, type).map((each) => each.namedType));
    yields.set(id, found);
    return found;
  };
  const known = new Map<string, readonly HandedOn[]>();
  return (subgraph, typeName) => {
    const id = `${subgraph.name} ${typeName}`;
    const found = known.get(id) ?? walk({ subgraphs, leaving, yieldedBy }, subgraph, typeName);
    known.set(id, found);
    return found;
  };
}

interface Ways {
  readonly subgraphs: readonly SubgraphModel[];
  /** By subgraph and type. */
  readonly leaving: ReadonlyMap<string, readonly KeyEdge[]>;
  readonly yieldedBy: (subgraph: SubgraphModel, type: TypeModel) => ReadonlySet<string>;
}

function walk({ subgraphs, leaving, yieldedBy }: Ways, start: SubgraphModel, startType: string): readonly HandedOn[] {
  const visited = new Set<string>();
  const reached = new Map<KeyEdge, boolean>();
  const queue = [{ subgraph: start, typeName: startType, direct: true }];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    const { subgraph, typeName, direct } = place;
    const id = `${subgraph.name} ${typeName} ${String(direct)}`;
    const type = typeIn(subgraph, typeName);
    if (type === null || visited.has(id)) continue;
    visited.add(id);

    const concrete = type.kind === 'OBJECT' ? [] : indexOf(subgraphs).possibleTypes(typeName);
    for (const name of concrete) queue.push({ subgraph, typeName: name, direct });
    for (const edge of [typeName, ...type.interfaces].flatMap(
      (name) => leaving.get(`${subgraph.name} ${name}`) ?? [],
    )) {
      reached.set(edge, direct || reached.get(edge) === true);
      queue.push({ subgraph: edge.to, typeName: edge.typeName, direct: false });
    }
    const deeper = direct && type.keys.length === 0;
    for (const next of yieldedBy(subgraph, type)) queue.push({ subgraph, typeName: next, direct: deeper });
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
