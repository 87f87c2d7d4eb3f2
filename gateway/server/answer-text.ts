/**
 * The GraphQL response as text, the one writer of it: data, one error per denied position, failures of subgraphs, notices and
 * obligations (fine-print, Shapes). What no row changes is written once per outcome.
 */
import type { BoundOperation, PositionedDenial } from '../compiler/compiled-operation';
import type { Refusal } from '../compiler/compile-operation';
import type { JsonText } from '../executor/json-bytes';
import type { WrittenAnswer } from '../executor/write-answer';
import { articleFor, type LawProfile } from '../policy/law-profile';
import type { Route } from '../policy/principal';
import { denialMessage } from './denial-messages';

export interface ResponseHead {
  readonly policyEpoch: number;
  readonly purpose: string | null;
  readonly profile: LawProfile;
  readonly route: Route;
}

export interface Obligation {
  readonly position: readonly string[];
  readonly coordinate: string;
  readonly mask: string | null;
  readonly noOnwardTransfer: boolean;
  readonly grant: string | null;
  readonly purpose: string | null;
}

/** @returns the whole body of the answer */
export type AnswerFrame = (written: WrittenAnswer, decisionId: string) => JsonText;

/** JSON texts between which the decision's id is put. */
type Gaps = readonly [before: string, after: string];

export function releasedFrame(bound: BoundOperation, head: ResponseHead): AnswerFrame {
  const denials = bound.denials.map(denialGaps);
  const withheld = rootWithheldGaps(head);
  const extensions = JSON.stringify({
    policyEpoch: head.policyEpoch,
    notices: bound.scopedPositions.map((position) => ({ code: 'SCOPE_LIMITED', position })),
    obligations: obligationsOf(bound, head.purpose),
  }).slice(1);
  return ({ data, errors, rootWithheld }, decisionId) => {
    const id = JSON.stringify(decisionId);
    let text = '';
    for (const [before, after] of denials) text += `${text === '' ? '' : ','}${before}${id}${after}`;
    for (const { message, path, extensions: details } of errors) {
      text += `${text === '' ? '' : ','}${JSON.stringify({ message, path, extensions: details })}`;
    }
    if (rootWithheld) text += `${text === '' ? '' : ','}${withheld[0]}${id}${withheld[1]}`;
    const told = text === '' ? '' : `"errors":[${text}],`;
    const [head, tail] = [`{${told}"data":`, `,"extensions":{"lingqu":{"decisionId":${id},${extensions}}}\n`];
    return typeof data === 'string' ? head + data + tail : Buffer.concat([Buffer.from(head), data, Buffer.from(tail)]);
  };
}

function denialGaps({ denial, position, path }: PositionedDenial): Gaps {
  const { reason: code, coordinate, article } = denial;
  const message = JSON.stringify(denialMessage(denial));
  const before = JSON.stringify({ code, coordinate, article }).slice(0, -1);
  return [
    `{"message":${message},"path":${JSON.stringify(path)},"extensions":${before},"decisionId":`,
    `,"position":${JSON.stringify(position)}}}`,
  ];
}

/** Says nothing of rows: the same whether there was none, or one outside the scope. */
function rootWithheldGaps({ profile, route }: ResponseHead): Gaps {
  const article = articleFor(profile, 'SCOPE_LIMITED', { route, accessClass: 'CONDITIONAL', own: false });
  const message = JSON.stringify('nothing lies within the scope of your grant');
  const before = JSON.stringify({ code: 'SCOPE_LIMITED', article }).slice(0, -1);
  return [`{"message":${message},"extensions":${before},"decisionId":`, '}}'];
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

/** A refused operation: no `data`, no `path`; each reason once per coordinate. */
export function refusedText({ denials }: Refusal): (decisionId: string) => string {
  const told = new Map(denials.map((denial) => [`${denial.reason} ${denial.coordinate}`, denial] as const));
  const errors = [...told.values()].map((denial): Gaps => {
    const { reason: code, coordinate, article } = denial;
    const before = JSON.stringify({ code, coordinate, article }).slice(0, -1);
    return [`{"message":${JSON.stringify(denialMessage(denial))},"extensions":${before},"decisionId":`, '}}'];
  });
  return (decisionId) => {
    const id = JSON.stringify(decisionId);
    return `{"errors":[${errors.map(([before, after]) => `${before}${id}${after}`).join(',')}]}\n`;
  };
}
