/** Bounds on the client's document, checked on its tokens before it is parsed and on its tree before it is validated. */
import {
  Kind,
  Lexer,
  OperationTypeNode,
  parse,
  Source,
  TokenKind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { RefusedRequest } from '../errors';
import type { Limits } from './config/config';

export type DocumentLimits = Pick<Limits, 'depth' | 'aliases' | 'rootFields' | 'tokens'>;

/** Deeper than any document within `depth` needs; the parser calls itself for each level. */
const maxNesting = 200;
const maxVariableDepth = 64;

/**
 * @returns `null` where the text is no GraphQL: whoever parses it for good says why
 * @throws RefusedRequest LIMIT_EXCEEDED, OPERATION_NOT_SUPPORTED
 */
export function checkDocument(text: string, limits: DocumentLimits): DocumentNode | null {
  if (!checkTokens(text, limits)) return null;
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true });
  } catch {
    return null;
  }
  refuseUnsupported(document);
  checkTree(document, limits);
  return document;
}

function checkTokens(text: string, limits: DocumentLimits): boolean {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  let nesting = 0;
  try {
    while (lexer.advance().kind !== TokenKind.EOF) {
      count += 1;
      if (count > limits.tokens) exceeded('tokens', limits.tokens);
      switch (lexer.token.kind) {
        case TokenKind.BRACE_L:
        case TokenKind.BRACKET_L:
        case TokenKind.PAREN_L:
          nesting += 1;
          if (nesting > maxNesting) exceeded('levels of brackets', maxNesting);
          break;
        case TokenKind.BRACE_R:
        case TokenKind.BRACKET_R:
        case TokenKind.PAREN_R:
          nesting -= 1;
          break;
        default:
      }
    }
    return true;
  } catch (error) {
    if (error instanceof RefusedRequest) throw error;
    return false;
  }
}

function refuseUnsupported(document: DocumentNode): void {
  visit(document, {
    OperationDefinition(node) {
      if (node.operation === OperationTypeNode.SUBSCRIPTION) {
        throw new RefusedRequest('OPERATION_NOT_SUPPORTED', 'subscriptions are not served; ask with a query');
      }
    },
    Directive(node) {
      if (node.name.value === 'defer' || node.name.value === 'stream') {
        const name = `@${node.name.value}`;
        throw new RefusedRequest(
          'OPERATION_NOT_SUPPORTED',
          `\`${name}\` is not supported; an answer comes in one piece`,
        );
      }
    },
  });
}

/** What one selection set costs with its fragments spread out. */
interface Extent {
  readonly depth: number;
  readonly fields: number;
  /** Fields at this level itself. */
  readonly here: number;
}

function checkTree(document: DocumentNode, limits: DocumentLimits): void {
  let aliases = 0;
  visit(document, {
    Field(node) {
      if (node.alias !== undefined) aliases += 1;
    },
  });
  if (aliases > limits.aliases) exceeded('aliases', limits.aliases);
  const extentOf = measure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, fields, here } = extentOf(definition.selectionSet);
    if (here > limits.rootFields) exceeded('root fields', limits.rootFields);
    if (depth > limits.depth) exceeded('levels of fields', limits.depth);
    // Fragments that spread fragments double with every line: no document of lawful size needs more fields than tokens.
    if (fields > limits.tokens) exceeded('fields, with fragments spread out,', limits.tokens);
  }
}

/** Each fragment is measured once, so that spreading it often costs nothing here. */
function measure(document: DocumentNode): (set: SelectionSetNode) => Extent {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const measured = new Map<string, Extent | null>();
  const nothing: Extent = { depth: 0, fields: 0, here: 0 };
  const ofFragment = (name: string): Extent => {
    const before = measured.get(name);
    // Unknown, or spreading itself: validation will say so.
    if (before !== undefined) return before ?? nothing;
    const fragment = fragments.get(name);
    measured.set(name, null);
    const extent = fragment === undefined ? nothing : ofSet(fragment.selectionSet);
    measured.set(name, extent);
    return extent;
  };
  const ofSet = (set: SelectionSetNode): Extent => {
    let depth = 0;
    let fields = 0;
    let here = 0;
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const below = node.selectionSet === undefined ? nothing : ofSet(node.selectionSet);
        depth = Math.max(depth, below.depth + 1);
        fields += below.fields + 1;
        here += 1;
      } else {
        const spread = node.kind === Kind.INLINE_FRAGMENT ? ofSet(node.selectionSet) : ofFragment(node.name.value);
        depth = Math.max(depth, spread.depth);
        fields += spread.fields;
        here += spread.here;
      }
    }
    return { depth, fields, here };
  };
  return ofSet;
}

/** @throws RefusedRequest LIMIT_EXCEEDED; walks without recursion, for it is what bounds it */
export function checkVariables(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxVariableDepth) exceeded('levels in `variables`', maxVariableDepth);
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null
        ? Object.values(value).filter((each) => typeof each === 'object')
        : [],
    );
  }
}

function exceeded(what: string, limit: number): never {
  throw new RefusedRequest(
    'LIMIT_EXCEEDED',
    `the operation has more than ${String(limit)} ${what}; ask for less at once`,
  );
}
