/**
 * What happens to one request: authenticate → compile (decide, filter, rename) → plan → check flows → fetch → apply obligations →
 * shape → log → release (enforcement.md).
 */
import type { ExecutionResult } from 'graphql';
import { compileOperation } from '../compiler/compile-operation';
import { writeAnswer } from '../executor/write-answer';
import { planLawfully } from '../planner/plan-lawfully';
import type { GraphqlFront, ValidOperation } from './apollo-server';
import { answerIntrospection } from './answer-introspection';
import { authenticate, type Asker } from './authenticate';
import { fetchLawfully } from './fetch-lawfully';
import type { GraphqlRequest } from './graphql-request';
import { graphqlRefusal, refusalAnswer, type HttpAnswer } from './http-answer';
import type { ReadyAnswer } from './http-edge';
import { refusalOf } from './refusal-of';
import {
  admit,
  logRelease,
  logWithheld,
  refuse,
  registeredPurposes,
  requestCase,
  type CaseParts,
  type RequestCase,
} from './request-case';
import { answerOf } from './response';
import { lapsed } from './grants-in-force';
import type { ServedSupergraph } from './served-supergraph';
import type { TokenVerifier } from './verify-token';

export interface PipelineParts extends CaseParts {
  readonly tokens: TokenVerifier;
  /** How many issuers tokens may come from. */
  readonly issuers: number;
  /** Bound on rewritten documents. */
  readonly maxTokens: number;
  front(): GraphqlFront<Exchange>;
  /** What a request that comes now is served by, or by a later one. */
  current(): ServedSupergraph;
  /** The supergraph whose API schema an operation was validated against. */
  servedBy(schema: ValidOperation<Exchange>['schema']): ServedSupergraph;
}

/** Goes with a request through @apollo/server, and comes back with what its release depends on. */
export interface Exchange {
  readonly request: GraphqlRequest;
  readonly asker: Asker;
  /** Set once something was logged as released. */
  released: RequestCase | null;
}

export interface RequestPipeline {
  answer(request: GraphqlRequest): Promise<ReadyAnswer>;
  run(operation: ValidOperation<Exchange>): Promise<ExecutionResult>;
}

export function requestPipeline(parts: PipelineParts): RequestPipeline {
  return {
    async answer(request) {
      const asker = await authenticate(request.client, parts.tokens, parts.register(), parts.issuers);
      const exchange: Exchange = { request, asker, released: null };
      // Kept open until this request has come to `run`, whatever takes its place meanwhile.
      const served = parts.current();
      served.enter();
      try {
        const answer = await parts.front().execute(request, exchange);
        return readyAnswer(answer, exchange, parts);
      } finally {
        served.leave();
      }
    },
    async run(operation) {
      const served = parts.servedBy(operation.schema);
      served.enter();
      try {
        return await lawfulAnswer(operation, served, parts);
      } catch (error) {
        const refusal = refusalOf(error, parts.log);
        parts.metrics.refused(refusal.code);
        throw graphqlRefusal(refusal);
      } finally {
        served.leave();
      }
    },
  };
}

async function lawfulAnswer(
  operation: ValidOperation<Exchange>,
  served: ServedSupergraph,
  parts: PipelineParts,
): Promise<ExecutionResult> {
  const { request, asker } = operation.exchange;
  const { principal } = asker;
  const { purpose, onDeny } = request.client;
  const its = requestCase(operation, served, parts);
  await admit(its, parts);

  const { supergraph, apiSchema } = served;
  const { document, operationName, variables } = operation;
  const { grants, instant } = its;
  const { profile, maxTokens } = parts;
  const compiled = compileOperation({
    ...{ supergraph, apiSchema, document, operationName, variables, principal, purpose },
    ...{ grants, instant, profile, maxTokens, onDeny },
  });
  if (!compiled.ok) return refuse(its, compiled.refusal, [], parts);

  const planned = await planLawfully({
    ...{ outcome: compiled, plans: served.plans, supergraph, grants, instant, profile },
    registeredPurposes: registeredPurposes(its.register),
  });
  if (!planned.ok) return refuse(its, planned.refusal, planned.flows, parts);

  const { bound } = planned;
  const fetched = await fetchLawfully(its, planned, served, parts);
  const written = writeAnswer(bound, fetched.result, {
    pseudonymKey: (owner, coordinate) => parts.pseudonyms.key(owner, principal.organisation, coordinate),
    introspection: answerIntrospection(bound, apiSchema, variables),
  });
  const shaped = { ...written, data: JSON.parse(written.data) as Record<string, unknown> | null };
  await logRelease(its, planned, fetched, shaped, parts);
  operation.exchange.released = its;
  return answerOf(bound, shaped, { decisionId: its.decisionId, policyEpoch: grants.epoch, purpose });
}

/** INVARIANT: a grant suspended by now releases nothing: asked in the tick of the write, of the state then in force. */
function readyAnswer(answer: HttpAnswer, exchange: Exchange, parts: PipelineParts): ReadyAnswer {
  const { released, request } = exchange;
  const lapse = (): ReturnType<typeof lapsed> =>
    released === null ? null : lapsed(released.relied, released.grants, parts.grants.current(), parts.now());
  return {
    ...answer,
    mayRelease: () => lapse() === null,
    async withhold() {
      const refusal = released === null ? null : await logWithheld(released, lapse() ?? 'GRANT_SUSPENDED', parts);
      if (refusal === null) throw new Error('an answer that rests on no grant was withheld');
      return {
        ...refusalAnswer(refusal, request.headers.get('accept')),
        mayRelease: () => true,
        withhold: () => Promise.reject(new Error('a refusal cannot be withheld')),
      };
    },
  };
}
