/** The supergraph as the planner library is to read it: all of it accessible, and only keys by which entities can be fetched. */
import { parse, print, visit, type ConstDirectiveNode } from 'graphql';

/** @param sdl see `Supergraph.planningSdl` */
export function planningInput(sdl: string): string {
  return print(
    visit(parse(sdl, { noLocation: true }), {
      // What clients may name was settled before; the gateway itself selects `@inaccessible` keys and scope fields.
      Directive: (directive) => (directive.name.value === 'inaccessible' ? null : undefined),
      ObjectTypeDefinition: { leave: (node) => ({ ...node, directives: resolvableKeys(node.directives) }) },
      InterfaceTypeDefinition: { leave: (node) => ({ ...node, directives: resolvableKeys(node.directives) }) },
    }),
  );
}

/**
 * To enter a subgraph anew for a `@requires`, the library takes the first key that it has at hand, resolvable or not. Where a type
 * has a resolvable key in a subgraph, the others are left out; where it has none, they say that it only refers to the type.
 */
function resolvableKeys(directives: readonly ConstDirectiveNode[] = []): readonly ConstDirectiveNode[] {
  const resolvable = new Set(directives.filter(isResolvableKey).map((each) => argument(each, 'graph')));
  return directives.filter((each) => !isKey(each) || isResolvableKey(each) || !resolvable.has(argument(each, 'graph')));
}

function isKey(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'join__type' && argument(directive, 'key') !== undefined;
}

function isResolvableKey(directive: ConstDirectiveNode): boolean {
  return isKey(directive) && argument(directive, 'resolvable') !== false;
}

function argument(directive: ConstDirectiveNode, name: string): string | boolean | undefined {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value !== undefined && 'value' in value ? value.value : undefined;
}
