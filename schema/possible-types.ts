/** Which object types can stand where a type is named, over all subgraphs: implementations, union members, or the type itself. */
import type { SubgraphModel, TypeModel } from './subgraph-model';

/**
 * Every object type that a value of `typeName` can have. An `@interfaceObject` counts as its interface's implementations, as far as
 * other subgraphs name them, and as itself.
 */
export function possibleTypes(subgraphs: readonly SubgraphModel[], typeName: string): readonly string[] {
  const found = new Set<string>();
  for (const subgraph of subgraphs) {
    const type = typeIn(subgraph, typeName);
    if (type !== null) for (const member of type.kind === 'OBJECT' ? [typeName] : type.members) found.add(member);
    for (const other of Object.values(subgraph.types)) {
      if (other.kind === 'OBJECT' && other.interfaces.includes(typeName)) found.add(other.name);
    }
  }
  return [...found].sort();
}

/** Interfaces that `typeName` implements in any subgraph. */
export function interfacesOf(subgraphs: readonly SubgraphModel[], typeName: string): readonly string[] {
  return [...new Set(subgraphs.flatMap((subgraph) => typeIn(subgraph, typeName)?.interfaces ?? []))].sort();
}

/** Whether the name stands for an interface in any subgraph, whatever others call it. */
export function isInterface(subgraphs: readonly SubgraphModel[], typeName: string): boolean {
  return subgraphs.some((subgraph) => typeIn(subgraph, typeName)?.kind === 'INTERFACE');
}

export function typeIn(subgraph: SubgraphModel, typeName: string): TypeModel | null {
  return Object.hasOwn(subgraph.types, typeName) ? (subgraph.types[typeName] ?? null) : null;
}

/** `Type` of `Type.field`. */
export function typeOf(coordinate: string): string {
  return coordinate.slice(0, coordinate.indexOf('.'));
}

/** `field` of `Type.field`. */
export function fieldOf(coordinate: string): string {
  return coordinate.slice(coordinate.indexOf('.') + 1);
}
