/** What a representation of one type consists of: required fields, with the planner's rewrites applied once and for all. */
import type { DataRewrite, FetchNode, RequiredSelection } from '../planner/query-plan';
import type { SubgraphTypes } from '../planner/subgraph-types';

export type Part =
  | { readonly kind: 'constant'; readonly value: unknown }
  /** Taken over from the tree. */
  | { readonly kind: 'value'; readonly treeKey: string }
  | { readonly kind: 'object'; readonly treeKey: string; readonly below: Required };

/** Name in the representation → where its value comes from. */
export type Parts = ReadonlyMap<string, Part>;

/** What is required of the objects at one place. */
export interface Required {
  readonly selections: readonly RequiredSelection[];
  readonly rewrites: readonly DataRewrite[];
}

const fragmentPrefix = '... on ';

/** @throws Error where a rewrite is none that a planner writes */
export function requiredOf(fetch: FetchNode): Required {
  const rewrites = fetch.inputRewrites ?? [];
  for (const { path } of rewrites) {
    if (path.at(-1)?.startsWith(fragmentPrefix) ?? true) throw new Error('a rewrite must end at a field');
  }
  return { selections: fetch.requires ?? [], rewrites };
}

/** @param typeName what the object says it is; `null` = nothing */
export function partsOf({ selections, rewrites }: Required, typeName: string | null, types: SubgraphTypes): Parts {
  const parts = new Map<string, Part>();
  collect(selections, typeName, types, parts);
  for (const rewrite of rewrites) apply(rewrite, rewrite.path, types, parts);
  return parts;
}

function collect(
  selections: readonly RequiredSelection[],
  typeName: string | null,
  types: SubgraphTypes,
  parts: Map<string, Part>,
): void {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      const meets = typeCondition === undefined || (typeName !== null && types.meets(typeName, typeCondition));
      if (meets) collect(selection.selections, typeName, types, parts);
      continue;
    }
    const treeKey = selection.alias ?? selection.name;
    const before = parts.get(treeKey);
    if (selection.selections === undefined) {
      if (treeKey === '__typename' && typeName !== null) parts.set(treeKey, { kind: 'constant', value: typeName });
      else parts.set(treeKey, { kind: 'value', treeKey });
    } else {
      const others = before?.kind === 'object' ? before.below.selections : [];
      const below = { selections: [...others, ...selection.selections], rewrites: [] };
      parts.set(treeKey, { kind: 'object', treeKey, below });
    }
  }
}

function apply(rewrite: DataRewrite, path: readonly string[], types: SubgraphTypes, parts: Map<string, Part>): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  if (first.startsWith(fragmentPrefix)) {
    const typeName = saidTypename(parts);
    // An object that does not say its type stands at a place of one type.
    if (typeName === null || types.meets(typeName, first.slice(fragmentPrefix.length)))
      apply(rewrite, rest, types, parts);
    return;
  }
  const part = parts.get(first);
  if (rest.length > 0) {
    if (part?.kind !== 'object') return;
    const { selections, rewrites } = part.below;
    parts.set(first, { ...part, below: { selections, rewrites: [...rewrites, { ...rewrite, path: rest }] } });
    return;
  }
  switch (rewrite.kind) {
    case 'ValueSetter':
      parts.set(first, { kind: 'constant', value: rewrite.setValueTo });
      return;
    case 'KeyRenamer':
      if (part === undefined) return;
      parts.delete(first);
      parts.set(rewrite.renameKeyTo, part);
  }
}

/** What a representation says it is. */
export function saidTypename(parts: Parts): string | null {
  const part = parts.get('__typename');
  return part?.kind === 'constant' && typeof part.value === 'string' ? part.value : null;
}
