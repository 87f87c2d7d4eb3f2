/** What a plan fetches, place by place: which coordinates stand behind every response name, and which fetches bring them. */
import { getNamedType, isAbstractType, isCompositeType, isInterfaceType, Kind, type SelectionNode } from 'graphql';
import type { LabelMap } from '../../schema/label-map';
import { fetchOperation, type FetchOperation } from './fetch-operation';
import type { FetchNode, PlanNode, QueryPlan } from './query-plan';
import type { SubgraphTypes } from './subgraph-types';

/** Objects at one place of the merged tree (list indices do not make places). */
export interface PlanPlace {
  /** Concrete types that can stand here. */
  readonly types: Set<string>;
  /** Subgraphs that these objects can come from, where they are of value types (see `labelAt`); `null` = any. */
  readonly origins: Set<string> | null;
  /** By response name in the tree. */
  readonly fields: Map<string, PlanField>;
}

export interface PlanField {
  readonly response: string;
  /** Name of the field in the schema, by concrete type of the holding object. */
  readonly names: Map<string, string>;
  /** Indices of the fetches that select it, by concrete type of the holding object. */
  readonly selectedBy: Map<string, Set<number>>;
  /** `null` for leaves. */
  place: PlanPlace | null;
}

export interface PlannedFetch {
  readonly index: number;
  readonly node: FetchNode;
  /** Where it stands: response names from the root, and the fields behind them. */
  readonly path: readonly string[];
  readonly way: readonly { readonly holder: PlanPlace; readonly field: PlanField }[];
  readonly place: PlanPlace;
}

export interface PlanPlaces {
  readonly root: PlanPlace;
  /** In plan order: a fetch comes after those it needs. */
  readonly fetches: readonly PlannedFetch[];
}

export interface PlanFacts {
  readonly types: SubgraphTypes;
  readonly map: LabelMap;
}

/** @throws Error where a fetch stands at a place that no earlier fetch leads to */
export function planPlaces(plan: QueryPlan, kind: 'query' | 'mutation', facts: PlanFacts): PlanPlaces {
  const rootType = kind === 'mutation' ? facts.types.schema.getMutationType() : facts.types.schema.getQueryType();
  if (rootType == null) throw new Error(`the schema has no type for a ${kind}`);
  const root: PlanPlace = { types: new Set([rootType.name]), origins: null, fields: new Map() };
  const fetches: PlannedFetch[] = [];
  eachFetch(plan.node, [], (node, path) => {
    const way = follow(root, path);
    const place = way.at(-1)?.field.place ?? root;
    const fetch = { index: fetches.length, node, path, way, place };
    fetches.push(fetch);
    addSelections(fetch, facts);
  });
  return { root, fetches };
}

function eachFetch(
  node: PlanNode | null | undefined,
  path: readonly string[],
  visit: (fetch: FetchNode, path: readonly string[]) => void,
): void {
  if (node == null) return;
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const each of node.nodes) eachFetch(each, path, visit);
      return;
    case 'Flatten': {
      const names = node.path.map((element) => String(element).split('|')[0] ?? '');
      return eachFetch(node.node, [...path, ...names.filter((name) => name !== '@' && !/^\d*$/.test(name))], visit);
    }
    case 'Condition':
      eachFetch(node.ifClause, path, visit);
      return eachFetch(node.elseClause, path, visit);
    case 'Fetch':
      visit(node, path);
  }
}

function follow(root: PlanPlace, path: readonly string[]): PlannedFetch['way'] {
  const way: PlannedFetch['way'][number][] = [];
  let holder: PlanPlace = root;
  for (const response of path) {
    const field = holder.fields.get(response);
    if (field === undefined || field.place === null) {
      throw new Error(`a fetch stands at \`${path.join('.')}\`, where no earlier fetch leads`);
    }
    way.push({ holder, field });
    holder = field.place;
  }
  return way;
}

interface Selecting {
  readonly fetch: number;
  readonly subgraph: string;
  readonly facts: PlanFacts;
  readonly operation: FetchOperation;
}

