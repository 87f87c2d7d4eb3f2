/** Turns a TypeGraphQL schema into an SDL document that keeps every directive, descriptions and defaults included. */
import {
  astFromValue,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  Kind,
  parse,
  parseType,
  type ConstValueNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  type NamedTypeNode,
  type NameNode,
  type StringValueNode,
  type TypeDefinitionNode,
} from 'graphql';
import { directiveText } from './directive-text';
import { enumValueDirectives } from './governed-enum';

/** What of graphql-js's schema elements can bear directives: type-graphql leaves them on partial AST nodes. */
interface Element {
  readonly description?: string | null;
  readonly deprecationReason?: string | null;
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null;
}

/** Types in alphabetical order after the root types, so that the SDL does not depend on the order of imports. */
export function schemaDocument(schema: GraphQLSchema): DocumentNode {
  const roots: readonly (string | undefined)[] = [schema.getQueryType()?.name, schema.getMutationType()?.name];
  const rank = (type: GraphQLNamedType): number =>
    roots.includes(type.name) ? roots.indexOf(type.name) : roots.length;
  const definitions = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
    .map(typeDefinition);
  return { kind: Kind.DOCUMENT, definitions };
}

function typeDefinition(type: GraphQLNamedType): TypeDefinitionNode {
  const shared = { ...described(type), name: nameNode(type.name) };
  if (isScalarType(type)) return { kind: Kind.SCALAR_TYPE_DEFINITION, ...shared };
  if (isEnumType(type)) return { kind: Kind.ENUM_TYPE_DEFINITION, ...shared, values: enumValues(type) };
  if (isUnionType(type)) return { kind: Kind.UNION_TYPE_DEFINITION, ...shared, types: type.getTypes().map(named) };
  if (isInputObjectType(type)) {
    return { kind: Kind.INPUT_OBJECT_TYPE_DEFINITION, ...shared, fields: Object.values(type.getFields()).map(input) };
  }
  const composite = {
    ...shared,
    interfaces: type.getInterfaces().map(named),
    fields: Object.values(type.getFields()).map(field),
  };
  return isInterfaceType(type)
    ? { kind: Kind.INTERFACE_TYPE_DEFINITION, ...composite }
    : { kind: Kind.OBJECT_TYPE_DEFINITION, ...composite };
}

function field(element: GraphQLField<unknown, unknown>): FieldDefinitionNode {
  return {
    kind: Kind.FIELD_DEFINITION,
    ...described(element),
    name: nameNode(element.name),
    arguments: element.args.map(input),
    type: parseType(String(element.type)),
  };
}

function input(element: GraphQLArgument | GraphQLInputField): InputValueDefinitionNode {
  const value = element.defaultValue === undefined ? null : astFromValue(element.defaultValue, element.type);
  return {
    kind: Kind.INPUT_VALUE_DEFINITION,
    ...described(element),
    name: nameNode(element.name),
    type: parseType(String(element.type)),
    ...(value == null ? {} : { defaultValue: value as ConstValueNode }),
  };
}

function enumValues(type: GraphQLEnumType): readonly EnumValueDefinitionNode[] {
  return type.getValues().map((value) => {
    const shared = described(value);
    const added = enumValueDirectives(type.name, value.name).map(parseDirective);
    return {
      kind: Kind.ENUM_VALUE_DEFINITION,
      ...shared,
      name: nameNode(value.name),
      directives: [...shared.directives, ...added],
    };
  });
}

function described(element: Element): {
  readonly description?: StringValueNode;
  readonly directives: readonly ConstDirectiveNode[];
} {
  const directives = [...(element.astNode?.directives ?? [])];
  if (element.deprecationReason != null) {
    directives.push(parseDirective(directiveText('deprecated', { reason: element.deprecationReason })));
  }
  return {
    ...(element.description ? { description: stringNode(element.description) } : {}),
    directives,
  };
}

function parseDirective(text: string): ConstDirectiveNode {
  const [definition] = parse(`scalar X ${text}`, { noLocation: true }).definitions;
  const directive = definition?.kind === Kind.SCALAR_TYPE_DEFINITION ? definition.directives?.[0] : undefined;
  if (directive === undefined) throw new Error(`\`${text}\` is no directive`);
  return directive;
}

function stringNode(value: string): StringValueNode {
  return { kind: Kind.STRING, value, block: value.includes('\n') };
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function named(type: GraphQLNamedType): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: nameNode(type.name) };
}
