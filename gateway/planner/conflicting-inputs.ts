/**
 * Fields of one entity that require the same field under different arguments. The planner library merges what is required by response
 * name: it fetches one of the values and hands it to all of them, and a wrong value is worse than none.
 */
import { Kind, parse, print, type ConstDirectiveNode, type SelectionNode } from 'graphql';
import { fetchOperation } from './fetch-operation';
import type { FetchNode, PlanNode, QueryPlan } from './query-plan';

/** One field that a field requires with arguments, e.g. `price` as `(currency: "EUR")`. */
interface Input {
  readonly path: string;
  readonly arguments: string;
}

/**
 * @param supergraphSdl what the plans are made from
 * @returns for a plan: the first two coordinates that cannot be answered together, else `null`
 */
export function conflictingInputs(supergraphSdl: string): (plan: QueryPlan) => readonly [string, string] | null {
  const inputs = inputsWithArguments(supergraphSdl);
  return ({ node }) => {
    if (inputs.size === 0 || node === null) return null;
    const taken = new Map<string, { readonly by: string; readonly arguments: string }>();
    for (const { place, fetch } of entityFetches(node, '')) {
      for (const coordinate of entityFields(fetch)) {
        for (const input of inputs.get(`${fetch.serviceName} ${coordinate}`) ?? []) {
          const [typeName = ''] = coordinate.split('.');
          const key = `${place} ${typeName} ${input.path}`;
          const before = taken.get(key);
          if (before !== undefined && before.arguments !== input.arguments) return [before.by, coordinate];
          taken.set(key, { by: coordinate, arguments: input.arguments });
        }
      }
    }
    return null;
  };
}

interface Placed {
  readonly place: string;
  readonly fetch: FetchNode;
}

function entityFetches(node: PlanNode, place: string): readonly Placed[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => entityFetches(each, place));
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => (each === undefined ? [] : entityFetches(each, place)));
    case 'Flatten':
      return entityFetches(node.node, [place, ...node.path].join('.'));
    case 'Fetch':
      return node.requires === undefined ? [] : [{ place, fetch: node }];
  }
}

/** Coordinates of what is asked of the entities themselves; what is required below them is required by a fetch of its own. */
function entityFields(fetch: FetchNode): readonly string[] {
  const operation = fetchOperation(fetch);
  const of = (selections: readonly SelectionNode[], typeName: string): readonly string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return `${typeName}.${selection.name.value}`;
      const fragment = operation.fragment(selection);
      return of(fragment.selectionSet.selections, fragment.typeCondition?.name.value ?? typeName);
    });
  return of(operation.selections, '_Entity');
}

/** `subgraph Type.field` → what it requires with arguments. */
function inputsWithArguments(supergraphSdl: string): ReadonlyMap<string, readonly Input[]> {
  const inputs = new Map<string, readonly Input[]>();
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const graphs = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { name, directives } of definition.values ?? []) {
      for (const join of directives ?? []) graphs.set(name.value, text(join, 'name'));
    }
  }
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const { name, directives } of definition.fields ?? []) {
      for (const join of directives ?? []) {
        const required = join.name.value === 'join__field' ? inputsOf(text(join, 'requires')) : [];
        const subgraph = graphs.get(text(join, 'graph')) ?? '';
        if (required.length > 0) inputs.set(`${subgraph} ${definition.name.value}.${name.value}`, required);
      }
    }
  }
  return inputs;
}

function inputsOf(fieldSet: string): readonly Input[] {
  if (!fieldSet.includes('(')) return [];
  const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  const walk = (selections: readonly SelectionNode[], path: string): readonly Input[] =>
    selections.flatMap((selection) => {
      switch (selection.kind) {
        case Kind.FIELD: {
          const here = `${path}.${selection.name.value}`;
          const given = (selection.arguments ?? []).map((each) => print(each)).sort();
          const own = given.length === 0 ? [] : [{ path: here, arguments: given.join(', ') }];
          return [...own, ...walk(selection.selectionSet?.selections ?? [], here)];
        }
        case Kind.INLINE_FRAGMENT:
          return walk(selection.selectionSet.selections, path);
        case Kind.FRAGMENT_SPREAD:
          return [];
      }
    });
  return definition?.kind === Kind.OPERATION_DEFINITION ? walk(definition.selectionSet.selections, '') : [];
}

function text(directive: ConstDirectiveNode, name: string): string {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : '';
}
