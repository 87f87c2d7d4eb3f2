/** What a field is computed from: its `@requires` and `@derived(from:)` coordinates, directly and through other derived fields. */
import { readFieldSet } from '../field-set';
import type { CompositionIndex, FieldDeclaration } from './composition-index';

/** Coordinates of object types; an interface's field stands for the same field of every implementation. */
export function directSources(declaration: FieldDeclaration, index: CompositionIndex): readonly string[] {
  const { subgraph, type, field } = declaration;
  const required =
    field.requires === null
      ? []
      : readFieldSet(subgraph, type.name, field.requires).map((entry) => entry.field.coordinate);
  const derived = field.derived.flatMap(({ from }) => from);
  return [...new Set([...required, ...derived].flatMap((coordinate) => concrete(coordinate, index)))].sort();
}

/**
 * The interface's own coordinate is kept beside its implementations where there are none, so that nothing is lost.
 */
function concrete(coordinate: string, index: CompositionIndex): readonly string[] {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  if (index.kindOf(typeName) !== 'INTERFACE') return [coordinate];
  const found = index.implementersOf(typeName).map((name) => `${name}.${fieldName}`);
  return found.length === 0 ? [coordinate] : found;
}

/** Everything reachable; the start itself only where the sources lead back to it. */
export function transitiveSources(start: string, direct: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(direct.get(start) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(direct.get(next) ?? []));
  }
  return found;
}
