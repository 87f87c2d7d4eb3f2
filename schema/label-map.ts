/** The compiled law of one supergraph: coordinate → label, per subgraph and joined, and what arguments reveal. */
import type { Label, ScopeKind, ScopeRule, SubjectRule } from '../directives/label';
import { stricter } from '../directives/stricter';

/** What using one argument, input field or enum value reveals. */
export interface Influence {
  /**
   * Coordinates that it reveals (an interface coordinate means all its implementations). Empty = none.
   * Where the provider said nothing, the label compiler has filled in the assumption of GX3504.
   */
  readonly influences: readonly string[];
}

export interface ArgumentEntry extends Influence {
  /** Filled by the gateway with the grant's scope; never by a client. */
  readonly scope: { readonly by: string; readonly kind: ScopeKind } | null;
  /** first, last, after, before, limit, offset, skip, take, page, pageSize, size. */
  readonly pagination: boolean;
}

/** One field of an object type (interfaces and their fields are joined in) or of an interface type. */
export interface FieldEntry {
  readonly coordinate: string;
  /** The join over everything that binds; `null` = unlabelled, decided as `UNCLASSIFIED`. */
  readonly label: Label | null;
  /**
   * What each subgraph contributes to that join (its own label, floors, interface labels), for positions below value types.
   * Subgraphs that declare the field non-externally are all listed; `null` there = it says nothing, and nothing holds for it.
   */
  readonly bySubgraph: Readonly<Record<string, Label | null>>;
  /** Subgraphs that can resolve the field (non-external, or its former owner under `@override`). */
  readonly resolvedBy: readonly string[];
  /** Subgraphs whose copy is `@external`. */
  readonly externalIn: readonly string[];
  /** `@requires` and `@derived` sources, transitively: a grant of their owner may name them instead of this coordinate. */
  readonly sources: readonly string[];
  /** `@influences` on the field itself: selecting it reveals these. */
  readonly influences: readonly string[];
  /** `@influences(fields: [])` was said explicitly: the leaf of a wrapper reveals nothing about withheld rows. */
  readonly revealsNothing: boolean;
  readonly arguments: Readonly<Record<string, ArgumentEntry>>;
}

/** One object, interface or union type. */
export interface TypeEntry {
  readonly name: string;
  readonly kind: 'OBJECT' | 'INTERFACE' | 'UNION';
  /** Join of the type-level labels that bind the existence of its objects (own, and of its interfaces); `null` = none written. */
  readonly label: Label | null;
  readonly bySubgraph: Readonly<Record<string, Label | null>>;
  readonly subject: SubjectRule | null;
  /** `@scope` of the type, by owner organisation. */
  readonly scopes: Readonly<Record<string, ScopeRule>>;
  /** Subgraphs in which the type has a resolvable `@key` (an `@interfaceObject` key counts for its interface). */
  readonly keyedIn: readonly string[];
  /** Key field sets, as written, by subgraph. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export interface LabelMap {
  readonly lawProfile: string;
  /** `Type.field` → entry, for every field of the full (not only the API) supergraph schema except introspection and federation fields. */
  readonly fields: Readonly<Record<string, FieldEntry>>;
  readonly types: Readonly<Record<string, TypeEntry>>;
  /** `Input.field` → what using it reveals. */
  readonly inputFields: Readonly<Record<string, Influence>>;
  /** `Enum.VALUE` → what using it reveals. */
  readonly enumValues: Readonly<Record<string, Influence>>;
}

/**
 * The label of a coordinate at a position.
 *
 * @param at subgraphs that can resolve the parent field of the position. They narrow the join only where the type has no
 *   resolvable key (a value type): its objects can come from nowhere else. `null` = no such knowledge, join over all.
 * @returns `null` for an unknown or unlabelled coordinate: the caller denies it as `UNCLASSIFIED`.
 */
export function labelAt(map: LabelMap, coordinate: string, at: ReadonlySet<string> | null): Label | null {
  const entry = map.fields[coordinate];
  if (entry === undefined) return null;
  const type = map.types[coordinate.slice(0, coordinate.indexOf('.'))];
  if (at === null || type === undefined || type.keyedIn.length > 0) return entry.label;
  return joinSome(entry.bySubgraph, at);
}

function joinSome(bySubgraph: Readonly<Record<string, Label | null>>, at: ReadonlySet<string>): Label | null {
  let joined: Label | null = null;
  for (const [subgraph, label] of Object.entries(bySubgraph)) {
    if (!at.has(subgraph)) continue;
    if (label === null) return null;
    joined = joined === null ? label : stricter(joined, label);
  }
  return joined;
}
