/**
 * Which fields of a subgraph are mere copies of a key: bare, and never said by the subgraph itself, because it either echoes what it was
 * sent or only refers to the entity. They need no label and take no defaults; a floor on the type still reaches them.
 *
 * INVARIANT: whether a field is such a copy depends on its own SDL alone, so that no other subgraph can take a label away.
 */
import { readFieldSet } from '../field-set';
import type { FieldModel, SubgraphModel, TypeModel } from '../subgraph-model';
import type { FieldDeclaration } from './composition-index';

interface Keys {
  /** Coordinates that stand in a key, nested ones included. */
  readonly members: ReadonlySet<string>;
  /** Types that a field outside of keys yields. */
  readonly yielded: ReadonlySet<string>;
}

const known = new WeakMap<SubgraphModel, Keys>();

export function isKeyCopy({ subgraph, type, field }: FieldDeclaration): boolean {
  if (field.external || !isBare(field)) return false;
  // What the operator assumes of a subgraph is assumed of all its fields: nobody is there to label what it left out.
  if (subgraph.defaults?.assumed === true && subgraph.defaults.inForce) return false;
  const { members, yielded } = keysOf(subgraph);
  if (!members.has(field.coordinate)) return false;
  return !yielded.has(type.name) || isReference(type);
}

/** Whether the field stands in a key of its subgraph, copied or not. */
export function isKeyMember({ subgraph, field }: FieldDeclaration): boolean {
  return keysOf(subgraph).members.has(field.coordinate);
}

/** `resolvable: false` throughout: the subgraph says that the entity is at home elsewhere. */
function isReference(type: TypeModel): boolean {
  return type.keys.length > 0 && type.keys.every(({ resolvable }) => !resolvable);
}

function isBare({ statements, deidentified }: FieldModel): boolean {
  const { share, open, purpose, noOnwardTransfer, grade } = statements;
  const said = [share, open, purpose, noOnwardTransfer, grade];
  return said.every((each) => each === null) && deidentified.length === 0;
}

function keysOf(subgraph: SubgraphModel): Keys {
  let keys = known.get(subgraph);
  if (keys === undefined) {
    keys = computeKeys(subgraph);
    known.set(subgraph, keys);
  }
  return keys;
}

function computeKeys(subgraph: SubgraphModel): Keys {
  const types = Object.values(subgraph.types);
  const members = new Set(
    types.flatMap((type) =>
      type.keys.flatMap(({ fields }) => readFieldSet(subgraph, type.name, fields).map(({ field }) => field.coordinate)),
    ),
  );
  const yielded = new Set<string>();
  for (const type of types) {
    for (const field of Object.values(type.fields)) {
      if (!field.composite || field.external || members.has(field.coordinate)) continue;
      yielded.add(field.namedType);
      const named = subgraph.types[field.namedType];
      for (const member of named?.members ?? []) yielded.add(member);
      for (const other of types) if (other.interfaces.includes(field.namedType)) yielded.add(other.name);
    }
  }
  return { members, yielded };
}
