/** What a federation field set (`@key`, `@requires`, `@provides`) names: coordinates in the subgraph that wrote it. */
import { parse, print, type ArgumentNode, type SelectionSetNode, type ValueNode } from 'graphql';
import { typeIn } from './lookup';
import type { FieldModel, SubgraphModel } from './subgraph-model';

export interface FieldSetEntry {
  readonly field: FieldModel;
  /** Coordinates of the composite fields around it inside the set, outermost first. */
  readonly parents: readonly string[];
  /** Arguments written inside the set, by name. */
  readonly arguments: ReadonlyMap<string, ValueNode>;
}

/** In document order; what the subgraph does not declare is left out, the federation library refuses it anyway. */
export function readFieldSet(subgraph: SubgraphModel, typeName: string, text: string): readonly FieldSetEntry[] {
  const selections = parseFieldSet(text);
  return selections === null ? [] : entriesOf(subgraph, typeName, selections, []);
}

/** One spelling for field sets that differ in white space only; text that is no field set stays as it is. */
export function canonicalFieldSet(text: string): string {
  const selections = parseFieldSet(text);
  return selections === null ? text : print(selections).replace(/\s+/g, ' ');
}

function parseFieldSet(text: string): SelectionSetNode | null {
  try {
    const definition = parse(`{ ${text.trim().replace(/^\{([^]*)\}$/, '$1')} }`).definitions[0];
    return definition?.kind === 'OperationDefinition' ? definition.selectionSet : null;
  } catch {
    return null;
  }
}

function entriesOf(
  subgraph: SubgraphModel,
  typeName: string,
  set: SelectionSetNode,
  parents: readonly string[],
): readonly FieldSetEntry[] {
  return set.selections.flatMap((selection): readonly FieldSetEntry[] => {
    if (selection.kind === 'FragmentSpread') return [];
    if (selection.kind === 'InlineFragment') {
      return entriesOf(subgraph, selection.typeCondition?.name.value ?? typeName, selection.selectionSet, parents);
    }
    const fields = typeIn(subgraph, typeName)?.fields ?? {};
    const name = selection.name.value;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) return [];
    const entry = { field, parents, arguments: valuesOf(selection.arguments ?? []) };
    if (selection.selectionSet === undefined) return [entry];
    return [entry, ...entriesOf(subgraph, field.namedType, selection.selectionSet, [...parents, field.coordinate])];
  });
}

function valuesOf(nodes: readonly ArgumentNode[]): ReadonlyMap<string, ValueNode> {
  return new Map(nodes.map((node) => [node.name.value, node.value]));
}
