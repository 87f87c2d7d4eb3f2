/** @apollo/gateway's own executor on our plans and our transport: the oracle for what becomes of faults. */
import { executeQueryPlan } from '@apollo/gateway';
import { Kind, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { SubgraphTransport } from '../../gateway/executor/execution';
import type { QueryPlan } from '../../gateway/planner/query-plan';
import { apiSchemaOf, loadSupergraphModel } from '../../schema/federation';

export interface OracleError {
  readonly path: readonly (string | number)[] | undefined;
  /** `null` where it is not one of a subgraph's. */
  readonly subgraph: string | null;
  readonly message: string;
}

export interface OracleAnswer {
  /** Completed, keyed as the document is. */
  readonly data: unknown;
  readonly errors: readonly OracleError[];
  /** Nulls that no subgraph explained. */
  readonly completion: readonly OracleError[];
}

export type Oracle = (
  document: DocumentNode,
  plan: QueryPlan,
  variables: Readonly<Record<string, unknown>>,
  transport: SubgraphTransport,
) => Promise<OracleAnswer>;

/** @param supergraphSdl with everything accessible that documents name */
export function apolloExecutor(supergraphSdl: string, subgraphs: readonly string[]): Oracle {
  const model = loadSupergraphModel(supergraphSdl);
  const schema: GraphQLSchema = apiSchemaOf(model);
  const whole = model.schema.toGraphQLJSSchema();
  return async (document, plan, variables, transport) => {
    const services = Object.fromEntries(subgraphs.map((name) => [name, serviceOf(name, transport)]));
    const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    const answer = await executeQueryPlan(
      { kind: 'QueryPlan', node: plan.node ?? undefined } as never,
      services as never,
      { request: { variables }, metrics: {} } as never,
      { schema, operation: operation as OperationDefinitionNode, operationName: undefined, fragments: {} } as never,
      whole,
      model.apiSchema(),
    );
    const { data = null, errors, extensions } = answer as PlainAnswer;
    return {
      data: plain(data),
      errors: (errors ?? []).map(asError),
      completion: (extensions?.valueCompletion ?? []).map(asError),
    };
  };
}

interface PlainError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly serviceName?: string };
}

interface PlainAnswer {
  readonly data?: unknown;
  readonly errors?: readonly PlainError[];
  readonly extensions?: { readonly valueCompletion?: readonly PlainError[] };
}

function asError({ message, path, extensions }: PlainError): OracleError {
  return { message, path, subgraph: extensions?.serviceName ?? null };
}

function serviceOf(subgraph: string, transport: SubgraphTransport): unknown {
  return {
    async process({ request }: { request: { query: string; variables: Record<string, unknown> } }) {
      const reply = await transport.send(
        {
          subgraph,
          operationKind: request.query.startsWith('mutation') ? 'mutation' : 'query',
          query: request.query,
          variablesJson: JSON.stringify(request.variables),
          sharable: false,
        },
        new AbortController().signal,
      );
      if (!reply.ok) throw Object.assign(new Error(reply.code), { extensions: { serviceName: subgraph } });
      return plain(reply.body);
    },
  };
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
