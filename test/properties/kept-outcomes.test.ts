/**
 * What is kept of an operation is what would be decided anew: over one cache, many operations, askers, variables, states of the register
 * and instants, in any order. The uncached way is the oracle.
 */
import { parse, type DocumentNode } from 'graphql';
import fc from 'fast-check';
import type { CompileInput } from '../../gateway/compiler/compile-input';
import { withVariables } from '../../gateway/compiler/bind-operation';
import { clientVariables } from '../../gateway/compiler/client-variables';
import { statedOperation } from '../../gateway/compiler/client-operation';
import { plansInProcess } from '../../gateway/planner/plan-source';
import { lawProfile } from '../../gateway/policy/known-law-profiles';
import { principalOf } from '../../gateway/policy/principal-of';
import { registerGrants } from '../../gateway/policy/register-grants';
import type { Register } from '../../gateway/policy/register';
import { lawfulOutcome, type LawfulOutcome, type OutcomeQuestion } from '../../gateway/server/lawful-outcome';
import { outcomeCache } from '../../gateway/server/outcome-cache';
import type { ServedSupergraph } from '../../gateway/server/served-supergraph';
import { apiSchemaOf, loadSupergraphModel } from '../../schema/federation';
import type { Supergraph } from '../../schema/supergraph';
import { startTown } from '../support/lawful-town';
import { townRegister } from '../support/town-register';
import { askers, type Asker } from './town-law';
import { tapes, townOperation } from './town-operations';

const rules = { profile: lawProfile('gx-draft-rev') as CompileInput['profile'], maxTokens: 50_000 };

let served: ServedSupergraph;
beforeAll(async () => {
  const town = await startTown();
  served = servedFrom(town.supergraph);
  await town.stop();
});
afterAll(() => served.plans.close());

function servedFrom(supergraph: Supergraph): ServedSupergraph {
  const apiSchema = apiSchemaOf(loadSupergraphModel(supergraph.supergraphSdl));
  return { supergraph, apiSchema, plans: plansInProcess(supergraph.planningSdl) } as unknown as ServedSupergraph;
}

/** One grant ends, another begins, while requests come. */
const boundary = 5_000;
function registerOf(changes: {
  readonly late: string | null;
  readonly early: string | null;
  readonly none: string | null;
}): Register {
  return {
    ...townRegister,
    grants: townRegister.grants
      .filter(({ id }) => id !== changes.none)
      .map((grant) => ({
        ...grant,
        validFrom: grant.id === changes.late ? boundary : 0,
        validUntil: grant.id === changes.early ? boundary : grant.validUntil,
      })),
  };
}

const grantIds = townRegister.grants.map(({ id }) => id);
const someGrant = fc.option(fc.constantFrom(...grantIds));
const withValues: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ...[{ f: null }, {}, { f: {} }, { f: { name: 'x' } }, { f: { secretIn: null } }, { f: { city: 'x', and: [] } }].map(
    (values) => ['query A($f: PersonFilter) { people(filter: $f) { region nickname } }', values] as const,
  ),
  ...[
    { f: { and: [{ name: 'x' }, {}] } },
    { f: { and: { birthFrom: 'x' } } },
    { f: { and: [{ secretIn: ['y'] }] } },
  ].map((values) => ['query A($f: PersonFilter) { people(filter: $f) { region nickname } }', values] as const),
  ...[{ o: 'CITY_ASC' }, { o: 'NAME_ASC' }, { o: 'SECRET_DESC' }, { o: null }, {}].map(
    (values) =>
      ['query A($o: PersonOrder) { people(order: $o) { region } ranked(order: $o) { region } }', values] as const,
  ),
  ...[{ n: 1 }, { n: null }, {}].map(
    (values) => ['query A($n: Int) { pages(first: $n) { edges { node { region nickname } } } }', values] as const,
  ),
  ...[{ p: 'P-1' }, { p: 'P-2' }, { p: 7 }].map(
    (values) => ['query A($p: ID!) { person(pid: $p) { nickname idNumber income } }', values] as const,
  ),
  ...[{ s: 'x' }, { s: null }, {}].map(
    (values) =>
      ['query A($s: String) { people(filter: { name: $s, and: [{ secretIn: [$s] }] }) { region } }', values] as const,
  ),
  ...[{ s: ['x'] }, { s: null }, {}].map(
    (values) => ['query A($s: [String!]) { absent(secret: $s) { region } }', values] as const,
  ),
];

interface Step {
  /** Among the few of this walk, so that most are met again. */
  readonly operation: number;
  readonly asker: number;
  readonly onDeny: 'partial' | 'reject';
  readonly instant: number;
  /** What happens before: another register, a suspension, its end; `null` = nothing. */
  readonly change: { readonly kind: 'replace' | 'suspend' | 'restore'; readonly grant: string | null } | null;
}

const steps: fc.Arbitrary<Step> = fc.record({
  operation: fc.nat(99),
  asker: fc.nat(99),
  onDeny: fc.constantFrom('partial', 'partial', 'partial', 'reject'),
  instant: fc.constantFrom(1_000, 1_000, 1_000, boundary - 1, boundary, 9_000),
  change: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom('replace', 'suspend', 'restore'), grant: someGrant }),
    },
  ),
});

