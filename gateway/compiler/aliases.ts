/**
 * Generated response names. INVARIANT: no client name reaches the planner, which merges selections by response name: a client
 * alias could otherwise receive the value of an implicit `@key` or `@requires` selection, or stand in for one.
 */
import { print, type FieldNode } from 'graphql';
import type { Occurrence, PositionNode } from './position';
import { eachPosition } from './position';

export interface Aliases {
  /** `_lN` of a client's field. */
  of(occurrence: Occurrence): string;
  readonly typename: string;
  /** `_lN` of a field that the gateway selects for itself. */
  ofReserved(typeName: string, fieldName: string): string;
  /** Response key behind a generated alias; `null` for the gateway's own selections and for names that are no alias. */
  keyOf(alias: string): string | null;
}

/** Numbers the distinct (response key, field, printed arguments) of an operation by their canonical order; equal ones share. */
export function assignAliases(root: PositionNode): Aliases {
  const tuples = new Map<string, string | null>();
  tuples.set(reservedTuple('', '__typename'), null);
  eachPosition(root, (node) => {
    for (const use of node.uses) {
      if (use.state !== 'live') continue;
      for (const occurrence of use.occurrences) {
        // What is not fetched has no number: equal signatures, equal numbers.
        if (occurrence.slot !== null && occurrence.state === 'live')
          tuples.set(clientTuple(occurrence), occurrence.key);
      }
    }
  });
  const numbers = new Map([...tuples.keys()].sort().map((tuple, number) => [tuple, number] as const));
  const keys = new Map<string, string | null>();
  for (const [tuple, key] of tuples) keys.set(`_l${String(numbers.get(tuple))}`, key);
  const reservedNumber = (tuple: string): number => {
    const number = numbers.get(tuple) ?? numbers.size;
    numbers.set(tuple, number);
    return number;
  };
  return {
    of(occurrence) {
      const number = numbers.get(clientTuple(occurrence));
      if (number === undefined) throw new Error(`no alias was assigned to \`${occurrence.coordinate}\``);
      return `_l${String(number)}`;
    },
    typename: `_l${String(numbers.get(reservedTuple('', '__typename')))}`,
    ofReserved: (typeName, fieldName) => `_l${String(reservedNumber(reservedTuple(typeName, fieldName)))}`,
    keyOf: (alias) => keys.get(alias) ?? null,
  };
}

function clientTuple(occurrence: Occurrence): string {
  const written = [occurrence.key, occurrence.name, printArguments(occurrence.nodes[0])];
  const variant = occurrence.variant === 0 ? [] : [String(occurrence.variant)];
  return [...written, argumentTypes(occurrence), responseShape(occurrence), ...variant].join('\u0000');
}

/**
 * Implementations may yield more than their interface promises (`String!` for `String`), and side by side under one name they
 * would contradict each other (GraphQL, section 5.3.2, SameResponseShape).
 */
function responseShape({ type, child }: Occurrence): string {
  return child === null ? String(type) : String(type).replace(/\w+/, '');
}

/** Concrete types may declare one argument differently: each declaration needs a variable of its own type. */
function argumentTypes({ arguments: used }: Occurrence): string {
  return used
    .filter(({ value }) => value !== undefined)
    .map(({ definition }) => `${definition.name}:${String(definition.type)}`)
    .sort()
    .join(',');
}

/** A response key is never empty, so no client tuple equals a reserved one. */
function reservedTuple(typeName: string, fieldName: string): string {
  return `\u0000${typeName}\u0000${fieldName}`;
}

function printArguments(node: FieldNode | undefined): string {
  return [...(node?.arguments ?? [])]
    .sort((a, b) => (a.name.value < b.name.value ? -1 : 1))
    .map((argument) => print(argument))
    .join(',');
}
