/** Operation texts that @apollo/server has parsed and found valid for a schema, so that it need not be asked again. */
import { Kind, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';

export interface ValidText {
  readonly document: DocumentNode;
  /** By name; under `null` the only one, where there is only one. */
  readonly operations: ReadonlyMap<string | null, OperationDefinitionNode>;
}

export interface ValidTexts {
  remember(schema: GraphQLSchema, text: string, document: DocumentNode): void;
  find(schema: GraphQLSchema, text: string): ValidText | undefined;
}

const maxTexts = 2_000;
/** A parsed document takes some fifty times the room of its text. */
const maxCharacters = 2 << 20;

export function validTexts(): ValidTexts {
  const bySchema = new WeakMap<GraphQLSchema, LRUCache<string, ValidText>>();
  return {
    remember(schema, text, document) {
      let texts = bySchema.get(schema);
      if (texts === undefined) {
        texts = new LRUCache({ max: maxTexts, maxSize: maxCharacters, sizeCalculation: (_, key) => key.length + 100 });
        bySchema.set(schema, texts);
      }
      if (!texts.has(text)) texts.set(text, { document, operations: operationsOf(document) });
    },
    find: (schema, text) => bySchema.get(schema)?.get(text),
  };
}

function operationsOf({ definitions }: DocumentNode): ReadonlyMap<string | null, OperationDefinitionNode> {
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const byName = new Map<string | null, OperationDefinitionNode>();
  for (const operation of operations) {
    if (operation.name !== undefined) byName.set(operation.name.value, operation);
    if (operations.length === 1) byName.set(null, operation);
  }
  return byName;
}
