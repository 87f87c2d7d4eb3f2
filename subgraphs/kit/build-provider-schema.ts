/** From a provider's classes to what it serves: its SDL, and an executable schema that answers nobody but the gateway. */
import { print, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { definitionNodeOf, isDirectiveName } from '../../directives';
import { guardSchema } from './guard-schema';
import { printSdl } from './print-sdl';
import type { Provider, ProviderStatements, ReferenceResolver } from './provider';
import type { ProviderContext } from './provider-context';
import { subgraphSchema, type ResolverTree } from './subgraph-schema';
import type { AnyClass } from './written-directives';

export interface ProviderSchema {
  /** What is committed, composed and hashed. */
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}

export function buildProviderSchema<Loaders extends object>(provider: Provider<Loaders>): ProviderSchema {
  const written = buildSchemaSync({
    resolvers: atLeastOne(provider),
    // Without this list type-graphql takes in every type of the process, other providers' included.
    orphanedTypes: [...(provider.types ?? [])],
    // Entities need not be reachable from a query here, and the directives are defined only below.
    skipCheck: true,
    validate: { forbidUnknownValues: false },
  });
  const sdl = printSdl(provider, written);
  const schema = subgraphSchema(
    sdl,
    definitionsFor(sdl),
    withReferences(createResolversMap(written), provider.references),
  );
  return { sdl, schema: guardSchema(schema) };
}

function atLeastOne({ name, resolvers: [first, ...others] }: ProviderStatements): NonEmptyArray<AnyClass> {
  if (first === undefined) throw new Error(`provider \`${name}\` has no resolver class: give at least one`);
  return [first, ...others];
}

/** Definitions of the governance directives that the SDL imports. */
function definitionsFor(sdl: string): string {
  const link = /url: "https:\/\/specs\.lingqu\.dev[^)]*\)/.exec(sdl)?.[0] ?? '';
  return [...link.matchAll(/"@(\w+)"/g)]
    .map(([, name]) => name ?? '')
    .filter(isDirectiveName)
    .map((name) => print(definitionNodeOf(name)))
    .join('\n');
}

function withReferences<Loaders>(
  fields: Readonly<Record<string, object>>,
  references: Readonly<Record<string, ReferenceResolver<Loaders>>>,
): ResolverTree {
  const tree: Record<string, Record<string, unknown>> = Object.fromEntries(
    Object.entries(fields).map(([type, resolvers]) => [type, resolvers as Record<string, unknown>]),
  );
  for (const [type, resolve] of Object.entries(references)) {
    tree[type] = {
      ...tree[type],
      __resolveReference: async (reference: Readonly<Record<string, unknown>>, context: ProviderContext<Loaders>) =>
        ownCopy(await resolve(reference, context)),
    };
  }
  return tree;
}

/** @apollo/subgraph writes `__typename` on what it is given: loaders' values are shared and may be frozen. */
function ownCopy(entity: object | null): object | null {
  return entity === null ? null : Object.assign(Object.create(Object.getPrototypeOf(entity) as object), entity);
}
