/** Names an operation in the log by its form alone: what a client wrote as alias, name or literal is no part of it. */
import { createHash } from 'node:crypto';
import { Kind, print, visit, type ASTNode, type DocumentNode } from 'graphql';

const known = new WeakMap<DocumentNode, string>();

/** @returns `sha256:` and hex; equal for documents that differ in aliases, operation names and literals only */
export function operationHash(document: DocumentNode): string {
  let hash = known.get(document);
  if (hash === undefined) {
    hash = `sha256:${createHash('sha256')
      .update(print(withoutClientText(document)))
      .digest('hex')}`;
    known.set(document, hash);
  }
  return hash;
}

function withoutClientText(document: DocumentNode): ASTNode {
  return visit(document, {
    OperationDefinition: (node) => ({ ...node, name: undefined }),
    Field: (node) => ({ ...node, alias: undefined }),
    IntValue: (node) => ({ ...node, value: '0' }),
    FloatValue: (node) => ({ ...node, value: '0' }),
    StringValue: (node) => ({ ...node, value: '', block: false }),
    BooleanValue: (node) => ({ ...node, value: false }),
    EnumValue: () => ({ kind: Kind.NULL }),
    ListValue: (node) => ({ ...node, values: [] }),
    ObjectValue: (node) => ({ ...node, fields: [] }),
    Variable: (node) => ({ ...node, name: { ...node.name, value: 'v' } }),
    FragmentSpread: (node) => ({ ...node, name: { ...node.name, value: 'F' } }),
    FragmentDefinition: (node) => ({ ...node, name: { ...node.name, value: 'F' } }),
  });
}
