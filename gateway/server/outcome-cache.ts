/**
 * Outcomes that are kept for the next request of the same kind.
 *
 * INVARIANT: the key names everything that an outcome depends on. Per supergraph: operation (its document and name), form of its
 * variables, what of the principal is decided by, purpose, and what a denial does; and an outcome is met again only under the very
 * snapshot of grants and the very register that it was decided under, before any grant begins or ends.
 */
import { LRUCache } from 'lru-cache';
import type { DocumentNode } from 'graphql';
import { statedOperation } from '../compiler/client-operation';
import { clientVariables, variableForm } from '../compiler/client-variables';
import type { CompileInput } from '../compiler/compile-input';
import { withVariables } from '../compiler/bind-operation';
import type { BoundOperation } from '../compiler/compiled-operation';
import type { GrantSnapshot } from '../policy/grant-source';
import type { Register } from '../policy/register';
import { lawfulOutcome, type LawfulOutcome, type OutcomeQuestion, type OutcomeRules } from './lawful-outcome';
import type { ServedSupergraph } from './served-supergraph';

export interface OutcomeCache {
  /** @throws RefusedRequest for what the client must mend */
  of(question: OutcomeQuestion): CachedOutcome | Promise<CachedOutcome>;
}

export interface CachedOutcome {
  readonly outcome: LawfulOutcome;
  /** A permitted operation with the values that this request gives its variables. */
  bind(bound: BoundOperation): BoundOperation;
}

const maxOutcomes = 2_000;
/** Roughly: decisions, fields and flows, over all that is kept. */
const maxParts = 1_000_000;
/** Nested input objects have many forms: nobody shall fill the memory with them. */
const maxForm = 4_096;

interface Kept {
  readonly grants: GrantSnapshot;
  readonly register: Register;
  readonly outcomes: LRUCache<string, LawfulOutcome>;
  /** A crowd that asks the same waits for one answer. */
  readonly flights: Map<string, Promise<LawfulOutcome>>;
}

export function outcomeCache(rules: OutcomeRules, met: (result: 'hit' | 'miss') => void): OutcomeCache {
  const bySupergraph = new WeakMap<ServedSupergraph, Kept>();

  /** @returns `null` where the question is older than what is kept */
  const keptFor = ({ served, grants, register }: OutcomeQuestion): Kept | null => {
    const kept = bySupergraph.get(served);
    if (kept !== undefined && kept.grants === grants && kept.register === register) return kept;
    if (kept !== undefined && kept.grants.epoch > grants.epoch) return null;
    const outcomes = new LRUCache<string, LawfulOutcome>({
      max: maxOutcomes,
      maxSize: maxParts,
      sizeCalculation: partsOf,
    });
    const renewed: Kept = { grants, register, outcomes, flights: new Map() };
    bySupergraph.set(served, renewed);
    return renewed;
  };

  const decide = async (kept: Kept, key: string, question: OutcomeQuestion): Promise<LawfulOutcome> => {
    let flight = kept.flights.get(key);
    if (flight === undefined) {
      met('miss');
      flight = lawfulOutcome(question, rules).finally(() => kept.flights.delete(key));
      kept.flights.set(key, flight);
    } else met('hit');
    const outcome = await flight;
    if (!holdsAt(outcome, question.instant)) return lawfulOutcome(question, rules);
    kept.outcomes.set(key, outcome);
    return outcome;
  };

  return {
    of(question) {
      const { served, document, operationName, variables: sent } = question;
      const stated = statedOperation(served.apiSchema, document, operationName);
      const variables = clientVariables(stated, sent);
      const bind: CachedOutcome['bind'] = (bound) => withVariables(bound, variables.values);
      const form = variableForm(stated.declared, variables, served.supergraph.labelMap);
      const kept = form.length > maxForm ? null : keptFor(question);
      if (kept === null) {
        met('miss');
        return lawfulOutcome(question, rules).then((outcome) => ({ outcome, bind }));
      }
      const key = keyOf(question, form);
      const known = kept.outcomes.get(key);
      if (known !== undefined && holdsAt(known, question.instant)) {
        met('hit');
        return { outcome: known, bind };
      }
      return decide(kept, key, question).then((outcome) => ({ outcome, bind }));
    },
  };
}

/** Also a clock that was set back must not bring an answer from what was then the future. */
export function holdsAt({ from, until }: Pick<LawfulOutcome, 'from' | 'until'>, instant: number): boolean {
  return from <= instant && instant < until;
}

const documentNumbers = new WeakMap<DocumentNode, number>();
let documents = 0;

function keyOf({ document, operationName, principal, purpose, onDeny }: OutcomeQuestion, form: string): string {
  let number = documentNumbers.get(document);
  if (number === undefined) documentNumbers.set(document, (number = ++documents));
  const stated = purpose === null ? '' : `=${purpose}`;
  return `${String(number)}\n${operationName ?? ''}\n${form}\n${principalKey(principal)}\n${stated}\n${onDeny}`;
}

const principalKeys = new WeakMap<CompileInput['principal'], string>();

/** All of a principal that `CompileInput` knows. */
function principalKey(principal: CompileInput['principal']): string {
  let key = principalKeys.get(principal);
  if (key === undefined) {
    const { organisation, route, purposes, foreignParties } = principal;
    key = JSON.stringify([organisation, route, purposes, foreignParties]);
    principalKeys.set(principal, key);
  }
  return key;
}

function partsOf(outcome: LawfulOutcome): number {
  const { shape, flows } = outcome.logged;
  const own = outcome.ok ? outcome.bound.decisions.length + outcome.bound.permits.length : 0;
  return 1 + own + shape.fields.length + flows.length;
}
