/** The governance vocabulary as data: its specification URL, its directives, and their arguments, read from the canonical SDL. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, parse, type DirectiveDefinitionNode, type GraphQLDirective } from 'graphql';

/** What makes a linked feature ours, whatever it is called locally. */
export const governanceIdentity = 'https://specs.lingqu.dev/governance';
export const governanceVersion = 'v1.0';
export const governanceUrl = `${governanceIdentity}/${governanceVersion}`;
/** Prefix of directives that are linked and not imported, unless the link says `as:`. */
export const governanceNamespace = 'governance';

export const directiveNames = [
  'provider',
  'defaults',
  'consumes',
  'share',
  'open',
  'purpose',
  'noOnwardTransfer',
  'grade',
  'deidentified',
  'derived',
  'subject',
  'scope',
  'influences',
  'catalogue',
] as const;

export type DirectiveName = (typeof directiveNames)[number];

export function isDirectiveName(name: string): name is DirectiveName {
  return (directiveNames as readonly string[]).includes(name);
}

/** The canonical definitions, as text: what a subgraph that defines the directives itself has to repeat. */
export const governanceSdl = readFileSync(join(__dirname, 'governance-v1.0.graphql'), 'utf8');

const document = parse(governanceSdl);

const definitionNodes = new Map(
  document.definitions
    .filter((node): node is DirectiveDefinitionNode => node.kind === 'DirectiveDefinition')
    .map((node) => [node.name.value, node]),
);

const built = new Map(
  buildASTSchema(document)
    .getDirectives()
    .map((each) => [each.name, each]),
);

/** The canonical definition as graphql-js knows it: arguments with their types, locations, repeatability. */
export function definitionOf(name: DirectiveName): GraphQLDirective {
  return present(built.get(name), name);
}

export function definitionNodeOf(name: DirectiveName): DirectiveDefinitionNode {
  return present(definitionNodes.get(name), name);
}

function present<T>(found: T | undefined, name: DirectiveName): T {
  if (found === undefined) throw new Error(`\`governance-v1.0.graphql\` does not define \`@${name}\``);
  return found;
}
