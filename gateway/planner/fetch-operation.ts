/** The text of one fetch, read: what it selects where it stands, and under which names that belongs into the merged tree. */
import { Kind, parse, type FragmentDefinitionNode, type InlineFragmentNode, type SelectionNode } from 'graphql';
import type { DataRewrite, FetchNode } from './query-plan';

export interface FetchOperation {
  /** Of the root type; with `requires`, of the entities. */
  readonly selections: readonly SelectionNode[];
  /** @throws Error where a fragment is spread that the operation does not define */
  fragment(selection: Exclude<SelectionNode, { kind: Kind.FIELD }>): InlineFragmentNode | FragmentDefinitionNode;
  /** @param replyPath response names in the reply, without indices */
  treeKey(replyPath: readonly string[]): string;
}

/** @throws Error where the operation is none that a planner writes */
export function fetchOperation(fetch: FetchNode): FetchOperation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let selections: readonly SelectionNode[] | null = null;
  for (const definition of parse(fetch.operation, { noLocation: true }).definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) selections = definition.selectionSet.selections;
  }
  if (selections === null) throw new Error(`a fetch from \`${fetch.serviceName}\` has no operation`);
  const renames = renamesOf(fetch.outputRewrites ?? []);
  return {
    selections: fetch.requires === undefined ? selections : entitySelections(selections),
    fragment(selection) {
      if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
      const fragment = fragments.get(selection.name.value);
      if (fragment === undefined) throw new Error(`fragment \`${selection.name.value}\` is not defined`);
      return fragment;
    },
    treeKey: (replyPath) => renames.get(replyPath.join(' ')) ?? replyPath.at(-1) ?? '',
  };
}

function entitySelections(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const [entities] = selections;
  if (selections.length !== 1 || entities?.kind !== Kind.FIELD || entities.name.value !== '_entities') {
    throw new Error('a fetch with `requires` must select `_entities` and nothing else');
  }
  return entities.selectionSet?.selections ?? [];
}

/** The planner's aliases are unique among the response names of one place, so that type conditions on the way do not matter. */
function renamesOf(rewrites: readonly DataRewrite[]): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'KeyRenamer') throw new Error('an output rewrite that is no `KeyRenamer` is not known');
    renames.set(rewrite.path.filter((each) => !each.startsWith('... on ')).join(' '), rewrite.renameKeyTo);
  }
  return renames;
}
