/** What the objects that a field yields are made of: leaves and keys, found through wrappers and value types. */
import { isOpenlyUnconditional, type Label } from '../../directives';
import { readFieldSet } from '../field-set';
import type { CompositionIndex, FieldDeclaration } from './composition-index';
import type { LabelledField } from './field-labels';

export interface YieldedField {
  readonly coordinate: string;
  readonly name: string;
  /** As printed, without an outer `!`. */
  readonly type: string;
  readonly label: Label | null;
  /** Organisations whose data it is: the label's owners, or, without a label, those who resolve it. */
  readonly organisations: ReadonlySet<string>;
  readonly open: boolean;
  /** Stands in a key of its type. */
  readonly key: boolean;
}

export class YieldedFields {
  private readonly known = new Map<string, readonly YieldedField[]>();

  constructor(
    private readonly index: CompositionIndex,
    private readonly labelled: ReadonlyMap<string, LabelledField>,
  ) {}

  /** Leaves of the rows that a field of this type leads to: its own, those of wrappers on the way, and of values nested in rows. */
  of(typeName: string): readonly YieldedField[] {
    let found = this.known.get(typeName);
    if (found === undefined) {
      found = this.collect(typeName);
      this.known.set(typeName, found);
    }
    return found;
  }

  private collect(typeName: string): readonly YieldedField[] {
    const seen = new Set<string>();
    const leaves: YieldedField[] = [];
    const open = [...this.index.possibleTypes(typeName)];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const keys = this.keysOf(next);
      for (const fieldName of this.index.fieldNames(next)) {
        const coordinate = `${next}.${fieldName}`;
        const labelled = this.labelled.get(coordinate);
        const declaration = labelled === undefined ? undefined : anyDeclaration(this.index, next, fieldName, labelled);
        if (labelled === undefined || declaration === undefined) continue;
        if (declaration.field.composite) {
          const below = this.index.possibleTypes(declaration.field.namedType);
          // From one entity to the next the question is no longer about these rows.
          open.push(...below.filter((type) => !this.index.isKeyed(type) || !this.index.isKeyed(next ?? '')));
        } else {
          leaves.push(leaf(coordinate, declaration, labelled, keys.has(coordinate)));
        }
      }
    }
    return leaves.sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1));
  }

  private keysOf(typeName: string): ReadonlySet<string> {
    return new Set(
      this.index
        .declarationsOf(typeName)
        .flatMap(({ subgraph, type }) =>
          type.keys.flatMap(({ fields }) =>
            readFieldSet(subgraph, typeName, fields).map(({ field }) => field.coordinate),
          ),
        ),
    );
  }
}

function anyDeclaration(
  index: CompositionIndex,
  typeName: string,
  fieldName: string,
  { contributions }: LabelledField,
): FieldDeclaration | undefined {
  return contributions.resolving[0]?.declaration ?? index.fieldDeclarations(typeName, fieldName)[0];
}

function leaf(
  coordinate: string,
  { field }: FieldDeclaration,
  { label, contributions }: LabelledField,
  key: boolean,
): YieldedField {
  const resolving = contributions.resolving.flatMap(({ declaration }) => declaration.subgraph.organisation ?? []);
  return {
    coordinate,
    name: field.name,
    type: nullable(field.type),
    label,
    organisations: new Set(label === null ? resolving : Object.keys(label.owners)),
    open: label !== null && isOpenlyUnconditional(label),
    key,
  };
}

export function nullable(type: string): string {
  return type.replace(/!$/, '');
}
