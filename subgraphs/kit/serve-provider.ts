/**
 * Serves one provider's subgraph: over HTTP, to its gateway and nobody else. Everything unsigned is 401 with an empty body; the one
 * exception is `GET /health`.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError } from 'graphql';
import { buildProviderSchema } from './build-provider-schema';
import type { Provider } from './provider';
import type { ProviderContext } from './provider-context';
import { readBody } from './read-body';
import { replayMemory } from './replay-memory';
import { gatewayVerifier, type GatewayVerifier } from './verify-gateway';

export interface ServeOptions {
  /** The subgraph's own 32 bytes, as `lingqu subgraph-key NAME` gives them. */
  readonly key: Buffer;
  /** 0 = any free port. */
  readonly port: number;
  readonly host?: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Where errors go that the answer must not show. */
  readonly log?: (message: string, error: unknown) => void;
}

export interface RunningProvider {
  readonly name: string;
  /** What stands as `routing_url` in `supergraph.yaml`. */
  readonly url: string;
  /** Lets requests in flight end, then closes; may be called twice. */
  readonly stop: () => Promise<void>;
}

/** Longest wait for requests in flight when stopping. */
const drainMs = 5_000;
/** The only path that answers GraphQL. */
const graphqlPath = '/graphql';

export async function serveProvider<Loaders extends object>(
  provider: Provider<Loaders>,
  { key, port, host = '127.0.0.1', now = Date.now, log = () => undefined }: ServeOptions,
): Promise<RunningProvider> {
  const apollo = new ApolloServer<ProviderContext<Loaders>>({
    schema: buildProviderSchema(provider).schema,
    // Only signed requests get here: to the gateway the whole schema is known anyway.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    plugins: [ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled()],
    formatError: (formatted, error) => {
      log(`\`${provider.name}\`: ${formatted.message}`, error);
      return masked(formatted);
    },
  });
  await apollo.start();
  const verifier = gatewayVerifier(provider.name, key, replayMemory(), now);
  const server = createServer((request, response) => {
    answer(request, verifier, async (body) => {
      const answered = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers: headerMap(request), search: '', body },
        context: async () => ({ loaders: provider.loaders(), callerIsGateway: true }),
      });
      if (answered.body.kind === 'chunked') return { status: 500, text: '' };
      return { status: answered.status ?? 200, text: answered.body.string, type: answered.headers.get('content-type') };
    }).then(
      ({ status, text, type }) => {
        response.writeHead(status, {
          'cache-control': 'no-store',
          ...(type === undefined ? {} : { 'content-type': type }),
        });
        response.end(text);
      },
      (error: unknown) => {
        log(`\`${provider.name}\`: a request failed`, error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      },
    );
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  const address = await listen(server, port, host);
  return {
    name: provider.name,
    url: `http://${host}:${address.port}${graphqlPath}`,
    stop: async () => {
      await close(server);
      await apollo.stop();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

async function answer(
  request: IncomingMessage,
  verifier: GatewayVerifier,
  execute: (body: unknown) => Promise<Answer>,
): Promise<Answer> {
  const { method = '', url = '' } = request;
  if (method === 'GET' && url === '/health') return { status: 200, text: '{"status":"ok"}', type: 'application/json' };
  const head = await verifier.verify({ method, path: url, headers: request.headers });
  if (head === null) return { status: 401, text: '' };
  const raw = await readBody(request);
  if (raw === 'too large') return { status: 413, text: '' };
  if (!head.accepts(raw)) return { status: 401, text: '' };
  if (url !== graphqlPath) return { status: 404, text: '' };
  if (method !== 'POST') return { status: 405, text: '' };
  const body = parsed(raw);
  return body === undefined ? { status: 400, text: '' } : execute(body);
}

/** @returns `undefined` where the body is no JSON object */
function parsed(raw: Buffer): object | undefined {
  try {
    const body: unknown = JSON.parse(raw.toString('utf8'));
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function headerMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Texts of errors may quote values: codes and places only. */
function masked({ locations, path, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  return {
    message: 'the subgraph could not answer this field',
    locations,
    path,
    extensions: { code: extensions?.['code'] },
  };
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    server.closeIdleConnections();
  });
}
