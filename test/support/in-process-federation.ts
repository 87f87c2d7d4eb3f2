/** A federation without a network: composes SDLs, runs each subgraph in this process, and keeps every request and reply. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { composeSubgraphs } from '../../schema/federation';
import type { SubgraphReply, SubgraphRequest, SubgraphTransport } from '../../gateway/executor/execution';
import { deepFreeze } from '../../gateway/planner/query-plan';

/** As @apollo/subgraph takes them: type → field → resolver, `__resolveReference`, `__resolveType`. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, (source: never, args: never) => unknown>>>>;

export interface SubgraphFixture {
  readonly name: string;
  /** Without `@link`: federation 2.11 and all its usual directives are imported. */
  readonly sdl: string;
  readonly resolvers: Resolvers;
}

export interface Exchange {
  readonly request: SubgraphRequest;
  readonly reply: SubgraphReply;
}

export interface InProcessFederation {
  readonly supergraphSdl: string;
  readonly transport: SubgraphTransport;
  /** In order of replies. */
  readonly exchanges: Exchange[];
  readonly subgraphs: Readonly<Record<string, GraphQLSchema>>;
}

/** Tampers with one subgraph's honest reply. */
export type Interference = (request: SubgraphRequest, reply: SubgraphReply) => SubgraphReply | Promise<SubgraphReply>;

export const federationLink = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@tag", "@extends"])
`;

/** @throws Error with the federation library's messages where the SDLs do not compose */
export function inProcessFederation(
  fixtures: readonly SubgraphFixture[],
  interfere: Interference = (_request, reply) => reply,
): InProcessFederation {
  const documents = new Map(fixtures.map(({ name, sdl }) => [name, parse(federationLink + sdl)] as const));
  const composed = composeSubgraphs(
    [...documents].map(([name, document]) => ({ name, routingUrl: `http://${name}.invalid/`, document })),
  );
  if (!composed.ok) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  const subgraphs = Object.fromEntries(
    fixtures.map(({ name, resolvers }) => [
      name,
      buildSubgraphSchema([{ typeDefs: documents.get(name) as DocumentNode, resolvers }] as Parameters<
        typeof buildSubgraphSchema
      >[0]),
    ]),
  );
  const exchanges: Exchange[] = [];
  return {
    supergraphSdl: composed.value,
    subgraphs,
    exchanges,
    transport: inProcessTransport(subgraphs, exchanges, interfere),
  };
}

/** Everything goes through JSON, as it would on a wire. */
export function inProcessTransport(
  subgraphs: Readonly<Record<string, GraphQLSchema>>,
  exchanges: Exchange[] = [],
  interfere: Interference = (_request, reply) => reply,
): SubgraphTransport {
  return {
    async send(request) {
      const sent = throughJson(request);
      const schema = subgraphs[sent.subgraph];
      const honest: SubgraphReply =
        schema === undefined
          ? { ok: false, code: 'SUBGRAPH_UNAVAILABLE' }
          : {
              ok: true,
              body: throughJson(
                await execute({
                  schema,
                  document: parse(sent.query),
                  variableValues: JSON.parse(sent.variablesJson) as Record<string, unknown>,
                }),
              ),
            };
      // Frozen, since several may read it: who changed it would be found out.
      const reply = deepFreeze(await interfere(sent, honest));
      exchanges.push({ request: sent, reply });
      return reply;
    },
  };
}

function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
