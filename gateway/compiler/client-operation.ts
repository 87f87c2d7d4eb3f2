/** The client's operation as it stands for this request: one operation, its variables, its conditions already evaluated. */
import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { RefusedRequest } from '../errors';
import { clientVariables, declaredVariables, type DeclaredVariable } from './client-variables';

/** Of one operation of a document, what does not depend on the values of its variables. */
export interface StatedOperation {
  readonly schema: GraphQLSchema;
  readonly kind: 'query' | 'mutation';
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly declared: readonly DeclaredVariable[];
}

export interface ClientOperation extends Pick<StatedOperation, 'kind' | 'definition' | 'fragments'> {
  /** Raw client values; a client default stands in where none was sent. No prototype; absent = not given. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a selection takes part, by its `@skip` and `@include`. */
  includes(node: SelectionNode): boolean;
}

const reserved = /^_l\d+$/;

/**
 * @throws RefusedRequest OPERATION_RESOLUTION_FAILURE (none, or several and no name), BAD_USER_INPUT (variables that do not
 *   fit their types), GRAPHQL_VALIDATION_FAILED (an alias that the gateway keeps for itself).
 */
export function clientOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  sent: Readonly<Record<string, unknown>>,
): ClientOperation {
  const stated = statedOperation(schema, document, operationName);
  const { kind, definition, fragments } = stated;
  const { values: variables, coerced } = clientVariables(stated, sent);
  const includes = (node: SelectionNode): boolean => {
    let included = true;
    for (const directive of node.directives ?? []) {
      const name = directive.name.value;
      if (name !== 'skip' && name !== 'include') continue;
      const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
      let value: unknown;
      if (condition?.kind === Kind.BOOLEAN) value = condition.value;
      else if (condition?.kind === Kind.VARIABLE) value = coerced[condition.name.value];
      if (typeof value !== 'boolean') {
        throw new RefusedRequest('BAD_USER_INPUT', `\`@${name}(if:)\` needs a Boolean; give its variable a value`);
      }
      if (value === (name === 'skip')) included = false;
    }
    return included;
  };
  refuseReservedAliases(document);
  return { kind, definition, fragments, variables, includes };
}

/** Documents are kept by their text, so that most are met again. */
const known = new WeakMap<DocumentNode, Map<string | null, StatedOperation>>();

/** @throws RefusedRequest OPERATION_RESOLUTION_FAILURE (none, or several and no name), OPERATION_NOT_SUPPORTED */
export function statedOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
): StatedOperation {
  let byName = known.get(document);
  if (byName === undefined) known.set(document, (byName = new Map()));
  const before = byName.get(operationName);
  if (before !== undefined && before.schema === schema) return before;
  const definition = selectOperation(document, operationName);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const stated: StatedOperation = {
    schema,
    kind: definition.operation === 'mutation' ? 'mutation' : 'query',
    definition,
    fragments,
    declared: declaredVariables(schema, definition, document),
  };
  byName.set(operationName, stated);
  return stated;
}

function selectOperation(document: DocumentNode, operationName: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const named = operationName === null ? operations : operations.filter((node) => node.name?.value === operationName);
  const [only] = named;
  if (only === undefined || named.length > 1) {
    throw new RefusedRequest(
      'OPERATION_RESOLUTION_FAILURE',
      operationName === null
        ? 'the document holds several operations; say which one with `operationName`'
        : 'the document holds no operation of that name; `operationName` must be one of those it defines',
    );
  }
  if (only.operation === 'subscription') {
    throw new RefusedRequest('OPERATION_NOT_SUPPORTED', 'subscriptions are not served; ask with a query');
  }
  return only;
}

function refuseReservedAliases(document: DocumentNode): void {
  const walk = (selections: readonly SelectionNode[]): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const written = node.alias?.value ?? node.name.value;
        if (reserved.test(written)) {
          throw new RefusedRequest(
            'GRAPHQL_VALIDATION_FAILED',
            `\`${written}\` is a name that the gateway keeps for itself; choose an alias that is not \`_l\` and a number`,
          );
        }
      }
      if (node.kind !== Kind.FRAGMENT_SPREAD && node.selectionSet !== undefined) walk(node.selectionSet.selections);
    }
  };
  for (const node of document.definitions) {
    if (node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION) {
      walk(node.selectionSet.selections);
    }
  }
}

/** Response key of a field: its alias, else its name. */
export function responseKey(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}