function addSelections({ index, node, place }: PlannedFetch, facts: PlanFacts): void {
  const operation = fetchOperation(node);
  const selecting = { fetch: index, subgraph: node.serviceName, facts, operation };
  addTo(place, selecting, operation.selections, place.types, null, []);
}

/** @param staticType as the selections' own text knows it; `null` at the root of a fetch */
function addTo(
  place: PlanPlace,
  selecting: Selecting,
  selections: readonly SelectionNode[],
  types: ReadonlySet<string>,
  staticType: string | null,
  replyPath: readonly string[],
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      addField(place, selecting, selection, types, staticType, replyPath);
      continue;
    }
    const fragment = selecting.operation.fragment(selection);
    const condition = fragment.typeCondition?.name.value ?? null;
    const narrowed = condition === null ? types : within(types, condition, selecting.facts);
    addTo(place, selecting, fragment.selectionSet.selections, narrowed, condition ?? staticType, replyPath);
  }
}

export function within(types: ReadonlySet<string>, condition: string, facts: PlanFacts): ReadonlySet<string> {
  return new Set([...types].filter((type) => facts.types.meets(type, condition)));
}

function addField(
  place: PlanPlace,
  selecting: Selecting,
  selection: Extract<SelectionNode, { kind: Kind.FIELD }>,
  types: ReadonlySet<string>,
  staticType: string | null,
  replyPath: readonly string[],
): void {
  const name = selection.name.value;
  const path = [...replyPath, selection.alias?.value ?? name];
  const response = selecting.operation.treeKey(path);
  const known = place.fields.get(response);
  const field: PlanField = known ?? { response, names: new Map(), selectedBy: new Map(), place: null };
  place.fields.set(response, field);
  // An `@interfaceObject` does not know its objects' types: that it says `__typename` helps nobody.
  const knows = name !== '__typename' || staticType === null || !isInterfaceObject(staticType, selecting);
  for (const type of types) {
    field.names.set(type, name);
    const fetches = field.selectedBy.get(type) ?? new Set<number>();
    field.selectedBy.set(type, fetches);
    if (knows) fetches.add(selecting.fetch);
  }
  if (selection.selectionSet === undefined) return;
  const below = yielded(place, name, types, selecting);
  if (field.place === null) field.place = below.place;
  else {
    for (const type of below.place.types) field.place.types.add(type);
    for (const origin of below.place.origins ?? []) field.place.origins?.add(origin);
  }
  addTo(field.place, selecting, selection.selectionSet.selections, below.place.types, below.staticType, path);
}

/** Where a composite field of these types leads. */
function yielded(
  holder: PlanPlace,
  name: string,
  types: ReadonlySet<string>,
  { facts, subgraph }: Selecting,
): { readonly place: PlanPlace; readonly staticType: string | null } {
  const place = { types: new Set<string>(), origins: new Set<string>(), fields: new Map<string, PlanField>() };
  const { schema } = facts.types;
  let staticType: string | null = null;
  for (const type of types) {
    const declared = facts.types.fieldType(subgraph, type, name);
    const named = declared === undefined ? undefined : getNamedType(declared);
    if (!isCompositeType(named))
      throw new Error(`a plan selects below \`${type}.${name}\`, which is no composite field`);
    staticType = named.name;
    const concrete = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
    for (const each of concrete) place.types.add(each.name);
    const resolvers = facts.map.fields[`${type}.${name}`]?.resolvedBy ?? [];
    const narrowed = facts.map.types[type]?.keyedIn.length === 0 ? holder.origins : null;
    for (const each of resolvers) if (narrowed === null || narrowed.has(each)) place.origins.add(each);
  }
  return { place, staticType };
}

function isInterfaceObject(typeName: string, { facts, subgraph }: Selecting): boolean {
  return (
    isInterfaceType(facts.types.schema.getType(typeName)) && facts.types.admitted(subgraph, typeName).has(typeName)
  );
}
