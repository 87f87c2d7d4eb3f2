/**
 * The supergraph that the planner is built from: without the key edges that class or `@consumes` rule out, and without progressive
 * `@override` (enforcement.md section 4).
 */
import {
  Kind,
  parse,
  print,
  visit,
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { canonicalFieldSet } from './field-set';
import { isShutBySchema, type FlowLaw } from './flow-law';
import { judgeKeyEdges, type JudgedEdge } from './flow-report';
import { isUsed } from './resolution';

export interface PlanningSupergraph {
  readonly planningSdl: string;
  /** Key edges that the planner does not see. */
  readonly leftOut: readonly JudgedEdge[];
}

export function planningSupergraph(supergraphSdl: string, law: FlowLaw): PlanningSupergraph {
  const leftOut = judgeKeyEdges(law).filter(({ status }) => isShutBySchema(status));
  const document = parse(supergraphSdl);
  const graphs = graphNames(document);
  const closed = new Set(leftOut.map(({ edge }) => keyId(edge.to.name, edge.typeName, edge.key)));

  const closeKeys = (typeName: string, directives: readonly ConstDirectiveNode[] = []): readonly ConstDirectiveNode[] =>
    directives.map((directive) => {
      if (directive.name.value !== 'join__type') return directive;
      const subgraph = graphs.get(argumentText(directive, 'graph') ?? '');
      const key = argumentText(directive, 'key');
      if (subgraph === undefined || key === null || !closed.has(keyId(subgraph, typeName, key))) return directive;
      return withArgument(directive, 'resolvable', false);
    });

  const typeWithoutClosedKeys = <T extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(node: T): T => ({
    ...node,
    directives: closeKeys(node.name.value, node.directives),
    fields: node.fields?.map((field) => ({
      ...field,
      directives: field.directives?.flatMap((directive) =>
        keepFormerOwner(directive, (graph) => {
          const subgraph = law.subgraphs.find(({ name }) => name === graphs.get(graph));
          return subgraph !== undefined && isUsed(subgraph, `${node.name.value}.${field.name.value}`);
        }),
      ),
    })),
  });
  const planning = visit(document, {
    ObjectTypeDefinition: typeWithoutClosedKeys,
    InterfaceTypeDefinition: typeWithoutClosedKeys,
  });
  return { planningSdl: print(planning), leftOut };
}

/**
 * Under a progressive `@override` both copies carry the label, and the new one says whom it overrides. Without the label the former
 * owner's copy is an ordinary one; the new copy goes, or, where keys and conditions name it, stays declared and resolves nothing.
 */
function keepFormerOwner(
  directive: ConstDirectiveNode,
  isUsedIn: (graph: string) => boolean,
): readonly ConstDirectiveNode[] {
  if (directive.name.value !== 'join__field' || argumentText(directive, 'overrideLabel') === null) return [directive];
  const plain = withoutArguments(directive, ['overrideLabel', 'override', 'usedOverridden']);
  if (argumentText(directive, 'override') === null) return [plain];
  return isUsedIn(argumentText(directive, 'graph') ?? '') ? [withArgument(plain, 'external', true)] : [];
}

/** Enum value of `join__Graph` → subgraph name. */
function graphNames(document: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const directive = value.directives?.find(({ name }) => name.value === 'join__graph');
      const name = directive === undefined ? null : argumentText(directive, 'name');
      if (name !== null) names.set(value.name.value, name);
    }
  }
  return names;
}

function keyId(subgraph: string, typeName: string, key: string): string {
  return `${subgraph} ${typeName} ${canonicalFieldSet(key)}`;
}

function argumentText(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : null;
}

function withArgument(directive: ConstDirectiveNode, name: string, value: boolean): ConstDirectiveNode {
  const argument: ConstArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value: { kind: Kind.BOOLEAN, value },
  };
  return { ...directive, arguments: [...(withoutArguments(directive, [name]).arguments ?? []), argument] };
}

function withoutArguments(directive: ConstDirectiveNode, names: readonly string[]): ConstDirectiveNode {
  return { ...directive, arguments: directive.arguments?.filter(({ name }) => !names.includes(name.value)) };
}
