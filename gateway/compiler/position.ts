/** The operation in normal form: at each composite position, what is asked of each concrete type. */
import type { FieldNode, GraphQLArgument, GraphQLCompositeType, GraphQLOutputType, ValueNode } from 'graphql';
import type { Denial } from '../policy/decision';
import type { DecisionSlot, Position } from './compiled-operation';
import type { PossibleType } from './schema-facts';

/**
 * One composite position. Nodes are shared: two concrete parents that lead to the same selections under the same circumstances
 * lead to one node, so that depth never multiplies.
 */
export interface PositionNode {
  readonly id: number;
  readonly position: Position;
  /** Position up to and including its first list field; `null` = no list so far. */
  readonly listPath: Position | null;
  readonly staticType: GraphQLCompositeType;
  /** By concrete type, sorted by name; types that clients cannot spell (`@inaccessible`) included. */
  readonly uses: readonly TypeUse[];
  /** Denials below leave nothing to ask here: the field that leads here is null. */
  nulled: boolean;
}

/** What is asked of one concrete type at one position. */
export interface TypeUse {
  readonly type: PossibleType;
  /** Not in the API schema: can be released only where nothing depends on its name. */
  readonly hidden: boolean;
  readonly row: boolean;
  /** The row that objects of a value type belong to; itself for a row; `null` = there is none. */
  readonly holder: TypeUse | null;
  readonly occurrences: readonly Occurrence[];
  /** Decision on its existence, where the type bears a label. */
  readonly existence: DecisionSlot | null;
  /** `denied`: at type level, reported; `withheld`: a non-null field of it is denied; `live`: neither. */
  state: 'live' | 'denied' | 'withheld';
  denial: Denial | null;
  /** Owners whose grants' scopes are tested on these rows. */
  readonly scopeOwners: Set<string>;
  /** Decisions whose scope each such row must meet, whatever field led to it (existence, influences). */
  readonly rowSlots: Set<DecisionSlot>;
}

export interface UsedArgument {
  readonly definition: GraphQLArgument;
  /** JSON value; `undefined` = not given, the schema's default stands. */
  readonly value: unknown;
  /** As the client wrote it, its variables not yet replaced; `null` = it did not. */
  readonly written: ValueNode | null;
}

/** One field of one concrete type at one position, with all selections that share its response key. */
export interface Occurrence {
  readonly key: string;
  readonly name: string;
  readonly coordinate: string;
  readonly type: GraphQLOutputType;
  readonly nodes: readonly FieldNode[];
  /** With those that the gateway fills. */
  arguments: readonly UsedArgument[];
  /** Which of several ways to fill the gateway's own arguments; 0 = none is filled. */
  variant: number;
  /** `null` for `__typename` and introspection. */
  slot: DecisionSlot | null;
  /** `denied`: reported; `nulled`: emptied by denials below it. */
  state: 'live' | 'denied' | 'nulled';
  denial: Denial | null;
  readonly child: PositionNode | null;
  /** Raw permits of what its arguments, or it itself, reveal. */
  readonly influences: Set<DecisionSlot>;
  /** Where a scope of its own permit is tested. */
  readonly scopedOn: 'yielded-rows' | 'holder';
}

/** Calls `visit` once for each position that will still be fetched, parents first. */
export function eachPosition(root: PositionNode, visit: (node: PositionNode) => void): void {
  const seen = new Set<PositionNode>();
  const walk = (node: PositionNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    visit(node);
    for (const use of node.uses) {
      if (use.state !== 'live') continue;
      for (const occurrence of use.occurrences) {
        if (occurrence.child !== null && occurrence.state === 'live') walk(occurrence.child);
      }
    }
  };
  walk(root);
}

/** The row types that a composite occurrence leads to, through value types only, and those value types on the way; what is denied leads nowhere. */
export function yieldedBy(occurrence: Occurrence): {
  readonly rows: readonly TypeUse[];
  readonly wrappers: readonly TypeUse[];
} {
  const rows = new Set<TypeUse>();
  const wrappers = new Set<TypeUse>();
  const walk = (node: PositionNode | null): void => {
    for (const use of node?.uses ?? []) {
      if (use.row) rows.add(use);
      else if (!wrappers.has(use)) {
        wrappers.add(use);
        for (const inner of use.occurrences) if (inner.state === 'live') walk(inner.child);
      }
    }
  };
  walk(occurrence.child);
  return { rows: [...rows], wrappers: [...wrappers] };
}
