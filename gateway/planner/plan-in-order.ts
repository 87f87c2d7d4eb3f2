/**
 * Plans what the planner library asks for too early: what the dependent fields require is planned first, in their stead, as if a client
 * had asked for it; then the library's own fetches for the dependent fields follow.
 *
 * INVARIANT: nothing of the first plan that was asked for too early is left, and no object of the tree comes from both plans.
 */
import {
  isAbstractType,
  Kind,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';
import type { TooEarly } from './asks-too-early';
import { fetchedFields, placedFetches, type FetchedField, type PlacedFetch } from './fetched-fields';
import type { PlanNode, QueryPlan, RequiredSelection } from './query-plan';

interface Known extends PlacedFetch {
  readonly fields: readonly FetchedField[];
}

/**
 * @param plan of the document, with what it asks for too early
 * @param planFirst plans what is required
 * @returns one plan, to be judged like any other; `null` where it cannot be had in this way
 */
export function planInOrder(
  document: DocumentNode,
  plan: QueryPlan,
  early: readonly TooEarly[],
  schema: GraphQLSchema,
  planFirst: (document: DocumentNode) => QueryPlan,
): QueryPlan | null {
  if (plan.node === null) return null;
  const fetches = knownFetches(plan.node, schema);
  const dependents = dependentFetches(fetches, early);
  const required = requiredDocument(document, dependents);
  const first = required === null ? null : planFirst(required).node;
  if (first === null) return null;
  const before = knownFetches(first, schema);
  const answered = new Map(
    before.flatMap(({ fields }) => fields.flatMap((each) => keysOf(each, schema).map((key) => [key, askedAs(each)]))),
  );
  const isAnswered = (each: FetchedField): boolean => keysOf(each, schema).every((key) => answered.has(key));
  const rest = fetches.filter(({ fields }) => !fields.every(isAnswered));
  const clash = fetches.some(({ fields }) =>
    fields.some((each) => keysOf(each, schema).some((key) => (answered.get(key) ?? askedAs(each)) !== askedAs(each))),
  );
  if (clash || !isOneTree(before, rest)) return null;
  const kept = new Set(rest.map(({ fetch }) => fetch));
  const after = only(plan.node, (fetch) => kept.has(fetch));
  return { node: { kind: 'Sequence', nodes: [...inSequence(first), ...(after === null ? [] : inSequence(after))] } };
}

function knownFetches(node: PlanNode, schema: GraphQLSchema): readonly Known[] {
  return placedFetches(node).map((each) => ({ ...each, fields: fetchedFields(each, schema) }));
}

function at(place: readonly string[], response: string): string {
  return [...place, response].join('.');
}

/** Those that need what is asked for too early, and those that need them. */
function dependentFetches(fetches: readonly Known[], early: readonly TooEarly[]): readonly Known[] {
  const awaited = new Set(early.map(({ asked }) => at(asked.place, asked.response)));
  const found = new Set<Known>();
  for (let grown = true; grown;) {
    grown = false;
    for (const each of fetches) {
      if (found.has(each) || !requiredKeys(each.fetch.requires ?? [], each.place).some((key) => awaited.has(key)))
        continue;
      found.add(each);
      for (const key of ownKeys(each)) awaited.add(key);
      grown = true;
    }
  }
  return [...found].sort((one, other) => one.place.length - other.place.length);
}

/** What a fetch brings of the very entities that it sends. */
function ownKeys({ fields }: Known): readonly string[] {
  return fields
    .filter(({ ofEntity, field }) => ofEntity && field.name.value !== '__typename')
    .map(({ place, response }) => at(place, response));
}

function requiredKeys(selections: readonly RequiredSelection[], place: readonly string[]): readonly string[] {
  return selections.flatMap((each) => {
    if (each.kind === 'InlineFragment') return requiredKeys(each.selections, place);
    const key = each.alias ?? each.name;
    return [at(place, key), ...requiredKeys(each.selections ?? [], [...place, key])];
  });
}

/** The document with what the dependent fetches require in place of what they bring. */
function requiredDocument(document: DocumentNode, dependents: readonly Known[]): DocumentNode | null {
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0 || dependents.length === 0) return null;
  const brought = new Set(dependents.flatMap(ownKeys));
  let { selections } = operation.selectionSet;
  for (const { fetch, place } of dependents) {
    const inputs = asSelections(fetch.requires ?? [], place, brought);
    const replaced = inputs === null ? null : replaceAt(selections, place, brought, inputs);
    if (replaced === null) return null;
    selections = replaced;
  }
  const selectionSet = { ...operation.selectionSet, selections };
  const used = new Set<string>();
  visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet, variableDefinitions }] };
}

