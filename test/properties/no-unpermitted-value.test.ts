/** Invariant 1: what any client asks in any way, no answer, no request to a subgraph and no log says a value that the law does not let it have. */
import fc from 'fast-check';
import { apiSchemaOf, loadSupergraphModel } from '../../schema/federation';
import { startTown, type Town } from '../support/lawful-town';
import { sentinelsIn } from '../support/town-data';
import { townGrants, townRegister } from '../support/town-register';
import { askers, asking, generousLimits, townLaw } from './town-law';
import { tapes, townOperation } from './town-operations';

/** The same town, where what the tax office, civil affairs and the hospital receive from the police is one city's. */
const cityOnly = townGrants.map((grant) =>
  ['G-TAX-PSB', 'G-CIV-PSB', 'G-HOS-PSB'].includes(grant.id) ? { ...grant, scope: { region: ['450100'] } } : grant,
);

describe.each([
  { grants: townGrants, called: 'grants without limits' },
  { grants: cityOnly, called: 'grants of one city' },
])('among receivers with $called', ({ grants }) => {
  const register = { ...townRegister, grants };
  let town: Town;
  beforeAll(async () => {
    town = await startTown({ register: (stated) => ({ ...stated, grants }), yaml: generousLimits });
  });
  afterAll(() => town.stop());

  test('no value reaches a client or a subgraph without a permit for exactly that recipient', async () => {
    const law = townLaw(town.supergraph, register, Date.now());
    const schema = apiSchemaOf(loadSupergraphModel(town.supergraph.supergraphSdl));
    const someAsker = fc.constantFrom(...askers);
    const shown = new Set<string>();
    const kept = new Set<string>();
    const sent = new Set<string>();
    const rows = new Set<string>();
    await fc.assert(
      fc.asyncProperty(tapes, someAsker, someAsker, async (tape, first, second) => {
        const operation = townOperation(schema, tape);
        fc.pre(operation !== null);
        const { kind, query, variables } = operation;
        const method = kind === 'query' ? 'QUERY' : 'MUTATE';
        // Twice: what was made for the first must not serve the second.
        for (const asker of [first, second]) {
          town.forget();
          const { text } = await town.ask(query, { ...asking(asker), variables });
          const told = sentinelsIn(text);
          expect(told.filter((value) => !law.clientMayHave(asker, method, value))).toEqual([]);
          for (const { subgraph, request, headers } of town.captured) {
            const passed = sentinelsIn(request + JSON.stringify(headers));
            expect(passed.filter((value) => !law.subgraphMayHave(subgraph, method, value))).toEqual([]);
            for (const { coordinate } of passed) sent.add(`${subgraph} ← ${coordinate}`);
            for (const { row } of passed) if (subgraph === 'taxes') rows.add(row);
          }
          for (const { coordinate } of told) shown.add(coordinate);
          for (const { coordinate } of town.fetched().filter((value) => !told.includes(value))) kept.add(coordinate);
        }
      }),
      { numRuns: 150 },
    );
    expect(town.logged()).toEqual([]);
    // Much was asked for that some may have and others not: else this says little.
    expect(shown.size).toBeGreaterThan(12);
    expect(kept.size).toBeGreaterThan(3);
    expect(sent.size).toBeGreaterThan(3);
    // Where only some rows may be sent, those are.
    expect([...rows].filter((row) => row.startsWith('p')).sort()).toEqual(
      grants === cityOnly ? ['p1', 'p2'] : ['p1', 'p2', 'p3', 'p4'],
    );
  }, 120_000);
});
