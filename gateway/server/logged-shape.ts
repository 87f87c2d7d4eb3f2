/**
 * What one answer's form looks like in the log. Positions are spelled with field names: the client's aliases are client text, and
 * could carry a value into the log.
 */
import type { Supergraph } from '../../schema/supergraph';
import type { ReleasedRows, Shape, ShapeField } from '../audit/entry';
import type { BoundOperation, Position, ShapeNode } from '../compiler/compiled-operation';
import { schemaFacts } from '../compiler/schema-facts';
import type { Disclosure } from '../executor/disclosure';
import type { Decision, Denial } from '../policy/decision';

export interface LoggedShape {
  readonly shape: Shape;
  /** The disclosure in terms of the shape's fields. */
  rowsOf(disclosure: Disclosure): readonly ReleasedRows[];
}

/** Everything but the fields. */
export type ShapeHead = Omit<Shape, 'fields'>;

export function loggedShape(bound: BoundOperation, supergraph: Supergraph, head: ShapeHead): LoggedShape {
  const fields: ShapeField[] = [];
  const indices = new Map<string, number>();
  const names = positionNames();
  const denials = new Map(
    bound.denials.map((each) => [fieldKey(each.position, each.denial.coordinate), each] as const),
  );
  const add = (position: Position, coordinate: string, outcome: Outcome): void => {
    const key = fieldKey(position, coordinate);
    const before = indices.get(key);
    // Of two ways to one coordinate at one position the laxer one is told: the log may say too much, never too little.
    if (before !== undefined && !laxer(outcome, fields[before])) return;
    const field: ShapeField = {
      position: names.of(position),
      coordinate,
      ...origins(supergraph, coordinate),
      ...outcome,
    };
    if (before === undefined) indices.set(key, fields.push(field) - 1);
    else fields[before] = field;
  };

  const seen = new Set<ShapeNode>();
  const walk = (node: ShapeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const type of node.any === null ? Object.values(node.byType) : [node.any]) {
      for (const field of type.fields) {
        const position = [...node.position, field.key];
        names.name(position, field.coordinate);
        switch (field.kind) {
          case 'denied':
            add(position, field.coordinate, denied(denials.get(fieldKey(position, field.coordinate))?.denial ?? null));
            break;
          case 'leaf':
          case 'composite':
            add(position, field.coordinate, permitted(bound.decisions[field.slot]));
            if (field.kind === 'composite') walk(field.child);
            break;
          case 'typename':
          case 'introspection':
        }
      }
    }
  };
  if (bound.operation.shape !== null) walk(bound.operation.shape);
  // What stands below an emptied field, and types: they have no place in the answer.
  for (const { position, denial } of bound.denials) add(position, denial.coordinate, denied(denial));
  // Most answers release one form of each type, told by one array for all of them.
  const known = new WeakMap<readonly string[], readonly number[]>();
  const fieldsOf = ({ positions, coordinates }: Disclosure['released'][number]): readonly number[] => {
    let found = known.get(positions);
    if (found === undefined) {
      found = positions
        .map((position, index) => indexOf(indices, position, coordinates[index] ?? ''))
        .sort((a, b) => a - b);
      known.set(positions, found);
    }
    return found;
  };
  return {
    shape: { ...head, fields },
    rowsOf: ({ released }) => released.map((each) => ({ type: each.type, rows: each.rows, fields: fieldsOf(each) })),
  };
}

/** Of an operation that was refused: what it was refused for. */
export function refusedShape(denials: readonly Denial[], supergraph: Supergraph, head: ShapeHead): Shape {
  return {
    ...head,
    fields: denials.map((denial) => ({
      position: '',
      coordinate: denial.coordinate,
      ...origins(supergraph, denial.coordinate),
      ...denied(denial),
    })),
  };
}

type Outcome = Pick<ShapeField, 'decision' | 'mask' | 'reason' | 'article'>;

function permitted(decision: Decision | undefined): Outcome {
  switch (decision?.outcome) {
    case 'permit':
      return { decision: 'permit', mask: null, reason: null, article: null };
    case 'mask':
      return { decision: 'mask', mask: decision.technique, reason: null, article: null };
    case 'deny':
    case undefined:
      throw new Error('a field that is in the answer has no permit');
  }
}

/** @param denial `null` = emptied by denials below */
function denied(denial: Denial | null): Outcome {
  return { decision: 'deny', mask: null, reason: denial?.reason ?? null, article: denial?.article ?? null };
}

const strictness = { permit: 0, mask: 1, deny: 2 } as const;

function laxer(outcome: Outcome, than: ShapeField | undefined): boolean {
  return than === undefined || strictness[outcome.decision] < strictness[than.decision];
}

function origins(supergraph: Supergraph, coordinate: string): Pick<ShapeField, 'subgraphs' | 'owners'> {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const { fields } = supergraph.labelMap;
  const own = Object.hasOwn(fields, coordinate) ? [coordinate] : [];
  const concrete = schemaFacts(supergraph)
    .possibleTypes(typeName)
    .map((type) => `${type.name}.${fieldName}`);
  const entries = [...new Set([...own, ...concrete])].flatMap((each) =>
    Object.hasOwn(fields, each) ? fields[each] : [],
  ) as (typeof fields)[string][];
  return {
    subgraphs: distinct(entries.flatMap((entry) => entry.resolvedBy)),
    owners: distinct(entries.flatMap((entry) => Object.keys(entry.label?.owners ?? {}))),
  };
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)].sort();
}

function fieldKey(position: Position, coordinate: string): string {
  return `${position.join('.')} ${coordinate}`;
}

function indexOf(indices: ReadonlyMap<string, number>, position: string, coordinate: string): number {
  const index = indices.get(`${position} ${coordinate}`);
  if (index === undefined)
    throw new Error(`\`${coordinate}\` was released at a position that the operation does not have`);
  return index;
}

/** Response keys → field names; a second field of one name at one place becomes `name#2`. */
function positionNames(): { name(position: Position, coordinate: string): void; of(position: Position): string } {
  const named = new Map<string, string>();
  const taken = new Map<string, number>();
  const of = (position: Position): string => {
    if (position.length === 0) return '';
    return named.get(position.join('.')) ?? `${of(position.slice(0, -1))}.?`.replace(/^\./, '');
  };
  return {
    name(position, coordinate) {
      const key = position.join('.');
      if (named.has(key)) return;
      const parent = of(position.slice(0, -1));
      const name = coordinate.slice(coordinate.indexOf('.') + 1);
      const path = parent === '' ? name : `${parent}.${name}`;
      const count = (taken.get(path) ?? 0) + 1;
      taken.set(path, count);
      named.set(key, count === 1 ? path : `${path}#${String(count)}`);
    },
    of,
  };
}