/** @returns `null` where the document does not come to the place */
function replaceAt(
  selections: readonly SelectionNode[],
  wanted: readonly string[],
  brought: ReadonlySet<string>,
  inputs: readonly SelectionNode[],
): readonly SelectionNode[] | null {
  let found = false;
  const walk = (within: readonly SelectionNode[], path: readonly string[]): readonly SelectionNode[] =>
    within.flatMap((each): readonly SelectionNode[] => {
      if (each.kind === Kind.FRAGMENT_SPREAD) return [each];
      const key = each.kind === Kind.FIELD ? (each.alias ?? each.name).value : null;
      const next = key === null ? path : [...path, key];
      const isAbove = next.every((name, index) => wanted[index] === name);
      if (path.length === wanted.length && key !== null) return brought.has(next.join('.')) ? [] : [each];
      if (!isAbove || each.selectionSet === undefined) return [each];
      const below = walk(each.selectionSet.selections, next);
      const atPlace = key !== null && next.length === wanted.length;
      found ||= atPlace;
      const all = atPlace ? [...below, ...inputs] : below;
      if (all.length === 0) return [];
      return [{ ...each, selectionSet: { ...each.selectionSet, selections: all } } as SelectionNode];
    });
  const replaced = walk(selections, []);
  return found ? replaced : null;
}

/** @returns `null` where the library gave names of its own */
function asSelections(
  required: readonly RequiredSelection[],
  place: readonly string[],
  brought: ReadonlySet<string>,
): readonly SelectionNode[] | null {
  const selections: SelectionNode[] = [named('__typename')];
  for (const each of required) {
    if (each.kind === 'Field' && (each.alias !== undefined || brought.has(at(place, each.name)))) {
      if (each.alias !== undefined) return null;
      continue;
    }
    const here = each.kind === 'Field' ? [...place, each.name] : place;
    const below = each.selections === undefined ? undefined : asSelections(each.selections, here, brought);
    if (below === null) return null;
    const selectionSet = below === undefined ? {} : { selectionSet: { kind: Kind.SELECTION_SET, selections: below } };
    if (each.kind === 'Field') selections.push({ ...named(each.name), ...selectionSet } as FieldNode);
    else {
      const typeCondition =
        each.typeCondition === undefined
          ? {}
          : { typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: each.typeCondition } } };
      selections.push({ kind: Kind.INLINE_FRAGMENT, ...typeCondition, ...selectionSet } as SelectionNode);
    }
  }
  return selections;
}

function named(value: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value } };
}

/** One for each concrete type that its holder can be of. */
function keysOf({ place, holder, response }: FetchedField, schema: GraphQLSchema): readonly string[] {
  const type = schema.getType(holder);
  const types = isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [holder];
  return types.map((each) => `${each} ${at(place, response)}`);
}

function askedAs({ field: { name, arguments: given } }: FetchedField): string {
  return print({ kind: Kind.FIELD, name, ...(given === undefined ? {} : { arguments: given }) });
}

/** Whether all that the later fetches need is there in time, and none of them brings objects where there are some already. */
function isOneTree(before: readonly Known[], rest: readonly Known[]): boolean {
  const there = new Set<string>();
  const objects = new Set<string>();
  const add = ({ fields }: Known, into: Set<string>): void => {
    for (const { place, response, field } of fields) {
      there.add(at(place, response));
      if (field.selectionSet !== undefined) into.add(at(place, response));
    }
  };
  for (const each of before) add(each, objects);
  return rest.every((each) => {
    const needed = requiredKeys(each.fetch.requires ?? [], each.place);
    if (each.fetch.requires === undefined || !needed.every((key) => there.has(key))) return false;
    const own = new Set<string>();
    add(each, own);
    return [...own].every((key) => !objects.has(key));
  });
}

function inSequence(node: PlanNode): readonly PlanNode[] {
  return node.kind === 'Sequence' ? node.nodes : [node];
}

function only(node: PlanNode, keep: (fetch: PlacedFetch['fetch']) => boolean): PlanNode | null {
  switch (node.kind) {
    case 'Fetch':
      return keep(node) ? node : null;
    case 'Flatten': {
      const below = only(node.node, keep);
      return below === null ? null : { ...node, node: below };
    }
    case 'Sequence':
    case 'Parallel': {
      const nodes = node.nodes.map((each) => only(each, keep)).filter((each) => each !== null);
      const [single] = nodes;
      return nodes.length <= 1 ? (single ?? null) : { ...node, nodes };
    }
    // Documents of this gateway have no conditions any more.
    case 'Condition':
      return null;
  }
}
