/** GX0002: features of subgraphs that the gateway cannot load, or would load and ignore although they promise protection. */
import { Kind, parse, valueFromASTUntyped, type DirectiveNode, type DocumentNode } from 'graphql';
import { schemaDirectives } from '../directives';
import type { Finding } from './finding';
import type { SubgraphModel } from './subgraph-model';

/** Directives of the federation specification that only Apollo's router enforces. */
const routerOnly: ReadonlySet<string> = new Set([
  'authenticated',
  'requiresScopes',
  'policy',
  'context',
  'fromContext',
  'cacheTag',
]);

/** Specifications whose links may say `for:`, because the gateway knows them. */
const known = /^https:\/\/specs\.apollo\.dev\/(federation|link|tag|inaccessible)\//;

export function unsupportedFeatures(subgraphs: readonly SubgraphModel[]): readonly Finding[] {
  return subgraphs.flatMap((subgraph) => {
    const document = parseOrNothing(subgraph.composedSdl);
    return document === null ? [] : [...routerDirectives(subgraph, document), ...foreignFeatures(subgraph, document)];
  });
}

/** What remains: the gateway's own words, about the whole. */
export function notLoadable(message: string): Finding {
  const text = `the gateway cannot load the supergraph: ${message.replace(/\s+/g, ' ')}`;
  return {
    code: 'GX0002',
    severity: 'error',
    coordinate: null,
    subgraph: null,
    line: null,
    message: text,
    article: null,
  };
}

function routerDirectives(subgraph: SubgraphModel, document: DocumentNode): readonly Finding[] {
  const local = localNames(document);
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const node of appliedDirectives(document)) {
    const feature = local.get(node.name.value);
    if (feature === undefined || seen.has(feature)) continue;
    seen.add(feature);
    const message = `\`@${node.name.value}\` is enforced by nobody here: remove it and say it with \`@share\`, \`@open\` or \`@purpose\``;
    findings.push(refusal(subgraph, node, message));
  }
  return findings;
}

/**
 * A link `for: SECURITY` or `EXECUTION` must not be ignored by who does not know the feature (https://specs.apollo.dev/link/v1.0#Purpose).
 * Composition drops the word, so the gateway would load the supergraph and never know.
 */
function foreignFeatures(subgraph: SubgraphModel, document: DocumentNode): readonly Finding[] {
  return schemaDirectives(document)
    .filter((link) => {
      const url = argument(link, 'url');
      return typeof url === 'string' && argument(link, 'for') != null && !known.test(url);
    })
    .map((link) =>
      refusal(
        subgraph,
        link,
        `the gateway does not know \`${String(argument(link, 'url'))}\`, which is \`for: ${String(argument(link, 'for'))}\`: remove the link`,
      ),
    );
}

function refusal(subgraph: SubgraphModel, node: DirectiveNode, message: string): Finding {
  const line = node.loc?.startToken.line ?? null;
  return { code: 'GX0002', severity: 'error', coordinate: null, subgraph: subgraph.name, line, message, article: null };
}

/** Local name → router-only directive, as the federation `@link` imports it. */
function localNames(document: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const link of schemaDirectives(document)) {
    const url = argument(link, 'url');
    if (typeof url !== 'string' || !url.startsWith('https://specs.apollo.dev/federation')) continue;
    const as = argument(link, 'as');
    for (const name of routerOnly) names.set(`${typeof as === 'string' ? as : 'federation'}__${name}`, name);
    const imports = argument(link, 'import');
    for (const each of Array.isArray(imports) ? (imports as unknown[]) : []) {
      const { name, as: renamed } =
        typeof each === 'string' ? { name: each, as: each } : (each as { name?: unknown; as?: unknown });
      const bare = String(name).replace(/^@/, '');
      if (routerOnly.has(bare)) names.set(typeof renamed === 'string' ? renamed.replace(/^@/, '') : bare, bare);
    }
  }
  return names;
}

function appliedDirectives(document: DocumentNode): readonly DirectiveNode[] {
  const found: DirectiveNode[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      const node = value as { kind?: string };
      if (node.kind === Kind.DIRECTIVE) found.push(value as DirectiveNode);
      for (const [key, member] of Object.entries(value)) if (key !== 'loc') walk(member);
    }
  };
  walk(document.definitions);
  return found;
}

function argument(node: DirectiveNode, name: string): unknown {
  const found = node.arguments?.find((each) => each.name.value === name);
  return found === undefined ? undefined : valueFromASTUntyped(found.value);
}

function parseOrNothing(sdl: string): DocumentNode | null {
  try {
    return parse(sdl);
  } catch {
    return null;
  }
}
