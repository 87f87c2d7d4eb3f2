/** The way of a fetch through the client's own operation: which rows stand on it, and whose scopes decide over them for the client. */
import type {
  BoundOperation,
  CompositeField,
  DecisionSlot,
  ShapeNode,
  TypeShape,
} from '../compiler/compiled-operation';
import type { Decision } from '../policy/decision';

/** What is asked of rows of the client's operation, and decided of them; no value that the client sent. */
export type ClientRows = Pick<BoundOperation, 'operation' | 'decisions' | 'scopedPositions'>;

/** What stands at one depth of the way, whatever types led there. */
export interface Level {
  readonly nodes: readonly ShapeNode[];
  /** Fields of the depth above by which the way leads here; none at the root. */
  readonly ledBy: readonly CompositeField[];
}

/**
 * @param path response names from the root
 * @returns one level per depth from the root on, as far as the client asked; what the planner selected for itself is no level
 */
export function levelsOf(shape: ShapeNode, path: readonly string[]): readonly Level[] {
  const levels: Level[] = [{ nodes: [shape], ledBy: [] }];
  for (const response of path) {
    const above = levels.at(-1)?.nodes.flatMap(typesAt) ?? [];
    const ledBy = above.flatMap((type) => compositeField(type, response) ?? []);
    if (ledBy.length === 0) break;
    levels.push({ ledBy, nodes: [...new Set(ledBy.map(({ child }) => child))] });
  }
  return levels;
}

export function typesAt(node: ShapeNode): readonly TypeShape[] {
  return node.any === null ? Object.values(node.byType) : [node.any];
}

export function compositeField({ fields }: TypeShape, alias: string): CompositeField | undefined {
  return fields.find((field): field is CompositeField => field.kind === 'composite' && field.alias === alias);
}

/** Owners whose scopes are tested, for the client, on rows of this type, beside those of what led to them. */
export function ownersTestedOn(type: TypeShape, decisions: readonly Decision[]): ReadonlySet<string> {
  const owners = new Set<string>();
  for (const slot of type.rowSlots) addOwners(owners, slot, decisions);
  for (const field of type.fields) {
    if (field.kind === 'leaf' || (field.kind === 'composite' && field.scopedOn === 'holder')) {
      addOwners(owners, field.slot, decisions);
    }
  }
  return owners;
}

export function addOwners(owners: Set<string>, slot: DecisionSlot, decisions: readonly Decision[]): void {
  const decision = decisions[slot];
  if (decision === undefined || decision.outcome === 'deny') return;
  for (const { owner } of decision.scopes) owners.add(owner);
}

/** Generated aliases change their numbers from round to round, the client's response keys do not. */
export function clientPath(shape: ShapeNode | null, path: readonly string[]): readonly string[] {
  const [alias, ...rest] = path;
  if (shape === null || alias === undefined) return [];
  for (const type of typesAt(shape)) {
    for (const field of type.fields) {
      if (field.kind === 'leaf' && field.alias === alias) return [field.key];
      if (field.kind === 'composite' && field.alias === alias) return [field.key, ...clientPath(field.child, rest)];
    }
  }
  return [];
}
