/** What the law makes of one operation for one kind of asker: decisions, plan and flows, and whatever of log and answer no row changes. */
import type { DocumentNode } from 'graphql';
import type { LoggedFlow, Shape } from '../audit/entry';
import { compileOperation } from '../compiler/compile-operation';
import type { CompileInput } from '../compiler/compile-input';
import type { BoundOperation } from '../compiler/compiled-operation';
import type { CheckedFlows } from '../planner/check-flows';
import { planLawfully } from '../planner/plan-lawfully';
import type { QueryPlan } from '../planner/query-plan';
import type { Decision, Reason } from '../policy/decision';
import type { GrantSnapshot } from '../policy/grant-source';
import type { LawProfile } from '../policy/law-profile';
import type { Register } from '../policy/register';
import { refusedText, releasedFrame, type AnswerFrame } from './answer-text';
import { loggedFlows, protectedReceivers } from './log-event';
import { loggedShape, refusedShape, type LoggedShape } from './logged-shape';
import { operationHash } from './operation-hash';
import type { ServedSupergraph } from './served-supergraph';

export interface OutcomeQuestion {
  readonly served: ServedSupergraph;
  /** Parsed and validated against the API schema of `served`. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly principal: CompileInput['principal'];
  readonly purpose: string | null;
  readonly onDeny: 'partial' | 'reject';
  readonly register: Register;
  readonly grants: GrantSnapshot;
  readonly instant: number;
}

/** The state in which it was decided: it holds for these grants and this register, from one instant until before another. */
export interface Settled {
  readonly grants: GrantSnapshot;
  readonly register: Register;
  readonly from: number;
  readonly until: number;
}

export interface PermittedOutcome extends Settled {
  readonly ok: true;
  /** Its generated variables hold what the document itself says; what the client's variables say is each request's own. */
  readonly bound: BoundOperation;
  readonly plan: QueryPlan;
  readonly stands: CheckedFlows['stands'];
  readonly rowsToSend: CheckedFlows['rowsToSend'];
  /** Subgraphs of other organisations to which something goes that not everybody may have. */
  readonly carriedTo: ReadonlySet<string>;
  /** Grants that the answer rests on. */
  readonly relied: ReadonlySet<string>;
  readonly denied: readonly Reason[];
  readonly logged: LoggedParts & Pick<LoggedShape, 'rowsOf'>;
  readonly frame: AnswerFrame;
}

export interface RefusedOutcome extends Settled {
  readonly ok: false;
  readonly logged: LoggedParts;
  text(decisionId: string): string;
}

export type LawfulOutcome = PermittedOutcome | RefusedOutcome;

/** What every entry about it says alike. */
export interface LoggedParts {
  readonly shape: Shape;
  readonly grants: readonly string[];
  readonly flows: readonly LoggedFlow[];
  /** Each once. */
  readonly reasons: readonly Reason[];
}

export interface OutcomeRules {
  readonly profile: LawProfile;
  /** Bound on rewritten documents. */
  readonly maxTokens: number;
}

/** @throws RefusedRequest for what the client must mend; Error where no plan can be made */
export async function lawfulOutcome(question: OutcomeQuestion, rules: OutcomeRules): Promise<LawfulOutcome> {
  const { served, document, grants, register, instant, purpose, principal } = question;
  const { supergraph, apiSchema, plans } = served;
  const { profile, maxTokens } = rules;
  const settled: Settled = { grants, register, from: instant, until: grants.nextBoundary(instant) };
  const planned = await planLawfully({
    outcome: compileOperation({ ...question, profile, maxTokens, supergraph, apiSchema }),
    ...{ plans, supergraph, grants, instant, profile },
    registeredPurposes: registeredPurposes(register),
  });
  const head = {
    operationHash: operationHash(document),
    schemaId: supergraph.schemaId,
    lawProfile: profile.name,
  };
  const flows = loggedFlows(planned.flows);
  if (!planned.ok) {
    const { denials } = planned.refusal;
    const reasons = [...new Set(denials.map(({ reason }) => reason))];
    const logged = { shape: refusedShape(denials, supergraph, head), grants: [], flows, reasons };
    return { ...settled, ok: false, logged, text: refusedText(planned.refusal) };
  }
  const { bound, plan, stands, rowsToSend } = planned;
  const denied = bound.denials.map(({ denial }) => denial.reason);
  const rests = bound.relied.flatMap((slot) => bound.decisions[slot] ?? []);
  const relied = grantsReliedOn([...rests, ...planned.flows.map(({ decision }) => decision)]);
  const { shape, rowsOf } = loggedShape(bound, supergraph, head);
  return {
    ...settled,
    ok: true,
    bound: withoutValues(bound),
    ...{ plan, stands, rowsToSend, relied, denied },
    carriedTo: protectedReceivers(planned.flows, supergraph),
    logged: { shape, rowsOf, grants: [...relied], flows, reasons: [...new Set(denied)] },
    frame: releasedFrame(bound, { policyEpoch: grants.epoch, purpose, profile, route: principal.route }),
  };
}

/** Purposes that the register lists for any client of an organisation. */
export function registeredPurposes({
  clients,
}: Pick<Register, 'clients'>): (organisation: string) => readonly string[] {
  return (organisation) =>
    clients.filter((client) => client.organisation === organisation).flatMap((client) => client.purposes);
}

/** Every grant that anything in this answer rests on. */
function grantsReliedOn(decisions: Iterable<Decision>): ReadonlySet<string> {
  const grants = new Set<string>();
  for (const decision of decisions) {
    if (decision.outcome === 'deny') continue;
    for (const grant of decision.grants) grants.add(grant);
    for (const { anyOf } of decision.scopes) for (const { grant } of anyOf) grants.add(grant);
  }
  return grants;
}

/** It is kept for others: nothing of what this client sent may stay in it. */
function withoutValues(bound: BoundOperation): BoundOperation {
  const variables: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const filled = new Set(bound.bindings.map(({ name }) => name));
  for (const [name, value] of Object.entries(bound.variables)) if (!filled.has(name)) variables[name] = value;
  return { ...bound, variables };
}
