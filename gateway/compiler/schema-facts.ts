/** What the compiler asks of a supergraph again and again, computed once per supergraph. */
import {
  buildASTSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { Supergraph } from '../../schema/supergraph';

/**
 * Objects of an interface that nothing implements exist: an `@interfaceObject` subgraph makes them, and what it declares can be
 * answered; which type they are of nobody can say.
 */
export type PossibleType = GraphQLObjectType | GraphQLInterfaceType;

export interface SchemaFacts {
  /** The whole supergraph, `@inaccessible` elements included. */
  readonly full: GraphQLSchema;
  /** Concrete types that can stand where `typeName` is declared, by name; an interface that nothing implements stands for itself. */
  possibleTypes(typeName: string): readonly PossibleType[];
  /** Whether the type is where operations start: its object is no data, and its label only a floor for its fields. */
  isRoot(typeName: string): boolean;
  /** Whether objects of this type are rows: entities, or types with a scope or a data subject. Others belong to a row. */
  isRow(typeName: string): boolean;
  /** For a value type: whether rows are reached through it, and whether a list stands on the way. */
  reachesRows(typeName: string): { readonly any: boolean; readonly listed: boolean };
  /** Fields of a concrete type, `@inaccessible` ones included; no prototype. */
  fieldsOf(typeName: string): Readonly<Record<string, GraphQLField<unknown, unknown>>>;
  /** Type of `__typename`, `__schema` or `__type`. */
  metaFieldType(name: string): GraphQLOutputType;
  /** Interfaces that a concrete type implements, by name. */
  interfacesOf(typeName: string): readonly string[];
}

const known = new WeakMap<Supergraph, SchemaFacts>();

export function schemaFacts(supergraph: Supergraph): SchemaFacts {
  let facts = known.get(supergraph);
  if (facts === undefined) {
    facts = computeFacts(supergraph);
    known.set(supergraph, facts);
  }
  return facts;
}

function computeFacts(supergraph: Supergraph): SchemaFacts {
  const full = buildASTSchema(parse(supergraph.supergraphSdl, { noLocation: true }), { assumeValidSDL: true });
  const types = supergraph.labelMap.types;
  const roots = new Set([full.getQueryType()?.name, full.getMutationType()?.name, full.getSubscriptionType()?.name]);
  const isRow = (typeName: string): boolean => {
    const entry = Object.hasOwn(types, typeName) ? types[typeName] : undefined;
    return (
      entry !== undefined &&
      (entry.keyedIn.length > 0 || entry.subject !== null || Object.keys(entry.scopes).length > 0)
    );
  };
  const possibleTypes = (typeName: string): readonly PossibleType[] => {
    const type = full.getType(typeName);
    if (isObjectType(type)) return [type];
    if (!isAbstractType(type)) return [];
    const concrete = [...full.getPossibleTypes(type)].sort((a, b) => (a.name < b.name ? -1 : 1));
    return concrete.length === 0 && isInterfaceType(type) ? [type] : concrete;
  };
  const reached = rowsThroughValueTypes(full, possibleTypes, isRow);
  const reachesRows = (typeName: string): { any: boolean; listed: boolean } => {
    const found = possibleTypes(typeName).map((type) => reached.get(type.name) ?? { any: true, listed: false });
    return { any: found.some((each) => each.any), listed: found.some((each) => each.listed) };
  };
  return {
    full,
    possibleTypes,
    isRoot: (typeName) => roots.has(typeName),
    isRow,
    reachesRows,
    fieldsOf(typeName) {
      const type = full.getType(typeName);
      return isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    },
    metaFieldType(name) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef.type;
      return name === TypeMetaFieldDef.name ? TypeMetaFieldDef.type : TypeNameMetaFieldDef.type;
    },
    interfacesOf(typeName) {
      const type = full.getType(typeName);
      return isObjectType(type) ? type.getInterfaces().map((each) => each.name) : [];
    },
  };
}

/** For every value type, by growing the answers until nothing changes (value types may lead to each other in a circle). */
function rowsThroughValueTypes(
  full: GraphQLSchema,
  possibleTypes: (typeName: string) => readonly PossibleType[],
  isRow: (typeName: string) => boolean,
): ReadonlyMap<string, { any: boolean; listed: boolean }> {
  const reached = new Map<string, { any: boolean; listed: boolean }>();
  for (const type of Object.values(full.getTypeMap())) {
    if (isObjectType(type) && !isRow(type.name)) reached.set(type.name, { any: false, listed: false });
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, found] of reached) {
      for (const field of Object.values((full.getType(name) as GraphQLObjectType).getFields())) {
        const inner = getNamedType(field.type);
        if (!isCompositeType(inner)) continue;
        for (const type of possibleTypes(inner.name)) {
          const below = reached.get(type.name) ?? { any: true, listed: false };
          const listed = below.listed || (below.any && hasList(field.type));
          if ((below.any && !found.any) || (listed && !found.listed)) {
            found.any ||= below.any;
            found.listed ||= listed;
            changed = true;
          }
        }
      }
    }
  }
  return reached;
}

/** Whether a list stands anywhere in the type's wrapping. */
export function hasList(type: GraphQLOutputType): boolean {
  if (isListType(type)) return true;
  return isNonNullType(type) && hasList(type.ofType as GraphQLOutputType);
}
