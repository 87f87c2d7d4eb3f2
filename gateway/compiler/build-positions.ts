/** The client's operation → its normal form, each occurrence with its decision. */
import {
  getNamedType,
  isCompositeType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { responseKey, type ClientOperation } from './client-operation';
import type { CompileInput } from './compile-input';
import type { Position } from './compiled-operation';
import type { Decisions } from './decisions';
import { plainValue } from './plain-value';
import type { Occurrence, PositionNode, TypeUse, UsedArgument } from './position';
import { hasList, type PossibleType, type SchemaFacts } from './schema-facts';

/** What a position inherits from the way that leads to it, as far as anything depends on it. */
interface Circumstances {
  readonly position: Position;
  readonly listPath: Position | null;
  /** Subgraphs that can resolve the field that yields it; matters below value types. */
  readonly at: ReadonlySet<string> | null;
  readonly holder: TypeUse | null;
  /** Identifies the holder and the field that leads here, for sharing. */
  readonly way: string;
}

export function buildPositions(
  input: CompileInput,
  facts: SchemaFacts,
  operation: ClientOperation,
  decisions: Decisions,
): PositionNode {
  const nodes = new Map<string, PositionNode>();
  const nodeNumbers = new Map<FieldNode, number>();
  const numberOf = (node: FieldNode): number => {
    const number = nodeNumbers.get(node) ?? nodeNumbers.size;
    nodeNumbers.set(node, number);
    return number;
  };

  const build = (
    staticType: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    asked: string,
    around: Circumstances,
  ): PositionNode => {
    const shareKey = `${around.position.join('\u0000')}|${staticType.name}|${asked}|${around.way}`;
    const before = nodes.get(shareKey);
    if (before !== undefined) return before;
    const uses: TypeUse[] = [];
    const node: PositionNode = {
      id: nodes.size,
      position: around.position,
      listPath: around.listPath,
      staticType,
      uses,
      nulled: false,
    };
    nodes.set(shareKey, node);
    const possible = facts.possibleTypes(staticType.name);
    for (const type of possible) {
      uses.push(buildUse(type, sets, around, node.id));
    }
    return node;
  };

  const buildUse = (
    type: PossibleType,
    sets: readonly SelectionSetNode[],
    around: Circumstances,
    nodeId: number,
  ): TypeUse => {
    const row = facts.isRow(type.name);
    const at = row ? null : around.at;
    const occurrences: Occurrence[] = [];
    const use: TypeUse = {
      type,
      hidden: input.apiSchema.getType(type.name) === undefined,
      row,
      holder: null,
      occurrences,
      existence: decisions.ofExistence(type.name, at),
      state: 'live',
      denial: null,
      scopeOwners: new Set(),
      rowSlots: new Set(),
    };
    (use as { holder: TypeUse | null }).holder = row ? use : around.holder;
    for (const [key, fieldNodes] of collectFields(input.apiSchema, facts, operation, type, sets)) {
      occurrences.push(buildOccurrence(use, key, fieldNodes, around, at, nodeId));
    }
    return use;
  };

  const buildOccurrence = (
    use: TypeUse,
    key: string,
    fieldNodes: readonly FieldNode[],
    around: Circumstances,
    at: ReadonlySet<string> | null,
    nodeId: number,
  ): Occurrence => {
    const [first] = fieldNodes as readonly [FieldNode];
    const name = first.name.value;
    const coordinate = `${use.type.name}.${name}`;
    const definition = facts.fieldsOf(use.type.name)[name];
    if (name.startsWith('__') || definition === undefined) {
      const type = facts.metaFieldType(name);
      return {
        key,
        name,
        coordinate,
        type,
        nodes: fieldNodes,
        arguments: [],
        variant: 0,
        slot: null,
        state: 'live',
        denial: null,
        child: null,
        influences: new Set(),
        scopedOn: 'holder',
      };
    }
    const inner = getNamedType(definition.type);
    let child: PositionNode | null = null;
    if (isCompositeType(inner)) {
      const position = [...around.position, key];
      const valueTypes = facts.possibleTypes(inner.name).some((type) => !facts.isRow(type.name));
      child = build(
        inner,
        fieldNodes.flatMap((node) => (node.selectionSet === undefined ? [] : [node.selectionSet])),
        fieldNodes.map(numberOf).join(','),
        {
          position,
          listPath: around.listPath ?? (hasList(definition.type) ? position : null),
          at: valueTypes ? resolversOf(input, coordinate, at) : null,
          holder: valueTypes ? use.holder : null,
          way: valueTypes ? `${String(nodeId)}.${coordinate}` : '',
        },
      );
    }
    return {
      key,
      name,
      coordinate,
      type: definition.type,
      nodes: fieldNodes,
      arguments: usedArguments(definition.args, first, operation),
      variant: 0,
      slot: decisions.ofField(use.type.name, name, at),
      state: 'live',
      denial: null,
      child,
      influences: new Set(),
      scopedOn:
        isCompositeType(inner) && listsRows(facts, inner, hasList(definition.type), use.holder !== null)
          ? 'yielded-rows'
          : 'holder',
    };
  };

  const root = rootType(input.apiSchema, operation.kind);
  return build(root, [operation.definition.selectionSet], '', {
    position: [],
    listPath: null,
    at: null,
    holder: null,
    way: '',
  });
}

export function rootType(schema: GraphQLSchema, kind: 'query' | 'mutation'): GraphQLObjectType {
  const type = kind === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  if (type == null) throw new Error(`the schema has no ${kind} type, yet a ${kind} was validated against it`);
  return type;
}

/**
 * Whether the field's objects are rows of their own, or wrappers that list rows; else they are values of the row that holds the
 * field (fine-print, Rows).
 */
function listsRows(facts: SchemaFacts, type: GraphQLCompositeType, list: boolean, held: boolean): boolean {
  return facts.possibleTypes(type.name).some((possible) => {
    if (facts.isRow(possible.name)) return true;
    const reached = facts.reachesRows(possible.name);
    return reached.any && (reached.listed || list || !held);
  });
}

function resolversOf(input: CompileInput, coordinate: string, at: ReadonlySet<string> | null): ReadonlySet<string> {
  const resolvers = input.supergraph.labelMap.fields[coordinate]?.resolvedBy ?? [];
  return new Set(at === null ? resolvers : resolvers.filter((name) => at.has(name)));
}

/** CollectFields of the GraphQL specification (6.3.2), for one concrete type. */
function collectFields(
  schema: GraphQLSchema,
  facts: SchemaFacts,
  operation: ClientOperation,
  type: PossibleType,
  sets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const collected = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const applies = (condition: string | undefined): boolean =>
    condition === undefined ||
    condition === type.name ||
    (schema.getType(condition) !== undefined && facts.possibleTypes(condition).some((each) => each.name === type.name));
  const walk = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (!operation.includes(node)) continue;
      switch (node.kind) {
        case Kind.FIELD: {
          const list = collected.get(responseKey(node));
          if (list === undefined) collected.set(responseKey(node), [node]);
          else list.push(node);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          if (applies(node.typeCondition?.name.value)) walk(node.selectionSet);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const fragment = operation.fragments.get(node.name.value);
          if (fragment === undefined || spread.has(node.name.value)) break;
          spread.add(node.name.value);
          if (applies(fragment.typeCondition.name.value)) walk(fragment.selectionSet);
          break;
        }
      }
    }
  };
  for (const set of sets) walk(set);
  return collected;
}

function usedArguments(
  definitions: readonly import('graphql').GraphQLArgument[],
  node: FieldNode,
  operation: ClientOperation,
): UsedArgument[] {
  return definitions.flatMap((definition) => {
    const written = node.arguments?.find((argument) => argument.name.value === definition.name)?.value ?? null;
    const value = written === null ? undefined : plainValue(written, definition.type, operation.variables);
    if (value === undefined && definition.defaultValue === undefined) return [];
    return [{ definition, value, written }];
  });
}
