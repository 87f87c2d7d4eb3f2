/**
 * Which local directive names are ours: resolved through `@link` by feature identity, never by spelling
 * (https://specs.apollo.dev/link/v1.0).
 */
import {
  valueFromASTUntyped,
  type DirectiveNode,
  type DocumentNode,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
} from 'graphql';
import type { Problem } from './problem';
import {
  directiveNames,
  governanceIdentity,
  governanceNamespace,
  governanceUrl,
  isDirectiveName,
  type DirectiveName,
} from './vocabulary';

export interface GovernanceNames {
  /** Local name → ours. Empty where the vocabulary is not linked. */
  readonly directives: ReadonlyMap<string, DirectiveName>;
  /** Those imported under another name: the subgraph may use their usual names for directives of its own. */
  readonly renamed: ReadonlySet<string>;
  /** The `@link` applications that name our specification. */
  readonly links: readonly DirectiveNode[];
  /** Local name of `@link` itself. */
  readonly linkName: string;
  readonly problems: readonly Problem[];
}

/** Names as an overlay file spells them: it has no `@link`, and can mean nothing but ours. */
export const canonicalNames: GovernanceNames = {
  directives: new Map(directiveNames.map((name) => [name, name])),
  renamed: new Set(),
  links: [],
  linkName: 'link',
  problems: [],
};

interface Import {
  readonly name: string;
  readonly as: string;
}

export function resolveNames(document: DocumentNode): GovernanceNames {
  const applied = schemaDirectives(document);
  const linkName = localLinkName(applied);
  const links = applied.filter((node) => node.name.value === linkName);
  const ours = links.filter((node) => identityOf(urlOf(node)) === governanceIdentity);

  const directives = new Map<string, DirectiveName>();
  const renamed = new Set<string>();
  const problems: Problem[] = [];
  for (const link of ours) readLink(link, directives, renamed, problems);
  if (ours.length > 1) {
    problems.push({ line: lineOf(ours[1]), message: `\`${governanceIdentity}\` is linked twice: keep one \`@link\`` });
  }
  const taken = new Set(links.filter((node) => !ours.includes(node)).flatMap(localNamesOf));
  for (const local of directives.keys()) {
    if (taken.has(local) || local === linkName) {
      problems.push({
        line: lineOf(ours[0]),
        message: `\`@${local}\` is imported from two specifications: rename one of them with \`as:\``,
      });
    }
  }
  return { directives, renamed, links: ours, linkName, problems };
}

function readLink(
  link: DirectiveNode,
  directives: Map<string, DirectiveName>,
  renamed: Set<string>,
  problems: Problem[],
): void {
  const line = lineOf(link);
  const url = urlOf(link);
  if (url !== governanceUrl) {
    problems.push({ line, message: `version \`${url}\` of the vocabulary is unknown: link \`${governanceUrl}\`` });
    return;
  }
  const namespace = stringArgument(link, 'as') ?? governanceNamespace;
  for (const name of directiveNames) directives.set(`${namespace}__${name}`, name);
  for (const { name, as } of importsOf(link)) {
    const bare = name.replace(/^@/, '');
    if (!name.startsWith('@') || !isDirectiveName(bare)) {
      problems.push({ line, message: `\`${governanceUrl}\` has no \`${name}\` to import` });
    } else if (!/^@[_A-Za-z][_0-9A-Za-z]*$/.test(as)) {
      problems.push({ line, message: `\`${as}\` is no name for the directive \`${name}\`: it begins with \`@\`` });
    } else if (directives.has(as.slice(1)) && directives.get(as.slice(1)) !== bare) {
      problems.push({ line, message: `\`${as}\` is imported for two directives: give each its own name` });
    } else {
      directives.set(as.slice(1), bare);
      if (as !== name) renamed.add(bare);
    }
  }
}

/** Everything said on `schema` and `extend schema`. */
export function schemaDirectives(document: DocumentNode): readonly DirectiveNode[] {
  return document.definitions
    .filter(
      (node): node is SchemaDefinitionNode | SchemaExtensionNode =>
        node.kind === 'SchemaDefinition' || node.kind === 'SchemaExtension',
    )
    .flatMap((node) => node.directives ?? []);
}

/** `@link` links itself, perhaps under another name. */
function localLinkName(applied: readonly DirectiveNode[]): string {
  const itself = applied.find((node) => {
    if (identityOf(urlOf(node)) !== 'https://specs.apollo.dev/link') return false;
    const local = localName(node);
    return node.name.value === local;
  });
  return itself?.name.value ?? 'link';
}

/** The name under which a link's own bare directive stands: its import's, its `as:`, or the last part of its URL. */
function localName(link: DirectiveNode): string {
  const imported = importsOf(link).find(({ name }) => name === '@link');
  return imported?.as.slice(1) ?? stringArgument(link, 'as') ?? 'link';
}

function localNamesOf(link: DirectiveNode): readonly string[] {
  return importsOf(link)
    .filter(({ as }) => as.startsWith('@'))
    .map(({ as }) => as.slice(1));
}

function importsOf(link: DirectiveNode): readonly Import[] {
  const value = argument(link, 'import');
  if (!Array.isArray(value)) return [];
  return value.map((element: unknown): Import => {
    if (typeof element === 'string') return { name: element, as: element };
    const { name, as } = (element ?? {}) as { name?: unknown; as?: unknown };
    const text = typeof name === 'string' ? name : String(name);
    return { name: text, as: typeof as === 'string' ? as : text };
  });
}

/** A link without its version; a trailing slash, a query and a fragment are no part of the identity. */
function identityOf(url: string | null): string | null {
  if (url === null) return null;
  const bare = url.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return bare.replace(/\/v[0-9]+(\.[0-9]+)?$/, '');
}

function urlOf(link: DirectiveNode): string | null {
  return stringArgument(link, 'url');
}

function stringArgument(node: DirectiveNode, name: string): string | null {
  const value = argument(node, name);
  return typeof value === 'string' ? value : null;
}

function argument(node: DirectiveNode, name: string): unknown {
  const found = node.arguments?.find((each) => each.name.value === name);
  return found === undefined ? undefined : valueFromASTUntyped(found.value);
}

function lineOf(node: DirectiveNode | undefined): number | null {
  return node?.loc?.startToken.line ?? null;
}
