/** What one request adds to a compiled operation: argument values, positions of denials and permits. */
import { Kind, type DocumentNode, type FieldNode, type ValueNode } from 'graphql';
import type { Decision } from '../policy/decision';
import type { Aliases } from './aliases';
import type { ClientOperation } from './client-operation';
import type {
  BoundOperation,
  CompiledOperation,
  DecisionSlot,
  Position,
  PositionedDenial,
  PositionedPermit,
  VariableBinding,
} from './compiled-operation';
import { documentOrder } from './document-order';
import { plainValue } from './plain-value';
import { eachPosition, type PositionNode } from './position';
import { variableName } from './rewrite-document';

export function bindOperation(
  operation: CompiledOperation,
  client: ClientOperation,
  root: PositionNode,
  decisions: readonly Decision[],
  aliases: Aliases,
): BoundOperation {
  const variables: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const bindings = new Map<string, VariableBinding>();
  const permits = new Map<string, PositionedPermit>();
  const scoped = new Map<string, Position>();
  const relied = new Set<DecisionSlot>();
  eachPosition(root, (node) => {
    for (const use of node.uses) {
      if (use.state !== 'live') continue;
      if (use.existence !== null) relied.add(use.existence);
      if (use.rowSlots.size > 0 && node.position.length > 0) scoped.set(node.position.join('\u0000'), node.position);
      for (const occurrence of use.occurrences) {
        if (occurrence.slot === null || occurrence.state !== 'live') continue;
        for (const slot of [occurrence.slot, ...occurrence.influences]) relied.add(slot);
        const alias = aliases.of(occurrence);
        for (const { definition, value, written } of occurrence.arguments) {
          if (value === undefined) continue;
          const name = variableName(alias, definition.name);
          variables[name] = value;
          if (written !== null && hasVariables(written)) bindings.set(name, { name, written, type: definition.type });
        }
        const position = [...node.position, occurrence.key];
        const path = position.join('\u0000');
        permits.set(`${path} ${occurrence.coordinate}`, {
          position,
          coordinate: occurrence.coordinate,
          slot: occurrence.slot,
        });
        const decision = decisions[occurrence.slot];
        if (decision !== undefined && decision.outcome !== 'deny' && decision.scopes.length > 0)
          scoped.set(path, position);
      }
    }
  });
  return {
    operation,
    variables,
    bindings: [...bindings.values()],
    decisions,
    denials: positionedDenials(root, client),
    scopedPositions: [...scoped.values()],
    permits: [...permits.values()],
    relied: [...relied],
    introspection: introspectionDocument(client, root),
  };
}

/** The same for other values of the client's variables, of the same form (`variableForm`). */
export function withVariables(bound: BoundOperation, values: Readonly<Record<string, unknown>>): BoundOperation {
  if (bound.bindings.length === 0) return bound;
  const variables: Record<string, unknown> = Object.assign(Object.create(null), bound.variables) as typeof values;
  for (const { name, written, type } of bound.bindings) {
    const value = plainValue(written, type, values);
    if (value === undefined)
      throw new Error('an operation was met with variables of another form than it was compiled for');
    variables[name] = value;
  }
  return { ...bound, variables };
}

function hasVariables(node: ValueNode): boolean {
  switch (node.kind) {
    case Kind.VARIABLE:
      return true;
    case Kind.LIST:
      return node.values.some(hasVariables);
    case Kind.OBJECT:
      return node.fields.some(({ value }) => hasVariables(value));
    default:
      return false;
  }
}

/**
 * One denial per distinct (position, coordinate), in document order, computed from the operation alone. Below a denied field
 * nothing is examined; below one that denials emptied everything is.
 */
export function positionedDenials(root: PositionNode, client: ClientOperation): PositionedDenial[] {
  const found = new Map<string, PositionedDenial>();
  const seen = new Set<PositionNode>();
  const add = (position: Position, path: Position, denial: PositionedDenial['denial'] | null): void => {
    if (denial === null) return;
    const key = `${position.join('\u0000')} ${denial.coordinate}`;
    if (!found.has(key)) found.set(key, { position, path, denial });
  };
  const walk = (node: PositionNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const use of node.uses) {
      if (use.state === 'denied') {
        add(node.position, node.listPath ?? node.position, use.denial);
        continue;
      }
      for (const occurrence of use.occurrences) {
        const position = [...node.position, occurrence.key];
        if (occurrence.state === 'denied') add(position, node.listPath ?? position, occurrence.denial);
        else if (occurrence.child !== null) walk(occurrence.child);
      }
    }
  };
  walk(root);
  const denials = [...found.values()];
  if (denials.length < 2) return denials;
  const order = documentOrder(client);
  return denials.sort((a, b) => order(a.position, b.position));
}

function introspectionDocument(client: ClientOperation, root: PositionNode): DocumentNode | null {
  const nodes: FieldNode[] = [];
  for (const use of root.uses) {
    for (const occurrence of use.occurrences) {
      if (occurrence.slot === null && occurrence.name !== '__typename') nodes.push(...occurrence.nodes);
    }
  }
  if (nodes.length === 0) return null;
  const { definition, fragments } = client;
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: definition.operation,
        variableDefinitions: definition.variableDefinitions,
        selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
      },
      ...fragments.values(),
    ],
  };
}
