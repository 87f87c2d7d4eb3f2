/** Finds types and fields by their names: in one subgraph, or in all of them together. */
import { CompositionIndex } from './labels/composition-index';
import type { FieldModel, SubgraphModel, TypeModel } from './subgraph-model';

const known = new WeakMap<readonly SubgraphModel[], CompositionIndex>();

/** The index over exactly these subgraphs, built once. */
export function indexOf(subgraphs: readonly SubgraphModel[]): CompositionIndex {
  let index = known.get(subgraphs);
  if (index === undefined) {
    index = new CompositionIndex(subgraphs);
    known.set(subgraphs, index);
  }
  return index;
}

export function typeIn(subgraph: SubgraphModel, typeName: string): TypeModel | null {
  return Object.hasOwn(subgraph.types, typeName) ? (subgraph.types[typeName] ?? null) : null;
}

export function fieldIn(subgraph: SubgraphModel, coordinate: string): FieldModel | null {
  const fields = typeIn(subgraph, typeOf(coordinate))?.fields ?? {};
  const name = fieldOf(coordinate);
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

/** `Type` of `Type.field`. */
export function typeOf(coordinate: string): string {
  return coordinate.slice(0, coordinate.indexOf('.'));
}

/** `field` of `Type.field`. */
export function fieldOf(coordinate: string): string {
  return coordinate.slice(coordinate.indexOf('.') + 1);
}
