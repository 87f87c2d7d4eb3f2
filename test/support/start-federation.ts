/**
 * A gateway over subgraphs that a test writes as SDL and resolvers: composed with all rules, asked over real HTTP on free ports, every
 * request and reply of every subgraph kept as it was on the wire.
 */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Register } from '../../gateway/policy/register';
import { composeSdls } from '../../schema/compose';
import type { Finding } from '../../schema/finding';
import type { SubgraphModel } from '../../schema/subgraph-model';
import type { Supergraph } from '../../schema/supergraph';
import type { Resolvers } from './in-process-federation';
import { registerWith, startGateway, type GatewayFixture, type Stated } from './start-gateway';

export interface StatedSubgraph {
  readonly name: string;
  /** As its provider would write it; `governed` in `governed-subgraphs.ts` writes the header. */
  readonly sdl: string;
  readonly resolvers: Resolvers;
}

/** One request to a subgraph, and what it answered. */
export interface Captured {
  readonly subgraph: string;
  readonly headers: IncomingHttpHeaders;
  readonly request: string;
  readonly status: number;
  readonly reply: string;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Changes or delays what a subgraph answers. */
export type Tampering = (
  asked: { readonly subgraph: string; readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  reply: RawReply,
) => RawReply | Promise<RawReply>;

export interface FederationFixture extends GatewayFixture {
  readonly supergraph: Supergraph;
  readonly findings: readonly Finding[];
  readonly captured: Captured[];
  /** From now on; `null` = honest. */
  tamper(how: Tampering | null): void;
}

export interface StatedFederation extends Omit<Stated, 'supergraph' | 'transport'> {
  readonly subgraphs: readonly StatedSubgraph[];
  readonly register?: Partial<Register>;
}

/** @throws Error with the findings where the SDLs do not compose to something that may be served */
export async function startFederation(stated: StatedFederation): Promise<FederationFixture> {
  const captured: Captured[] = [];
  let tampering: Tampering | null = null;
  const schemas = new Map<string, GraphQLSchema>();
  const servers: Server[] = [];
  const inputs = [];
  for (const { name, sdl } of stated.subgraphs) {
    const server = subgraphServer(name, schemas, captured, () => tampering);
    servers.push(server);
    inputs.push({ name, sdl, overlay: null, routingUrl: `http://127.0.0.1:${String(await listen(server))}/` });
  }
  const closeAll = (): void => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  try {
    const register = registerWith(stated.register);
    const composition = await composeSdls(inputs, {
      register,
      lawProfile: 'gx-draft-rev',
      production: false,
      now: stated.options?.now?.() ?? Date.now(),
    });
    if (composition.supergraph === null) throw new Error(JSON.stringify(composition.findings, null, 1));
    for (const { name, resolvers } of stated.subgraphs) {
      const model = composition.subgraphs.find((each) => each.name === name);
      schemas.set(name, schemaOf(model, resolvers));
    }
    const fixture = await startGateway({ ...stated, supergraph: composition.supergraph, register });
    return {
      ...fixture,
      supergraph: composition.supergraph,
      findings: composition.findings,
      captured,
      tamper: (how) => void (tampering = how),
      async stop() {
        await fixture.stop();
        closeAll();
      },
    };
  } catch (error) {
    closeAll();
    throw error;
  }
}

function schemaOf(model: SubgraphModel | undefined, resolvers: Resolvers): GraphQLSchema {
  const typeDefs: DocumentNode = parse(model?.composedSdl ?? '');
  return buildSubgraphSchema([{ typeDefs, resolvers }] as Parameters<typeof buildSubgraphSchema>[0]);
}

function subgraphServer(
  subgraph: string,
  schemas: ReadonlyMap<string, GraphQLSchema>,
  captured: Captured[],
  tampering: () => Tampering | null,
): Server {
  const answer = async (headers: IncomingHttpHeaders, request: string): Promise<RawReply> => {
    const { query, variables } = JSON.parse(request) as { query: string; variables: Record<string, unknown> };
    const result = await execute({
      schema: schemas.get(subgraph) as GraphQLSchema,
      document: parse(query),
      variableValues: variables,
    });
    const honest = { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result) };
    const reply = (await tampering()?.({ subgraph, query, variables }, honest)) ?? honest;
    captured.push({ subgraph, headers, request, status: reply.status, reply: reply.body });
    return reply;
  };
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(request.headers, Buffer.concat(chunks).toString('utf8')).then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        () => response.destroy(),
      );
    });
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
