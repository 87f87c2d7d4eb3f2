/** Every way into a subgraph by an entity's key: what the planner could send, and from where. */
import { canonicalFieldSet, readFieldSet, type FieldSetEntry } from './field-set';
import { indexOf, typeIn } from './lookup';
import { resolvesField } from './resolution';
import type { SubgraphModel, TypeModel } from './subgraph-model';

export interface KeyEdge {
  readonly typeName: string;
  readonly to: SubgraphModel;
  /** As written in the target. */
  readonly key: string;
  readonly line: number | null;
  /** Everything that a representation carries. */
  readonly fields: readonly FieldSetEntry[];
  /** Subgraphs whose objects of the type can need something of the target. */
  readonly from: readonly string[];
}

/** Edges that nothing can use (the target adds nothing to what the others have) are left out. */
export function keyEdges(subgraphs: readonly SubgraphModel[]): readonly KeyEdge[] {
  return subgraphs.flatMap((to) =>
    Object.values(to.types).flatMap((type) =>
      distinctKeys(type).flatMap((key): readonly KeyEdge[] => {
        const fields = readFieldSet(to, type.name, key.fields);
        const named = new Set(fields.map(({ field }) => field.coordinate));
        const from = subgraphs.filter((origin) => origin !== to && gains(subgraphs, origin, to, type, named));
        if (from.length === 0) return [];
        return [
          {
            typeName: type.name,
            to,
            key: key.fields,
            line: key.line,
            fields,
            from: from.map(({ name }) => name),
          },
        ];
      }),
    ),
  );
}

function distinctKeys(type: TypeModel): TypeModel['keys'] {
  const resolvable = type.keys.filter((key) => key.resolvable);
  return resolvable.filter(
    (key, index) =>
      resolvable.findIndex((other) => canonicalFieldSet(other.fields) === canonicalFieldSet(key.fields)) === index,
  );
}

/** Whether an object that `origin` holds can have a field in `to` that `origin` lacks. */
function gains(
  subgraphs: readonly SubgraphModel[],
  origin: SubgraphModel,
  to: SubgraphModel,
  type: TypeModel,
  key: ReadonlySet<string>,
): boolean {
  const here = typeIn(origin, type.name);
  if (type.kind === 'INTERFACE') {
    // An `@interfaceObject` knows no concrete type: its objects go where the interface is known, if only for `__typename`.
    return here?.interfaceObject === true;
  }
  const holders = type.interfaceObject
    ? [type.name, ...indexOf(subgraphs).possibleTypes(type.name)].flatMap((name) => typeIn(origin, name) ?? [])
    : [here].flatMap((found) => found ?? []);
  const offered = Object.values(type.fields).filter(
    (field) => !key.has(field.coordinate) && resolvesField(subgraphs, to, field),
  );
  return holders.some((holder) =>
    offered.some((field) => {
      const held = Object.hasOwn(holder.fields, field.name) ? holder.fields[field.name] : undefined;
      return held === undefined || !resolvesField(subgraphs, origin, held);
    }),
  );
}
