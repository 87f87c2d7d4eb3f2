/** What fields require, with which arguments, and what a subgraph only refers to: read from the supergraph's own `join__field` directives. */
import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type GraphQLSchema,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** One field that a field requires, e.g. `price` as `(currency: "EUR")`. */
export interface Input {
  /** Names below the entity: `.weight.grams`. */
  readonly path: string;
  /** Printed; empty where there are none. */
  readonly arguments: string;
}

export interface RequiredInputs {
  /** Of a field, as this subgraph declares it; of an interface's field, what any of its types there requires. */
  of(subgraph: string, coordinate: string): readonly Input[];
  /** Whether this subgraph only refers to a field: it has a value only where it `provides` one. */
  isForeign(subgraph: string, coordinate: string): boolean;
  /** Names below a field that this subgraph answers along with it (`@provides`): `.weight.grams`. */
  provides(subgraph: string, coordinate: string): ReadonlySet<string>;
  /** Of a field in any subgraph, with all that its inputs require in turn. */
  closure(coordinate: string): readonly Input[];
  /** Whether any input has arguments: else none can be in conflict. */
  readonly anyArguments: boolean;
}

/** @param schema of the same supergraph */
export function requiredInputs(supergraphSdl: string, schema: GraphQLSchema): RequiredInputs {
  const bySubgraph = new Map<string, readonly Input[]>();
  const byField = new Map<string, Input[]>();
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const graphs = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { name, directives } of definition.values ?? []) {
      for (const join of directives ?? []) graphs.set(name.value, text(join, 'name'));
    }
  }
  const foreign = new Set<string>();
  const provided = new Map<string, ReadonlySet<string>>();
  for (const definition of definitions) {
    if (!isHolder(definition)) continue;
    for (const { name, directives } of definition.fields ?? []) {
      const coordinate = `${definition.name.value}.${name.value}`;
      for (const join of directives ?? []) {
        const here = `${graphs.get(text(join, 'graph')) ?? ''} ${coordinate}`;
        if (join.name.value === 'join__field' && isTrue(join, 'external')) foreign.add(here);
        if (join.name.value === 'join__field') {
          provided.set(here, new Set(inputsOf(text(join, 'provides')).map(({ path }) => path)));
        }
        const required = join.name.value === 'join__field' ? inputsOf(text(join, 'requires')) : [];
        if (required.length === 0) continue;
        bySubgraph.set(here, required);
        byField.set(coordinate, [...(byField.get(coordinate) ?? []), ...required]);
      }
    }
  }
  // By its keys a subgraph knows its entities, whatever it declares.
  for (const { name, directives } of definitions.filter(isHolder)) {
    for (const join of directives ?? []) {
      const subgraph = graphs.get(text(join, 'graph')) ?? '';
      for (const { path } of join.name.value === 'join__type' ? inputsOf(text(join, 'key')) : []) {
        const names = path.split('.').slice(1);
        const holders = holdersAt(schema, name.value, names.slice(0, -1));
        for (const each of holders) foreign.delete(`${subgraph} ${each}.${names.at(-1) ?? ''}`);
      }
    }
  }
  // Last, so that every type's own are known.
  for (const { name, directives } of definitions.filter(isHolder)) {
    for (const join of directives ?? []) {
      if (join.name.value !== 'join__implements') continue;
      const subgraph = graphs.get(text(join, 'graph')) ?? '';
      const [own, shared] = [`${subgraph} ${name.value}.`, `${subgraph} ${text(join, 'interface')}.`];
      for (const [key, required] of [...bySubgraph].filter(([each]) => each.startsWith(own))) {
        const at = `${shared}${key.slice(own.length)}`;
        bySubgraph.set(at, [...(bySubgraph.get(at) ?? []), ...required]);
      }
      for (const key of [...foreign].filter((each) => each.startsWith(own)))
        foreign.add(`${shared}${key.slice(own.length)}`);
    }
  }
  return {
    of: (subgraph, coordinate) => bySubgraph.get(`${subgraph} ${coordinate}`) ?? [],
    isForeign: (subgraph, coordinate) => foreign.has(`${subgraph} ${coordinate}`),
    provides: (subgraph, coordinate) => provided.get(`${subgraph} ${coordinate}`) ?? new Set(),
    closure: (coordinate) => closureOf(coordinate, byField, schema, new Set()),
    anyArguments: [...bySubgraph.values()].flat().some((input) => input.arguments !== ''),
  };
}

function isHolder(definition: DefinitionNode): definition is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function closureOf(
  coordinate: string,
  byField: ReadonlyMap<string, readonly Input[]>,
  schema: GraphQLSchema,
  above: ReadonlySet<string>,
): readonly Input[] {
  if (above.has(coordinate)) return [];
  const within = new Set([...above, coordinate]);
  const [typeName = ''] = coordinate.split('.');
  return (byField.get(coordinate) ?? []).flatMap((input) => {
    const names = input.path.split('.').slice(1);
    const holder = names.slice(0, -1);
    const deeper = holdersAt(schema, typeName, holder).flatMap((type) =>
      closureOf(`${type}.${names.at(-1) ?? ''}`, byField, schema, within),
    );
    const base = holder.map((name) => `.${name}`).join('');
    return [input, ...deeper.map((each) => ({ ...each, path: `${base}${each.path}` }))];
  });
}

/** Types of the objects to which names lead. */
function holdersAt(schema: GraphQLSchema, typeName: string, names: readonly string[]): readonly string[] {
  let types: readonly string[] = [typeName];
  for (const name of names) {
    types = types.flatMap((each) => {
      const type = schema.getType(each);
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
      if (field === undefined) return [];
      const yielded = getNamedType(field.type);
      return isObjectType(yielded) ? [yielded.name] : concreteTypes(schema, yielded.name);
    });
  }
  return types;
}

export function concreteTypes(schema: GraphQLSchema, typeName: string): readonly string[] {
  const type = schema.getType(typeName);
  if (type === undefined || isObjectType(type) || !('astNode' in type)) return [typeName];
  const possible = isInterfaceType(type) || 'getTypes' in type ? schema.getPossibleTypes(type) : [];
  return [typeName, ...possible.map(({ name }) => name)];
}

function inputsOf(fieldSet: string): readonly Input[] {
  if (fieldSet === '') return [];
  const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  const walk = (selections: readonly SelectionNode[], path: string): readonly Input[] =>
    selections.flatMap((selection) => {
      switch (selection.kind) {
        case Kind.FIELD: {
          const here = `${path}.${selection.name.value}`;
          const given = (selection.arguments ?? []).map((each) => print(each)).sort();
          return [{ path: here, arguments: given.join(', ') }, ...walk(selection.selectionSet?.selections ?? [], here)];
        }
        case Kind.INLINE_FRAGMENT:
          return walk(selection.selectionSet.selections, path);
        case Kind.FRAGMENT_SPREAD:
          return [];
      }
    });
  return definition?.kind === Kind.OPERATION_DEFINITION ? walk(definition.selectionSet.selections, '') : [];
}

function isTrue(directive: ConstDirectiveNode, name: string): boolean {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}

function text(directive: ConstDirectiveNode, name: string): string {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : '';
}
