/** Which subgraph answers for a field: never an `@external` copy, never an overridden one, never a progressive `@override`. */
import { readFieldSet } from './field-set';
import { fieldIn, fieldOf, typeIn, typeOf } from './lookup';
import type { FieldModel, SubgraphModel } from './subgraph-model';

/** A progressive `@override` is never taken: the former owner answers (enforcement.md section 4). */
export function resolvesField(
  subgraphs: readonly SubgraphModel[],
  subgraph: SubgraphModel,
  field: FieldModel,
): boolean {
  if (field.external) return false;
  const { override } = field;
  // Without a former owner there is nobody else to answer.
  const hasFormerOwner = (from: string): boolean =>
    subgraphs.some((other) => other.name === from && fieldIn(other, field.coordinate) !== null);
  if (override !== null && override.label !== null && hasFormerOwner(override.from)) return false;
  return !subgraphs.some((other) => {
    const overriding = fieldIn(other, field.coordinate)?.override ?? null;
    return overriding !== null && overriding.label === null && overriding.from === subgraph.name;
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

/** Whether the subgraph needs its copy of the field, resolved or not: for a field set, or because an interface asks for it. */
export function isUsed(subgraph: SubgraphModel, coordinate: string): boolean {
  const [typeName, fieldName] = [typeOf(coordinate), fieldOf(coordinate)];
  const interfaces = typeIn(subgraph, typeName)?.interfaces ?? [];
  if (interfaces.some((name) => fieldIn(subgraph, `${name}.${fieldName}`) !== null)) return true;
  return Object.values(subgraph.types).some((type) =>
    [
      ...type.keys.map((key) => ({ holder: type.name, text: key.fields })),
      ...Object.values(type.fields).flatMap(({ requires, provides, namedType }) => [
        ...(requires === null ? [] : [{ holder: type.name, text: requires }]),
        ...(provides === null ? [] : [{ holder: namedType, text: provides }]),
      ]),
    ].some(({ holder, text }) =>
      readFieldSet(subgraph, holder, text).some(({ field }) => field.coordinate === coordinate),
    ),
  );
}
