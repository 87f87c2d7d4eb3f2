/** Which subgraph answers for a field: never an `@external` copy, never an overridden one, never a progressive `@override`. */
import { readFieldSet } from './field-set';
import { fieldIn } from './lookup';
import type { FieldModel, SubgraphModel } from './subgraph-model';

/** A progressive `@override` is never taken: the former owner answers (enforcement.md section 4). */
export function resolvesField(
  subgraphs: readonly SubgraphModel[],
  subgraph: SubgraphModel,
  field: FieldModel,
): boolean {
  if (field.external || (field.override !== null && field.override.label !== null)) return false;
  return !subgraphs.some((other) => {
    const override = fieldIn(other, field.coordinate)?.override ?? null;
    return override !== null && override.label === null && override.from === subgraph.name;
  });
}

/** Whether some `@provides` of the subgraph lets it answer its `@external` copy. */
export function isProvided(subgraph: SubgraphModel, coordinate: string): boolean {
  return Object.values(subgraph.types).some((type) =>
    Object.values(type.fields).some(
      (field) =>
        field.provides !== null &&
        readFieldSet(subgraph, field.namedType, field.provides).some((entry) => entry.field.coordinate === coordinate),
    ),
  );
}
