/**
 * What happens to one request: authenticate → compile (decide, filter, rename) → plan → check flows → fetch → apply obligations →
 * shape → log → release (enforcement.md).
 */
import { GraphQLError, type ExecutionResult } from 'graphql';
import { writeAnswer } from '../executor/write-answer';
import type { GraphqlFront, ValidOperation } from './apollo-server';
import { answerIntrospection } from './answer-introspection';
import { authenticator, type Asker } from './authenticate';
import { fetchLawfully } from './fetch-lawfully';
import type { GraphqlRequest } from './graphql-request';
import { graphqlRefusal, refusalAnswer, type HttpAnswer } from './http-answer';
import type { ReadyAnswer } from './http-edge';
import { outcomeCache, type OutcomeCache } from './outcome-cache';
import { refusalOf } from './refusal-of';
import {
  admit,
  lapseNow,
  logRefusal,
  logRelease,
  logWithheld,
  requestCase,
  type CaseParts,
  type RequestCase,
} from './request-case';
import type { ServedSupergraph } from './served-supergraph';
import { straightPath } from './straight-path';
import type { TokenVerifier } from './verify-token';

export interface PipelineParts extends CaseParts {
  readonly tokens: TokenVerifier;
  /** Bound on rewritten documents. */
  readonly maxTokens: number;
  front(): GraphqlFront<Exchange>;
  /** What a request that comes now is served by, or by a later one. */
  current(): ServedSupergraph;
  /** The supergraph whose API schema an operation was validated against. */
  servedBy(schema: ValidOperation<Exchange>['schema']): ServedSupergraph;
}

/** Goes with a request to whatever answers it, and comes back with what its release depends on. */
export interface Exchange {
  readonly request: GraphqlRequest;
  readonly asker: Asker;
  /** Set once something was logged as released. */
  released: RequestCase | null;
  /** The operation's own answer, where it has one. */
  answer: OwnAnswer | null;
}

/** @returns the whole body, that of a refused operation with its status */
interface OwnAnswer {
  readonly status: 200 | 403;
  readonly body: HttpAnswer['body'];
}

export interface RequestPipeline {
  answer(request: GraphqlRequest): Promise<ReadyAnswer>;
  /** An operation that @apollo/server has found valid. */
  run(operation: ValidOperation<Exchange>): Promise<ExecutionResult>;
}

export function requestPipeline(parts: PipelineParts): RequestPipeline {
  const authenticate = authenticator(parts.tokens, parts.issuers);
  const { profile, maxTokens } = parts;
  const outcomes = outcomeCache({ profile, maxTokens }, (result) => parts.metrics.compiled(result));
  const straight = straightPath();

  const lawfully = async (operation: ValidOperation<Exchange>, served: ServedSupergraph): Promise<OwnAnswer> => {
    served.enter();
    try {
      return await lawfulAnswer(operation, served, outcomes, parts);
    } finally {
      served.leave();
    }
  };
  const refused = (error: unknown): ReturnType<typeof refusalOf> => {
    const refusal = refusalOf(error, parts.log);
    parts.metrics.refused(refusal.code);
    return refusal;
  };

  return {
    async answer(request) {
      const exchange: Exchange = {
        request,
        asker: await authenticate(request.client, parts.register),
        ...{ released: null, answer: null },
      };
      const served = parts.current();
      const found = straight.find(request, served.apiSchema);
      if (found !== null) {
        const { contentType, ...operation } = found;
        try {
          const answer = await lawfully({ ...operation, exchange, schema: served.apiSchema }, served);
          return readyAnswer({ ...answer, headers: { 'content-type': contentType } }, exchange, parts);
        } catch (error) {
          const answer = refusalAnswer(refused(error), undefined);
          return readyAnswer(
            { ...answer, headers: { ...answer.headers, 'content-type': contentType } },
            exchange,
            parts,
          );
        }
      }
      // Kept open until this request has come to `run`, whatever takes its place meanwhile.
      served.enter();
      try {
        const answer = await parts.front().execute(request, exchange);
        const own = exchange.answer;
        // Another status is its own word on the request, such as that it accepts no media type that there is.
        if (own === null || own.status !== answer.status) return readyAnswer(answer, exchange, parts);
        straight.learnType(request, answer.headers['content-type'] ?? '');
        return readyAnswer({ ...answer, body: own.body }, exchange, parts);
      } finally {
        served.leave();
      }
    },
    async run(operation) {
      const { exchange, schema, document } = operation;
      straight.learnText(exchange.request, schema, document);
      try {
        exchange.answer = await lawfully(operation, parts.servedBy(schema));
        return exchange.answer.status === 200 ? { data: null } : { errors: [standIn] };
      } catch (error) {
        throw graphqlRefusal(refused(error));
      }
    },
  };
}

/** What @apollo/server gets to see of a refused operation: its status; the text is put in its place. */
const standIn = new GraphQLError('refused', { extensions: { http: { status: 403 } } });

async function lawfulAnswer(
  operation: ValidOperation<Exchange>,
  served: ServedSupergraph,
  outcomes: OutcomeCache,
  parts: PipelineParts,
): Promise<OwnAnswer> {
  const { request, asker } = operation.exchange;
  const { document, operationName, variables } = operation;
  const { principal } = asker;
  const { purpose, onDeny } = request.client;
  const its = requestCase(operation, served, parts);
  await admit(its, operation, parts);

  const { register, grants, instant, decisionId } = its;
  const question = {
    served,
    document,
    operationName,
    variables,
    principal,
    purpose,
    onDeny,
    register,
    grants,
    instant,
  };
  const { outcome, bind } = await outcomes.of(question);
  if (!outcome.ok) {
    await logRefusal(its, outcome, parts);
    return { status: 403, body: outcome.text(decisionId) };
  }

  its.outcome = outcome;
  const bound = bind(outcome.bound);
  const fetched = await fetchLawfully(its, outcome, bound, parts);
  const written = writeAnswer(bound, fetched.result, {
    pseudonymKey: (owner, coordinate) => parts.pseudonyms.key(owner, principal.organisation, coordinate),
    introspection: answerIntrospection(bound, served.apiSchema, variables),
  });
  await logRelease(its, outcome, fetched, written.disclosure, parts);
  operation.exchange.released = its;
  return { status: 200, body: outcome.frame(written, decisionId) };
}

/** INVARIANT: what was suspended or struck off by now releases nothing: asked in the tick of the write, of the state then in force. */
function readyAnswer(answer: HttpAnswer, { released, request }: Exchange, parts: PipelineParts): ReadyAnswer {
  return {
    ...answer,
    mayRelease: () => released === null || lapseNow(released, parts) === null,
    async withhold() {
      if (released === null) throw new Error('an answer was withheld that releases nothing');
      const refusal = await logWithheld(released, lapseNow(released, parts) ?? 'GRANT_SUSPENDED', parts);
      return {
        ...refusalAnswer(refusal, request.headers.accept),
        mayRelease: () => true,
        withhold: () => Promise.reject(new Error('a refusal cannot be withheld')),
      };
    },
  };
}
