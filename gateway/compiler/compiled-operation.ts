/** An operation after the law: the document that may be planned, and how its data become the client's answer. */
import type { DocumentNode, GraphQLInputType, GraphQLOutputType, ValueNode } from 'graphql';
import type { Decision, Denial } from '../policy/decision';
import type { ScopeKind, SubjectRule } from '../../directives/label';

/** Position in the operation: the client's response keys from the root, without list indices. */
export type Position = readonly string[];

/** Index into `BoundOperation.decisions`; several occurrences may share one. */
export type DecisionSlot = number;

/**
 * The part of a compiled operation that any principal with the same decision vector may share (INVARIANT: no grant id, scope
 * value, purpose, client value or client text is in it, the client's response keys aside, by which its shape is named).
 */
export interface CompiledOperation {
  /** Cache key: schema id, normalised document (what its conditions leave of it), decision vector, flow denials. */
  readonly key: string;
  readonly kind: 'query' | 'mutation';
  /** Generated aliases, generated variables, no name; validated against the API schema. `null` = nothing may or need be fetched. */
  readonly document: DocumentNode | null;
  /** How the merged data become the answer; `null` = `data: null` (a non-null root field was denied). */
  readonly shape: ShapeNode | null;
}

/** A compiled operation with what is this request's alone. */
export interface BoundOperation {
  readonly operation: CompiledOperation;
  /** Values of the generated variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Those of them that the client's variables make: what another request of the same form fills in anew. */
  readonly bindings: readonly VariableBinding[];
  readonly decisions: readonly Decision[];
  /** In document order, one per distinct (position, coordinate). */
  readonly denials: readonly PositionedDenial[];
  /** Index-free; stands whenever a scoped permit is in force, whatever the rows. */
  readonly scopedPositions: readonly Position[];
  /** Per permitted position: what the recipient must keep. */
  readonly permits: readonly PositionedPermit[];
  /** What the answer rests on: permits of what is in it, of its objects' existence, and of what it reveals beside. */
  readonly relied: readonly DecisionSlot[];
  /** `__schema`/`__type` selections, to be answered from the API schema; `null` = none. */
  readonly introspection: DocumentNode | null;
}

/** A generated variable, and the client's text that its value is made from. */
export interface VariableBinding {
  readonly name: string;
  readonly written: ValueNode;
  readonly type: GraphQLInputType;
}

export interface PositionedDenial {
  readonly position: Position;
  /** `position` up to and including its first list field. */
  readonly path: Position;
  readonly denial: Denial;
}

export interface PositionedPermit {
  readonly position: Position;
  readonly coordinate: string;
  readonly slot: DecisionSlot;
}

/** The selections at one composite position. */
export interface ShapeNode {
  readonly position: Position;
  /** Response name of the reserved `__typename`, where it was asked for. */
  readonly typename: string | null;
  /** Where nothing depends on the concrete type (there is one, or all agree): what every object becomes. */
  readonly any: TypeShape | null;
  /** Else by concrete type. A type that is absent is withheld: dropped from lists, null elsewhere. No prototype. */
  readonly byType: Readonly<Record<string, TypeShape>>;
  /** Concrete types that clients cannot name: no law withholds their objects, but they cannot be answered, and are null. */
  readonly unnamed: readonly string[];
}

export interface TypeShape {
  /** The concrete type, or (where all agree) the abstract one. */
  readonly name: string;
  /** A row: an entity, or a type with `@scope` or `@subject`. Other (value) types belong to the nearest enclosing row. */
  readonly row: boolean;
  /** Traced one by one in the log; an object whose key is missing is withheld. */
  readonly subject: { readonly alias: string; readonly kind: SubjectRule['kind'] } | null;
  /** Owner → the field its grants' scopes are tested on. Absent owner: no scoped permit of it is in this operation. */
  readonly scopes: Readonly<Record<string, { readonly alias: string; readonly by: string; readonly kind: ScopeKind }>>;
  /** Influence decisions whose scope every such row must meet, beside its composite field's own. */
  readonly rowSlots: readonly DecisionSlot[];
  readonly fields: readonly FieldShape[];
}

interface FieldBase {
  /** The client's response key. */
  readonly key: string;
  readonly coordinate: string;
  /** Of the API schema. */
  readonly type: GraphQLOutputType;
}

/** Denied, or emptied by denials below it: `null`, and never fetched. */
export interface DeniedField extends FieldBase {
  readonly kind: 'denied';
}

export interface TypenameField extends FieldBase {
  readonly kind: 'typename';
  /** `null` = the object says it under the node's `typename`. */
  readonly value: string | null;
}

export interface IntrospectionField extends FieldBase {
  readonly kind: 'introspection';
}

export interface LeafField extends FieldBase {
  readonly kind: 'leaf';
  readonly alias: string;
  readonly slot: DecisionSlot;
  /** Of an enum: the values that clients may see; anything else is null. `null` = no enum. */
  readonly values: ReadonlySet<string> | null;
}

export interface CompositeField extends FieldBase {
  readonly kind: 'composite';
  readonly alias: string;
  readonly slot: DecisionSlot;
  /** Where this field's own scope is tested: on the rows it yields, or (value types) on the row that holds it. */
  readonly scopedOn: 'yielded-rows' | 'holder';
  readonly child: ShapeNode;
}

export type FieldShape = DeniedField | TypenameField | IntrospectionField | LeafField | CompositeField;
