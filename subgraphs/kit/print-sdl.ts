/** A provider's SDL, byte for byte as its gateway composes and hashes it; refuses to print where a label would get lost. */
import { Kind, print, visit, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { ProviderStatements } from './provider';
import { schemaDocument } from './schema-document';
import { schemaHeader } from './schema-header';
import { writtenIn } from './written-directives';

/** @param schema as TypeGraphQL built it from the provider's resolvers */
export function printSdl(provider: ProviderStatements, schema: GraphQLSchema): string {
  const document = schemaDocument(schema);
  const applied = appliedDirectives(document);
  refuseLostDirectives(provider, applied);
  const used = new Set([...applied.keys()].map((text) => /^@(\w+)/.exec(text)?.[1] ?? ''));
  return `${schemaHeader(provider, used)}\n\n${print(document)}\n`;
}

/** Printed application → how often it stands in the document. */
function appliedDirectives(document: DocumentNode): Map<string, number> {
  const applied = new Map<string, number>();
  visit(document, {
    [Kind.DIRECTIVE](node) {
      const text = print(node);
      applied.set(text, (applied.get(text) ?? 0) + 1);
    },
  });
  return applied;
}

/**
 * type-graphql drops directives on arguments of field resolvers, and on a field resolver's method where the type declares the field
 * as well.
 */
function refuseLostDirectives({ resolvers }: ProviderStatements, applied: ReadonlyMap<string, number>): void {
  const left = new Map(applied);
  for (const { target, member, parameter, text } of writtenIn(resolvers)) {
    const count = left.get(text) ?? 0;
    if (count > 0) {
      left.set(text, count - 1);
      continue;
    }
    const place = `\`${target.name}.${member ?? ''}\``;
    throw new Error(
      parameter === null
        ? `\`${text}\` on ${place} does not reach the SDL: write it on the field of the object type`
        : `\`${text}\` on argument ${parameter + 1} of ${place} does not reach the SDL: move the arguments into an \`@ArgsType()\` class`,
    );
  }
}
