/** The document that may be planned: permitted fields only, under generated aliases, arguments as generated variables. */
import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  Kind,
  OperationTypeNode,
  parseType,
  validate,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { LabelMap } from '../../schema/label-map';
import { RefusedRequest } from '../errors';
import type { Decision } from '../policy/decision';
import { agreementAt } from './agreement';
import type { Aliases } from './aliases';
import type { Occurrence, PositionNode, TypeUse } from './position';
import type { SchemaFacts } from './schema-facts';

export interface RewriteInput {
  readonly root: PositionNode;
  readonly kind: 'query' | 'mutation';
  readonly decisions: readonly Decision[];
  readonly aliases: Aliases;
  readonly map: LabelMap;
  readonly facts: SchemaFacts;
  readonly apiSchema: GraphQLSchema;
  readonly maxTokens: number;
}

/** One emitted selection set; `text` is equal for equal selection sets, `tokens` counts what printing it would give. */
interface Emitted {
  readonly set: SelectionSetNode;
  readonly text: string;
  readonly tokens: number;
}

interface EmittedField {
  readonly node: FieldNode;
  readonly text: string;
  readonly tokens: number;
}

/**
 * @returns `null` where nothing is to be fetched.
 * @throws RefusedRequest LIMIT_EXCEEDED where splitting by concrete type makes the document too large.
 */
export function rewriteDocument(input: RewriteInput): DocumentNode | null {
  const emitted = new Map<PositionNode, Emitted>();
  const texts = new Map<string, number>();
  const variables = new Map<string, VariableDefinitionNode>();
  const intern = (text: string): string => {
    const number = texts.get(text) ?? texts.size;
    texts.set(text, number);
    return String(number);
  };

  const emit = (node: PositionNode): Emitted => {
    const before = emitted.get(node);
    if (before !== undefined) return before;
    const agreement = agreementAt(node, input.decisions, input.aliases, input.map);
    const byUse = new Map(agreement.released.map((use) => [use, fieldsOf(use)] as const));
    const shared = sharedTexts(node, byUse, input.apiSchema);
    const fields: EmittedField[] = agreement.typename && node.position.length > 0 ? [typenameField()] : [];
    const fragments: { selection: SelectionNode; text: string; tokens: number }[] = [];
    for (const [index, [use, own]] of [...byUse].entries()) {
      if (index === 0) fields.push(...own.filter((field) => shared.has(field.text)));
      const rest = own.filter((field) => !shared.has(field.text));
      if (rest.length === 0) continue;
      if (input.apiSchema.getType(use.type.name) === undefined) {
        throw new Error(`\`${use.type.name}\` cannot be spelled in a planned document`);
      }
      fragments.push({
        selection: {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: use.type.name } },
          selectionSet: { kind: Kind.SELECTION_SET, selections: rest.map((field) => field.node) },
        },
        text: `${use.type.name}{${rest.map((field) => field.text).join(' ')}}`,
        tokens: rest.reduce((sum, field) => sum + field.tokens, 5),
      });
    }
    const parts = [...fields, ...fragments];
    const result: Emitted = {
      set: {
        kind: Kind.SELECTION_SET,
        selections: [...fields.map((field) => field.node), ...fragments.map((each) => each.selection)],
      },
      text: intern(parts.map((part) => part.text).join(' ')),
      tokens: parts.reduce((sum, part) => sum + part.tokens, 2),
    };
    emitted.set(node, result);
    return result;
  };

  const fieldsOf = (use: TypeUse): EmittedField[] => {
    const fields = use.occurrences
      .filter((occurrence) => occurrence.slot !== null && occurrence.state === 'live')
      .map((occurrence) => clientField(use, occurrence));
    return [...fields, ...ownFields(use, input)];
  };

  const clientField = (use: TypeUse, occurrence: Occurrence): EmittedField => {
    const alias = input.aliases.of(occurrence);
    const given = occurrence.arguments.filter((argument) => argument.value !== undefined);
    const below = occurrence.child === null ? null : emit(occurrence.child);
    const arguments_ = given.map(({ definition }) => {
      const variable = variableName(alias, definition.name);
      variables.set(variable, {
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
        type: parseType(String(definition.type), { noLocation: true }),
      });
      return { definition, variable };
    });
    const known = input.apiSchema.getType(use.type.name);
    if (known !== undefined && 'getFields' in known && !Object.hasOwn(known.getFields(), occurrence.name)) {
      throw new Error(`\`${occurrence.coordinate}\` is not in the schema that clients may name`);
    }
    return {
      node: {
        kind: Kind.FIELD,
        alias: { kind: Kind.NAME, value: alias },
        name: { kind: Kind.NAME, value: occurrence.name },
        arguments: arguments_.map(({ definition, variable }) => ({
          kind: Kind.ARGUMENT,
          name: { kind: Kind.NAME, value: definition.name },
          value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
        })),
        ...(below === null ? {} : { selectionSet: below.set }),
      },
      text: `${alias}:${occurrence.name}{${below?.text ?? ''}}`,
      tokens: 1 + arguments_.length * 4 + (arguments_.length > 0 ? 2 : 0) + (below?.tokens ?? 0),
    };
  };

  const typenameField = (): EmittedField => plainField(input.aliases.typename, '__typename');

  const root = emit(input.root);
  if (root.set.selections.length === 0) return null;
  if (root.tokens > input.maxTokens) {
    throw new RefusedRequest(
      'LIMIT_EXCEEDED',
      'the operation asks different things of too many concrete types; ask for fewer fields or types at once',
    );
  }
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: input.kind === 'mutation' ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY,
        variableDefinitions: [...variables.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, node]) => node),
        selectionSet: root.set,
      },
    ],
  };
  // INVARIANT: the planner reads a fragment on an unknown type as unconditional, so nothing unvalidated is planned.
  const errors = validate(input.facts.full, document);
  if (errors.length > 0)
    throw new Error(`the rewritten document is not valid: ${errors.map((each) => each.message).join('; ')}`);
  return document;
}

