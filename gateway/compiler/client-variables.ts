/** The client's variables: coerced as GraphQL says, kept as they were sent, and their form, as far as a compiled operation depends on it. */
import {
  getNullableType,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  typeFromAST,
  visit,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import type { LabelMap } from '../../schema/label-map';
import { RefusedRequest } from '../errors';
import { plainValue } from './plain-value';

type Values = Readonly<Record<string, unknown>>;

export interface DeclaredVariable {
  readonly name: string;
  /** `undefined` only in a document that was not validated. */
  readonly type: GraphQLInputType | undefined;
  /** The client's own default; `undefined` = none. */
  readonly byDefault: ValueNode | undefined;
  /** Whether `@skip` or `@include` asks it. */
  readonly steers: boolean;
}

export interface ClientVariables {
  /** Raw client values; a client default stands in where none was sent. No prototype; absent = not given. */
  readonly values: Values;
  readonly coerced: Values;
}

export function declaredVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  document: DocumentNode,
): readonly DeclaredVariable[] {
  const steering = steeringVariables(document);
  return variableDefinitions.map((variable) => {
    const name = variable.variable.name.value;
    const type = typeFromAST(schema, variable.type as NamedTypeNode) as GraphQLInputType | undefined;
    return { name, type, byDefault: variable.defaultValue, steers: steering.has(name) };
  });
}

const nothing: Values = Object.freeze(Object.create(null) as Values);
const none: ClientVariables = Object.freeze({ values: nothing, coerced: nothing });

/** @throws RefusedRequest BAD_USER_INPUT (variables that do not fit their types) */
export function clientVariables(
  stated: {
    readonly schema: GraphQLSchema;
    readonly definition: OperationDefinitionNode;
    readonly declared: readonly DeclaredVariable[];
  },
  sent: Values,
): ClientVariables {
  const { schema, definition, declared } = stated;
  if (declared.length === 0) return none;
  const coerced = getVariableValues(schema, definition.variableDefinitions ?? [], { ...sent }, { maxErrors: 5 });
  if (coerced.errors !== undefined) {
    throw new RefusedRequest(
      'BAD_USER_INPUT',
      coerced.errors.map((error) => withoutSuggestions(error.message)).join(' '),
    );
  }
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { name, type, byDefault } of declared) {
    // Not the coerced value: a custom scalar's internal form must not travel to a subgraph in place of what the client wrote.
    if (Object.hasOwn(sent, name) && sent[name] !== undefined) values[name] = sent[name];
    else if (byDefault !== undefined) values[name] = plainValue(byDefault, type, {});
  }
  return { values, coerced: coerced.coerced };
}

/**
 * What a compiled operation depends on of its variables' values, as a short text: which are given, which are null, what steers
 * conditions, which input fields and which enum values that reveal something are used; never the values themselves.
 *
 * INVARIANT: variables of equal form lead to the same document, the same influences and the same pagination.
 */
export function variableForm(
  declared: readonly DeclaredVariable[],
  { values, coerced }: ClientVariables,
  map: LabelMap,
): string {
  let form = '';
  for (const { name, type, steers } of declared) {
    form += steers ? String(coerced[name]) : formOf(values[name], type, map);
    form += '|';
  }
  return form;
}

function formOf(value: unknown, type: GraphQLInputType | undefined, map: LabelMap): string {
  if (value === undefined) return '-';
  if (value === null) return 'n';
  const at = type === undefined ? undefined : getNullableType(type);
  if (isListType(at)) {
    const item = at.ofType as GraphQLInputType;
    if (!Array.isArray(value)) return `[${formOf(value, item, map)}]`;
    // What the items reveal adds up: neither their order nor their number matters.
    const forms = new Set<string>();
    for (const each of value as unknown[]) forms.add(formOf(each, item, map));
    return `[${[...forms].sort().join(',')}]`;
  }
  if (isEnumType(at)) {
    const influences = map.enumValues[`${at.name}.${String(value)}`]?.influences ?? [];
    return influences.length === 0 ? 'v' : `=${String(value)}`;
  }
  if (isInputObjectType(at) && typeof value === 'object') {
    const given = Object.values(at.getFields()).filter(({ name }) => Object.hasOwn(value, name));
    const fields = given.map(({ name, type: below }) => `${name}:${formOf((value as Values)[name], below, map)}`);
    return `{${fields.join(',')}}`;
  }
  return 'v';
}

function steeringVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return names;
}

/** graphql-js adds suggestions to coercion errors; they would name enum values and input fields. */
function withoutSuggestions(message: string): string {
  return message.replace(/\s*Did you mean [^?]*\?/g, '');
}
