/** A federation as plain data: which types there are, which subgraph answers which field, and by which keys one comes from one to another. */

export interface ModelArgument {
  readonly name: string;
  /** SDL text. */
  readonly type: string;
  /** SDL text of the default; `null` = none. */
  readonly default: string | null;
}

/** One field of a `@requires` field set. */
export interface Need {
  readonly field: string;
  /** Literals in the field set. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly below: readonly Need[];
}

export interface ModelField {
  readonly name: string;
  /** SDL text of the output type: values are never laxer than it. */
  readonly type: string;
  readonly args: readonly ModelArgument[];
  /** Subgraphs that answer it; of value types: all that have the type. */
  readonly owners: Set<string>;
  /** Owners that declare it without any `!`. */
  readonly loose: Set<string>;
  /** Declares it too, but another one has taken it over: must never be asked. */
  former: string | null;
  /** What its one owner computes it from. */
  needs: readonly Need[] | null;
  /** Subgraph → fields of what is yielded that it answers along with it. */
  readonly provides: Map<string, readonly string[]>;
  /** Subgraphs that need or provide it without having it. */
  readonly externalIn: Set<string>;
  /** Subgraphs that have a copy where another field provides it. */
  readonly providedIn: Set<string>;
}

/** SDL text of a field set. */
export type ModelKey = 'id' | 'code' | 'region number' | 'home { zip }';

export interface EntityPlace {
  /** Key → whether entities can be fetched by it here. */
  readonly keys: Map<ModelKey, boolean>;
}

export interface ModelEntity {
  readonly kind: 'entity';
  readonly name: string;
  readonly fields: ModelField[];
  readonly places: Map<string, EntityPlace>;
}

export interface ModelValue {
  readonly kind: 'value';
  readonly name: string;
  readonly fields: ModelField[];
  /** Subgraphs that have it. */
  readonly usedIn: Set<string>;
}

export interface ModelUnion {
  readonly kind: 'union';
  readonly name: string;
  /** Subgraph → members there, where it has the union. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  readonly usedIn: Set<string>;
}

export interface ModelInterface {
  readonly kind: 'interface';
  readonly name: string;
  readonly implementers: readonly string[];
  /** Names of fields that all implementers have in the same form. */
  readonly common: readonly string[];
  readonly definedIn: Set<string>;
  /** With a key `id`; the other subgraph knows nothing but the interface. */
  readonly keyed: { readonly home: string; readonly objectIn: string; readonly extra: ModelField[] } | null;
}

export type ModelType = ModelEntity | ModelValue | ModelUnion | ModelInterface;

export interface FederationModel {
  readonly subgraphs: readonly string[];
  readonly types: ReadonlyMap<string, ModelType>;
  /** Each of exactly one subgraph, or shared. */
  readonly queries: readonly ModelField[];
  readonly mutations: readonly ModelField[];
}

export const rowsPerEntity = 4;

export function modelField(name: string, type: string, more: Partial<ModelField> = {}): ModelField {
  return {
    name,
    type,
    args: [],
    owners: new Set(),
    loose: new Set(),
    former: null,
    needs: null,
    provides: new Map(),
    externalIn: new Set(),
    providedIn: new Set(),
    ...more,
  };
}

/** Type name in an SDL type, e.g. `Book` of `[Book!]!`. */
export function namedIn(type: string): string {
  return type.replace(/[[\]!]/g, '');
}

export function entitiesOf({ types }: FederationModel): readonly ModelEntity[] {
  return [...types.values()].filter((each): each is ModelEntity => each.kind === 'entity');
}

export function interfacesOf({ types }: FederationModel): readonly ModelInterface[] {
  return [...types.values()].filter((each): each is ModelInterface => each.kind === 'interface');
}

export function isIn(type: ModelType | undefined, subgraph: string): boolean {
  switch (type?.kind) {
    case 'entity':
      return type.places.has(subgraph);
    case 'value':
      return type.usedIn.has(subgraph);
    case 'union':
      return type.usedIn.has(subgraph);
    case 'interface':
      return type.definedIn.has(subgraph);
    case undefined:
      return false;
  }
}

/** Concrete types that a field of an abstract type may yield where this subgraph answers. */
export function possibleIn(model: FederationModel, name: string, subgraph: string): readonly string[] {
  const type = model.types.get(name);
  if (type?.kind === 'union') return type.members.get(subgraph) ?? [];
  if (type?.kind !== 'interface') return [name];
  if (type.keyed !== null) return type.implementers;
  return type.definedIn.has(subgraph) ? type.implementers.filter((each) => isIn(model.types.get(each), subgraph)) : [];
}