/** Name of the generated variable that carries one argument. */
export function variableName(alias: string, argumentName: string): string {
  return `v${alias.slice(2)}_${argumentName}`;
}

/** The key that traces a data subject, and the fields that scopes are tested on. */
function ownFields(use: TypeUse, input: RewriteInput): EmittedField[] {
  const entry = input.map.types[use.type.name];
  const names = new Set<string>();
  if (entry?.subject != null) names.add(entry.subject.key);
  for (const owner of use.scopeOwners) {
    const rule = entry !== undefined && Object.hasOwn(entry.scopes, owner) ? entry.scopes[owner] : undefined;
    if (rule === undefined) throw new Error(`\`${use.type.name}\` has no scope field of \`${owner}\``);
    names.add(rule.by);
  }
  return [...names].sort().map((name) => plainField(input.aliases.ofReserved(use.type.name, name), name));
}

function plainField(alias: string, name: string): EmittedField {
  return {
    node: { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: alias }, name: { kind: Kind.NAME, value: name } },
    text: `${alias}:${name}`,
    tokens: 1,
  };
}

/** Texts of the fields that may stand on the static type: every concrete type asks for them, and it declares them. */
function sharedTexts(
  node: PositionNode,
  byUse: ReadonlyMap<TypeUse, readonly EmittedField[]>,
  apiSchema: GraphQLSchema,
): ReadonlySet<string> {
  const [first = [], ...others] = [...byUse.values()];
  // An interface with one implementation, or a union with one member, still declares less than that type does.
  if (node.uses.length === 1 && !isAbstractType(node.staticType)) return new Set(first.map((field) => field.text));
  // Types that are denied or cannot be spelled would be fetched along with the others.
  if (byUse.size < node.uses.length || !isInterfaceType(node.staticType)) return new Set();
  const declared = apiSchema.getType(node.staticType.name);
  const shared = first.filter((field) => {
    const name = field.node.name.value;
    const declaration = isInterfaceType(declared) ? declared.getFields()[name] : undefined;
    if (declaration === undefined || others.some((own) => own.every((other) => other.text !== field.text)))
      return false;
    // An implementation may narrow the type, and what is asked below was spelled for the narrower one.
    const yielded = getNamedType(declaration.type).name;
    return [...byUse.keys()].every((use) => fieldType(use, name) === yielded);
  });
  return new Set(shared.map((field) => field.text));
}

function fieldType(use: TypeUse, name: string): string | undefined {
  const field = use.type.getFields()[name];
  return field === undefined ? undefined : getNamedType(field.type).name;
}
