/** The GraphQL response: data, one error per denied position, failures of subgraphs, notices and obligations (fine-print, Shapes). */
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { BoundOperation, PositionedDenial } from '../compiler/compiled-operation';
import type { Refusal } from '../compiler/compile-operation';
import { RefusedRequest } from '../errors';
import type { ShapedAnswer } from '../executor/shape-answer';
import type { Decision } from '../policy/decision';
import { denialMessage } from './denial-messages';
import { graphqlRefusal } from './http-answer';

export interface ResponseHead {
  readonly decisionId: string;
  readonly policyEpoch: number;
  readonly purpose: string | null;
}

export interface Obligation {
  readonly position: readonly string[];
  readonly coordinate: string;
  readonly mask: string | null;
  readonly noOnwardTransfer: boolean;
  readonly grant: string | null;
  readonly purpose: string | null;
}

export function answerOf(bound: BoundOperation, shaped: ShapedAnswer, head: ResponseHead): ExecutionResult {
  const errors = [
    ...bound.denials.map((denial) => denialError(denial, head.decisionId)),
    ...shaped.errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions })),
    ...(shaped.rootWithheld ? [rootWithheld(head.decisionId)] : []),
  ];
  return {
    ...(errors.length === 0 ? {} : { errors }),
    data: shaped.data,
    extensions: {
      lingqu: {
        decisionId: head.decisionId,
        policyEpoch: head.policyEpoch,
        notices: bound.scopedPositions.map((position) => ({ code: 'SCOPE_LIMITED', position })),
        obligations: obligationsOf(bound, head.purpose),
      },
    },
  };
}

function denialError({ denial, position, path }: PositionedDenial, decisionId: string): GraphQLError {
  const { reason: code, coordinate, article } = denial;
  return new GraphQLError(denialMessage(denial), {
    path: [...path],
    extensions: { code, coordinate, article, decisionId, position },
  });
}

/** Says nothing of rows: the same whether there was none, or one outside the scope. */
function rootWithheld(decisionId: string): GraphQLError {
  return new GraphQLError('nothing lies within the scope of your grant', {
    extensions: { code: 'SCOPE_LIMITED', decisionId },
  });
}

function obligationsOf(bound: BoundOperation, purpose: string | null): readonly Obligation[] {
  const obligations = new Map<string, Obligation>();
  for (const { position, coordinate, slot } of bound.permits) {
    const decision = bound.decisions[slot];
    if (decision === undefined || decision.outcome === 'deny') continue;
    const mask = decision.outcome === 'mask' ? decision.technique : null;
    const { noOnwardTransfer } = decision.obligations;
    if (mask === null && !noOnwardTransfer && decision.grants.length === 0) continue;
    for (const grant of decision.grants.length === 0 ? [null] : decision.grants) {
      const obligation = { position, coordinate, mask, noOnwardTransfer, grant, purpose };
      obligations.set(JSON.stringify(obligation), obligation);
    }
  }
  return [...obligations.values()];
}

/** A refused operation: 403, no `data`, no `path`. */
export function refusalErrors({ denials }: Refusal, decisionId: string): ExecutionResult {
  const told = new Map(denials.map((denial) => [`${denial.reason} ${denial.coordinate}`, denial] as const));
  return {
    errors: [...told.values()].map((denial) => {
      const { reason, coordinate, article } = denial;
      return graphqlRefusal(new RefusedRequest(reason, denialMessage(denial), { coordinate, article, decisionId }));
    }),
  };
}

/** Every grant that anything in this answer rests on. */
export function grantsReliedOn(decisions: Iterable<Decision>): ReadonlySet<string> {
  const grants = new Set<string>();
  for (const decision of decisions) {
    if (decision.outcome === 'deny') continue;
    for (const grant of decision.grants) grants.add(grant);
    for (const { anyOf } of decision.scopes) for (const { grant } of anyOf) grants.add(grant);
  }
  return grants;
}