/** Everything that an answer, its entry and its fetches are made from. */
function told(outcome: LawfulOutcome, question: OutcomeQuestion): unknown {
  const { shape, grants, flows, reasons } = outcome.logged;
  const logged = { shape, grants, flows, reasons };
  if (!outcome.ok) return { text: outcome.text('ID'), logged };
  const stated = statedOperation(served.apiSchema, question.document, question.operationName);
  const { values } = clientVariables(stated, question.variables);
  const { operation, variables, decisions, denials, permits, relied, scopedPositions } = withVariables(
    outcome.bound,
    values,
  );
  return {
    ...{ logged, key: operation.key, variables, decisions, denials, permits, relied, scopedPositions },
    ...{ plan: outcome.plan, carriedTo: [...outcome.carriedTo], rests: [...outcome.relied].sort() },
    text: outcome.frame(
      { data: '{}', errors: [], rootWithheld: true } as unknown as Parameters<typeof outcome.frame>[0],
      'ID',
    ),
  };
}

async function attempt(of: () => LawfulOutcome | Promise<LawfulOutcome>, question: OutcomeQuestion): Promise<unknown> {
  try {
    return told(await of(), question);
  } catch (error) {
    return { error: String(error) };
  }
}

test('INVARIANT: the key names everything that an outcome depends on', async () => {
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(tapes, { minLength: 1, maxLength: 3 }),
      fc.record({ late: someGrant, early: someGrant, none: someGrant }),
      fc.array(fc.nat(999), { minLength: 1, maxLength: 4 }),
      fc.array(fc.constantFrom<Asker>(...askers), { minLength: 1, maxLength: 3 }),
      fc.array(steps, { minLength: 12, maxLength: 40 }),
      async (drawn, changes, asked, asking, walk) => {
        const cache = outcomeCache(rules, (result) => void (hits += result === 'hit' ? 1 : 0));
        const operations: { readonly document: DocumentNode; readonly variables: Readonly<Record<string, unknown>> }[] =
          [];
        const documents = new Map<string, DocumentNode>();
        for (const tape of drawn) {
          const made = townOperation(served.apiSchema, tape);
          if (made !== null) operations.push({ document: parse(made.query), variables: made.variables });
        }
        for (const [text, variables] of withValues) {
          const document = documents.get(text) ?? parse(text);
          documents.set(text, document);
          operations.push({ document, variables });
        }
        let register = registerOf(changes);
        const grants = registerGrants(register);
        for (const { operation, asker: who, onDeny, instant, change } of walk) {
          switch (change?.kind) {
            case 'replace':
              register = registerOf({ ...changes, none: change.grant });
              grants.replace(register);
              break;
            case 'suspend':
              grants.suspend(change.grant ?? '');
              break;
            case 'restore':
              grants.restore(change.grant ?? '');
              break;
            case undefined:
          }
          const asker = asking[who % asking.length] ?? { as: null, purpose: null };
          const caller = asker.as === null ? null : { client: asker.as, issuer: 'i', subject: null, actors: [] };
          const found = principalOf(register, caller, asker.representing ?? null, 1);
          if (!found.ok) throw new Error('the town does not know its clients');
          const chosen = operations[(asked[operation % asked.length] ?? 0) % operations.length];
          if (chosen === undefined) throw new Error('there are no operations');
          const question: OutcomeQuestion = {
            ...{ served, ...chosen, operationName: null, principal: found.principal, purpose: asker.purpose },
            ...{ onDeny, register, grants: grants.current(), instant },
          };
          const kept = await attempt(async () => (await cache.of(question)).outcome, question);
          expect(kept).toEqual(await attempt(() => lawfulOutcome(question, rules), question));
        }
      },
    ),
    { numRuns: 40 },
  );
  expect(hits).toBeGreaterThan(100);
}, 240_000);

test('nothing of what one client sent is kept for the next', async () => {
  const register = registerOf({ late: null, early: null, none: null });
  const cache = outcomeCache(rules, () => undefined);
  const found = principalOf(register, { client: 'desk', issuer: 'i', subject: null, actors: [] }, null, 1);
  if (!found.ok) throw new Error('the town does not know its desk');
  const question: OutcomeQuestion = {
    ...{ served, document: parse('query A($p: ID!) { person(pid: $p) { nickname } }'), operationName: null },
    ...{ variables: { p: 'P-SENTINEL' }, principal: found.principal, purpose: 'aid', onDeny: 'partial' },
    ...{ register, grants: registerGrants(register).current(), instant: 1_000 },
  };
  const { outcome, bind } = await cache.of(question);
  if (!outcome.ok) throw new Error('the desk may ask this');
  expect(Object.values(bind(outcome.bound).variables)).toEqual(['P-SENTINEL']);
  expect(Object.values(outcome.bound.variables)).toEqual([]);
  const again = await cache.of({ ...question, variables: { p: 'P-2' } });
  expect(again.outcome).toBe(outcome);
  expect(Object.values(again.bind(outcome.bound).variables)).toEqual(['P-2']);
});
