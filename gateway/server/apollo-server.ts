/** @apollo/server as the GraphQL-over-HTTP front: it parses, validates and negotiates; what runs an operation is ours. */
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import type { GraphqlRequest } from './graphql-request';
import type { HttpAnswer } from './http-answer';

/** One operation, parsed and validated against `schema`. */
export interface ValidOperation<Exchange> {
  readonly exchange: Exchange;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** `null` where none of that name is in the document, or several are and no name was given. */
  readonly operation: OperationDefinitionNode | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface GraphqlFront<Exchange> {
  /** Requests are validated against this schema from now on. */
  serve(schema: GraphQLSchema): void;
  /** @returns the complete answer, of which nothing is written yet */
  execute(request: GraphqlRequest, exchange: Exchange): Promise<HttpAnswer>;
  stop(): Promise<void>;
}

export interface FrontOptions<Exchange> {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly maxTokens: number;
  readonly log: Logger;
  run(operation: ValidOperation<Exchange>): Promise<ExecutionResult>;
}

interface FrontContext<Exchange> {
  readonly exchange: Exchange;
}

export async function graphqlFront<Exchange>(options: FrontOptions<Exchange>): Promise<GraphqlFront<Exchange>> {
  let publish: ((schema: GraphQLSchema) => void) | null = null;
  const server = new ApolloServer<FrontContext<Exchange>>({
    gateway: {
      onSchemaLoadOrUpdate(callback) {
        // Only the API schema is @apollo/server's business.
        publish = (apiSchema) => callback({ apiSchema, coreSupergraphSdl: '' });
        return () => (publish = null);
      },
      async load() {
        publish?.(options.schema);
        return {
          executor: (context) =>
            options.run({
              exchange: (context.context as FrontContext<Exchange>).exchange,
              schema: context.schema,
              document: context.document,
              operation: context.operation ?? null,
              operationName: context.request.operationName ?? null,
              variables: context.request.variables ?? {},
            }) as ReturnType<Extract<Awaited<ReturnType<GatewayLoad>>['executor'], object>>,
        };
      },
      stop: () => Promise.resolve(),
    },
    // INVARIANT: production behaviour everywhere: no stack traces, no landing page, no query plans.
    nodeEnv: 'production',
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    introspection: options.introspection,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: options.maxTokens },
    logger: quietLogger(options.log),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await server.start();
  return {
    serve: (schema) => publish?.(schema),
    async execute(request, exchange) {
      const headers = new HeaderMap();
      for (const [name, value] of Object.entries(request.headers)) {
        if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
      }
      const answer = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: request.method, headers, search: request.search, body: request.body },
        context: () => Promise.resolve({ exchange }),
      });
      if (answer.body.kind !== 'complete') throw new Error('an answer in several parts was never asked for');
      return { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), body: answer.body.string };
    },
    stop: () => server.stop(),
  };
}

type GatewayLoad = NonNullable<
  Extract<ConstructorParameters<typeof ApolloServer>[0], { gateway: unknown }>['gateway']
>['load'];

/** Its messages may quote what a client sent: that something happened goes on, in which words does not. */
function quietLogger(log: Logger): Record<'debug' | 'info' | 'warn' | 'error', () => void> {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => log.warn('@apollo/server has a warning'),
    error: () => log.error('@apollo/server met an error'),
  };
}
