/** A document as several, so that no two fields of one of them require the same field with different arguments. */
import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  visit,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { concreteTypes, type Input, type RequiredInputs } from './required-inputs';

export interface SplitDocument {
  /** The first has everything that is in no conflict. */
  readonly documents: readonly DocumentNode[];
  /** Names of the fields that are required in several ways. */
  readonly names: ReadonlySet<string>;
}

/** Each document is planned anew: more than this is more than anybody needs. */
const maxDocuments = 8;

/** @returns `null` where it cannot be done: a field is in conflict with itself, or there are too many kinds */
export function splitDocument(
  document: DocumentNode,
  schema: GraphQLSchema,
  inputs: RequiredInputs,
): SplitDocument | null {
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return null;
  const root = schema.getRootType(operation.operation);
  if (root == null) return null;
  const grouping: Grouping = { schema, inputs, groups: [], known: new Map(), names: new Set() };
  if (!assign(operation.selectionSet.selections, root, grouping)) return null;
  const { groups, names } = grouping;
  if (groups.length < 2 || groups.length > maxDocuments) return null;
  const documents = groups.map((_, group) => documentOf(operation, root, group, grouping));
  return documents.every((each) => each !== null) ? { documents, names } : null;
}

interface Grouping {
  readonly schema: GraphQLSchema;
  readonly inputs: RequiredInputs;
  /** What the fields of one document require: path → arguments. */
  readonly groups: Map<string, string>[];
  /** Coordinate → its group; of fields that require nothing: none. */
  readonly known: Map<string, number | null>;
  readonly names: Set<string>;
}

/** @returns `false` where something cannot be told apart */
function assign(selections: readonly SelectionNode[], type: GraphQLNamedType, grouping: Grouping): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    const next = below(selection, type, grouping.schema);
    if (next === null) return false;
    if (selection.kind === Kind.FIELD && !assignField(`${type.name}.${selection.name.value}`, grouping)) return false;
    return assign(selection.selectionSet?.selections ?? [], next, grouping);
  });
}

function assignField(coordinate: string, { schema, inputs, groups, known, names }: Grouping): boolean {
  if (known.has(coordinate)) return true;
  const [typeName = '', name = ''] = coordinate.split('.');
  const required = concreteTypes(schema, typeName).flatMap((each) => inputs.closure(`${each}.${name}`));
  known.set(coordinate, null);
  if (required.length === 0) return true;
  const own = new Map<string, string>();
  for (const input of required) {
    if ((own.get(input.path) ?? input.arguments) !== input.arguments) return false;
    own.set(input.path, input.arguments);
  }
  if (groups.length === 0) groups.push(new Map());
  let group = groups.findIndex((each) => clashes(required, each).length === 0);
  if (group < 0) group = groups.push(new Map()) - 1;
  for (const each of groups) for (const path of clashes(required, each)) names.add(path.split('.').at(-1) ?? '');
  for (const [path, given] of own) groups[group]?.set(path, given);
  known.set(coordinate, group);
  return true;
}

function clashes(required: readonly Input[], group: ReadonlyMap<string, string>): readonly string[] {
  return required
    .filter((input) => (group.get(input.path) ?? input.arguments) !== input.arguments)
    .map(({ path }) => path);
}

/** Type at which the selections below stand: for a leaf, its own. */
function below(selection: SelectionNode, type: GraphQLNamedType, schema: GraphQLSchema): GraphQLNamedType | null {
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    const condition = selection.typeCondition?.name.value;
    return condition === undefined ? type : (schema.getType(condition) ?? null);
  }
  if (selection.name.value === '__typename') return type;
  if (!isObjectType(type) && !isInterfaceType(type)) return null;
  const field = type.getFields()[selection.name.value];
  return field === undefined ? null : getNamedType(field.type);
}

function documentOf(
  operation: OperationDefinitionNode,
  root: GraphQLNamedType,
  wanted: number,
  { schema, known }: Grouping,
): DocumentNode | null {
  /** @param group of the field above: what requires nothing goes with what it stands in */
  const keep = (selections: readonly SelectionNode[], type: GraphQLNamedType, group: number): SelectionNode[] =>
    selections.flatMap((selection): SelectionNode[] => {
      const next = below(selection, type, schema);
      if (next === null || selection.kind === Kind.FRAGMENT_SPREAD) return [];
      const own = selection.kind === Kind.FIELD ? known.get(`${type.name}.${selection.name.value}`) : null;
      const here = own ?? group;
      if (selection.selectionSet === undefined) return here === wanted ? [selection] : [];
      const kept = keep(selection.selectionSet.selections, next, here);
      return kept.length === 0
        ? []
        : [{ ...selection, selectionSet: { ...selection.selectionSet, selections: kept } } as SelectionNode];
    });
  const selections = keep(operation.selectionSet.selections, root, 0);
  if (selections.length === 0) return null;
  const kept = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const used = new Set<string>();
  visit(kept.selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { kind: Kind.DOCUMENT, definitions: [{ ...kept, variableDefinitions }] };
}
