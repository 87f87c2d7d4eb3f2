/** Every element of an SDL that can bear a directive, with its coordinate; renamed root types stand under their default names. */
import {
  Kind,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeNode,
} from 'graphql';

export interface SdlElement {
  /** As in `Finding.coordinate`; `null` for the schema itself. */
  readonly coordinate: string | null;
  /** GraphQL's directive location. */
  readonly location: string;
  readonly directives: readonly ConstDirectiveNode[];
  readonly line: number | null;
  /** Of fields, arguments and input fields, as printed. */
  readonly type: string | null;
}

export function elementsOf(document: DocumentNode): readonly SdlElement[] {
  const rename = rootNames(document);
  return document.definitions.flatMap((node) => elementsOfDefinition(node, rename));
}

/** Written name of a root type → its default name. */
export function rootNames(document: DocumentNode): ReadonlyMap<string, string> {
  const defaults = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  return new Map(
    document.definitions
      .flatMap((node) =>
        node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? (node.operationTypes ?? []) : [],
      )
      .map(({ operation, type }) => [type.name.value, defaults[operation]]),
  );
}

function elementsOfDefinition(node: DefinitionNode, rename: ReadonlyMap<string, string>): readonly SdlElement[] {
  switch (node.kind) {
    case Kind.SCHEMA_DEFINITION:
    case Kind.SCHEMA_EXTENSION:
      return [element(null, 'SCHEMA', node)];
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_EXTENSION:
      return [element(node.name.value, 'SCALAR', node)];
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.UNION_TYPE_EXTENSION:
      return [element(node.name.value, 'UNION', node)];
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION: {
      const name = rename.get(node.name.value) ?? node.name.value;
      const isObject = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
      return [
        element(name, isObject ? 'OBJECT' : 'INTERFACE', node),
        ...(node.fields ?? []).flatMap((field) => elementsOfField(name, field)),
      ];
    }
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return [
        element(node.name.value, 'ENUM', node),
        ...(node.values ?? []).map((value) => element(`${node.name.value}.${value.name.value}`, 'ENUM_VALUE', value)),
      ];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return [
        element(node.name.value, 'INPUT_OBJECT', node),
        ...(node.fields ?? []).map((field) =>
          element(`${node.name.value}.${field.name.value}`, 'INPUT_FIELD_DEFINITION', field),
        ),
      ];
    case Kind.DIRECTIVE_EXTENSION:
      return [element(`@${node.name.value}`, 'a directive', node)];
    case Kind.DIRECTIVE_DEFINITION:
      // Said about no data at all: no directive of ours may stand here.
      return (node.arguments ?? []).map((each) =>
        element(`@${node.name.value}(${each.name.value}:)`, 'an argument of a directive', each),
      );
    case Kind.OPERATION_DEFINITION:
    case Kind.FRAGMENT_DEFINITION:
      return [];
  }
}

function elementsOfField(type: string, field: FieldDefinitionNode): readonly SdlElement[] {
  const coordinate = `${type}.${field.name.value}`;
  return [
    element(coordinate, 'FIELD_DEFINITION', field),
    ...(field.arguments ?? []).map((each) =>
      element(`${coordinate}(${each.name.value}:)`, 'ARGUMENT_DEFINITION', each),
    ),
  ];
}

type Bearer =
  | Exclude<DefinitionNode, { readonly kind: 'DirectiveDefinition' }>
  | FieldDefinitionNode
  | InputValueDefinitionNode
  | EnumValueDefinitionNode;

function element(coordinate: string | null, location: string, node: Bearer): SdlElement {
  const type: TypeNode | undefined = 'type' in node ? node.type : undefined;
  return {
    coordinate,
    location,
    directives: (node.directives ?? []) as readonly ConstDirectiveNode[],
    // The name's line, not that of a description before it.
    line: ('name' in node ? node.name?.loc : node.loc)?.startToken.line ?? null,
    type: type === undefined ? null : print(type),
  };
}
