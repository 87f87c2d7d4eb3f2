/** Gives what a plan requires under some names other names in the merged tree; subgraphs are sent it under the names they know. */
import { Kind, parse, print, visit, type FieldNode } from 'graphql';
import type { DataRewrite, FetchNode, PlanNode, RequiredSelection } from './query-plan';

/**
 * @param rename to a name that no schema has
 * @returns `null` where the plan already renames some of these itself
 */
export function renameInputs(
  node: PlanNode,
  names: ReadonlySet<string>,
  rename: (name: string) => string,
): PlanNode | null {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel': {
      const nodes = node.nodes.map((each) => renameInputs(each, names, rename));
      return nodes.every((each) => each !== null) ? { ...node, nodes } : null;
    }
    case 'Flatten': {
      const below = renameInputs(node.node, names, rename);
      const path = node.path.map((element) => {
        const [name = '', condition] = String(element).split('|');
        if (typeof element === 'number' || !names.has(name)) return element;
        return condition === undefined ? rename(name) : `${rename(name)}|${condition}`;
      });
      return below === null ? null : { ...node, path, node: below };
    }
    case 'Fetch':
      return renamedFetch(node, names, rename);
    // Documents of this gateway have no conditions any more.
    case 'Condition':
      return null;
  }
}

function renamedFetch(
  fetch: FetchNode,
  names: ReadonlySet<string>,
  rename: (name: string) => string,
): FetchNode | null {
  const own = [...(fetch.inputRewrites ?? []), ...(fetch.outputRewrites ?? [])];
  if (own.some(({ path }) => path.some((each) => names.has(each)))) return null;
  if (own.some((each) => each.kind === 'KeyRenamer' && names.has(each.renameKeyTo))) return null;
  const operation = print(
    visit(parse(fetch.operation, { noLocation: true }), {
      Field: (field: FieldNode) =>
        field.alias === undefined && names.has(field.name.value)
          ? { ...field, alias: { kind: Kind.NAME, value: rename(field.name.value) } }
          : undefined,
    }),
  );
  if (fetch.requires === undefined) return { ...fetch, operation };
  const back = new Map<string, DataRewrite>();
  const required = (selections: readonly RequiredSelection[], path: readonly string[]): readonly RequiredSelection[] =>
    selections.map((selection) => {
      if (selection.kind === 'InlineFragment') {
        return { ...selection, selections: required(selection.selections, path) };
      }
      const isRenamed = selection.alias === undefined && names.has(selection.name);
      const key = isRenamed ? rename(selection.name) : (selection.alias ?? selection.name);
      const here = [...path, key];
      // What is inside first: paths are those before anything outside was renamed back.
      const selections = selection.selections === undefined ? {} : { selections: required(selection.selections, here) };
      if (!isRenamed) return { ...selection, ...selections };
      back.set(here.join(' '), { kind: 'KeyRenamer', path: here, renameKeyTo: selection.name });
      return { ...selection, alias: key, ...selections };
    });
  const requires = required(fetch.requires, []);
  return { ...fetch, operation, requires, inputRewrites: [...(fetch.inputRewrites ?? []), ...back.values()] };
}
