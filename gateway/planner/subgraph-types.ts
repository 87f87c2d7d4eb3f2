/** What types stand at each place of one subgraph's answers, read from the supergraph's own `join__` directives. */
import {
  buildASTSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  parseType,
  typeFromAST,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';

export interface SubgraphTypes {
  /** The whole supergraph, `@inaccessible` elements included. */
  readonly schema: GraphQLSchema;
  /** Type of a field as this subgraph declares it: often narrower than the supergraph's. `undefined` = no such field. */
  fieldType(subgraph: string, typeName: string, fieldName: string): GraphQLOutputType | undefined;
  /**
   * What `__typename` may say where this subgraph declares `typeName`: its concrete types, or the interface's own name where it is
   * an `@interfaceObject` there.
   */
  admitted(subgraph: string, typeName: string): ReadonlySet<string>;
  /** Whether an object that says `typeName` (an interface's name: nobody knows better yet) meets a type condition. */
  meets(typeName: string, condition: string): boolean;
  /** Field sets of the resolvable keys by which this subgraph takes representations of a type. */
  keys(subgraph: string, typeName: string): readonly (readonly SelectionNode[])[];
}

export function subgraphTypes(supergraphSdl: string): SubgraphTypes {
  const document = parse(supergraphSdl, { noLocation: true });
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  const joins = readJoins(document);
  const admitted = new Map<string, ReadonlySet<string>>();
  const fieldTypes = new Map<string, GraphQLOutputType>();

  const meets = (typeName: string, condition: string): boolean => {
    if (typeName === condition) return true;
    const type = schema.getType(typeName);
    const wanted = schema.getType(condition);
    return isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type);
  };
  const admit = (subgraph: string, typeName: string): ReadonlySet<string> => {
    const ownObjects = joins.interfaceObjects.get(subgraph) ?? new Set<string>();
    const type = schema.getType(typeName);
    if (!isAbstractType(type) || ownObjects.has(typeName)) return new Set([typeName]);
    const concrete = schema.getPossibleTypes(type).map((each) => each.name);
    return new Set([...concrete, ...[...ownObjects].filter((each) => meets(each, typeName))]);
  };

  return {
    schema,
    meets,
    admitted: (subgraph, typeName) => once(admitted, `${subgraph} ${typeName}`, () => admit(subgraph, typeName)),
    fieldType(subgraph, typeName, fieldName) {
      const type = schema.getType(typeName);
      if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
      const fields = type.getFields();
      if (!Object.hasOwn(fields, fieldName)) return undefined;
      const narrower = joins.fieldTypes.get(`${subgraph} ${typeName}.${fieldName}`);
      if (narrower === undefined) return fields[fieldName]?.type;
      return once(fieldTypes, narrower, () => typeFromAST(schema, parseType(narrower)) as GraphQLOutputType);
    },
    keys: (subgraph, typeName) => joins.keys.get(`${subgraph} ${typeName}`) ?? [],
  };
}

interface Joins {
  /** `subgraph Type.field` → the field's type there, where it differs from the supergraph's. */
  readonly fieldTypes: ReadonlyMap<string, string>;
  /** Subgraph → interfaces that are `@interfaceObject` in it. */
  readonly interfaceObjects: ReadonlyMap<string, ReadonlySet<string>>;
  /** `subgraph Type` → resolvable keys. */
  readonly keys: ReadonlyMap<string, readonly (readonly SelectionNode[])[]>;
}

function readJoins(document: DocumentNode): Joins {
  const names = subgraphNames(document);
  const fieldTypes = new Map<string, string>();
  const interfaceObjects = new Map<string, Set<string>>();
  const keys = new Map<string, (readonly SelectionNode[])[]>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const typeName = definition.name.value;
    for (const join of named(definition.directives, 'join__type')) {
      const subgraph = names.get(argument(join, 'graph') ?? '') ?? '';
      if (argument(join, 'isInterfaceObject') === 'true')
        once(interfaceObjects, subgraph, () => new Set<string>()).add(typeName);
      const key = argument(join, 'key');
      if (key === null || argument(join, 'resolvable') === 'false') continue;
      once(keys, `${subgraph} ${typeName}`, () => []).push(fieldSet(key));
    }
    for (const field of definition.fields ?? []) {
      for (const join of named(field.directives, 'join__field')) {
        const subgraph = names.get(argument(join, 'graph') ?? '');
        const type = argument(join, 'type');
        if (subgraph !== undefined && type !== null)
          fieldTypes.set(`${subgraph} ${typeName}.${field.name.value}`, type);
      }
    }
  }
  return { fieldTypes, interfaceObjects, keys };
}

/** Value of the `join__Graph` enum → the subgraph's name. */
function subgraphNames(document: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const [join] = named(value.directives, 'join__graph');
      const name = join === undefined ? null : argument(join, 'name');
      if (name !== null) names.set(value.name.value, name);
    }
  }
  return names;
}

function named(directives: readonly ConstDirectiveNode[] | undefined, name: string): readonly ConstDirectiveNode[] {
  return (directives ?? []).filter((directive) => directive.name.value === name);
}

/** Strings, enum values and booleans, as text. */
function argument(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value !== undefined && 'value' in value ? String(value.value) : null;
}

function fieldSet(text: string): readonly SelectionNode[] {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`\`${text}\` is not a field set`);
  return definition.selectionSet.selections;
}

function once<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const before = map.get(key);
  if (before !== undefined) return before;
  const made = make();
  map.set(key, made);
  return made;
}
