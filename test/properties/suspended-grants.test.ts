/** Invariant 7: whenever a suspension is acknowledged, before, between or after fetches, what rested on that grant is neither sent nor released. */
import { startTown, type Town } from '../support/lawful-town';
import { sentinelsIn } from '../support/town-data';
import { townGrants, townRegister } from '../support/town-register';
import { asking, townLaw, type Asker } from './town-law';

const desk: Asker = { as: 'desk', purpose: 'aid' };
// Two flows into other organisations, and values of two owners under grants.
const query = '{ people { nickname benefit postal taxNote } accounts { holder subsidy } }';
const grants = ['G-CIV-PSB', 'G-CIV-TAX', 'G-CIV-WAT', 'G-TAX-PSB'];

async function withTown<T>(use: (town: Town) => Promise<T>): Promise<T> {
  const town = await startTown();
  try {
    return await use(town);
  } finally {
    await town.stop();
  }
}

/** Suspends while the reply number `at` is on its way. @returns what was sent afterwards, and the answer */
async function suspendAt(
  town: Town,
  grant: string,
  at: number,
): Promise<{ later: readonly { subgraph: string; request: string }[]; text: string; replies: number }> {
  let replies = 0;
  let acknowledged = false;
  const later: { subgraph: string; request: string }[] = [];
  town.forget();
  town.tamper(async ({ subgraph, query: asked, variables }, reply) => {
    if (acknowledged) later.push({ subgraph, request: asked + JSON.stringify(variables) });
    if (replies++ === at) acknowledged = await town.gateway.suspend(grant);
    return reply;
  });
  try {
    const { text } = await town.ask(query, asking(desk));
    return { later, text, replies };
  } finally {
    town.tamper(null);
    await town.gateway.restore(grant);
  }
}

describe('a suspended grant releases nothing after the suspension is acknowledged', () => {
  test.each(grants)('%s, at whichever fetch', (grant) =>
    withTown(async (town) => {
      const honest = await suspendAt(town, grant, Infinity);
      expect(honest.replies).toBeGreaterThan(3);
      expect(honest.text).toContain('benefit-from-');

      const without = townGrants.map((each) => (each.id === grant ? { ...each, status: 'SUSPENDED' as const } : each));
      const law = townLaw(town.supergraph, { ...townRegister, grants: without }, Date.now());
      for (let at = 0; at < honest.replies; at++) {
        const { later, text } = await suspendAt(town, grant, at);
        expect({ at, told: sentinelsIn(text).filter((value) => !law.clientMayHave(desk, 'QUERY', value)) }).toEqual({
          at,
          told: [],
        });
        for (const { subgraph, request } of later) {
          const passed = sentinelsIn(request).filter((value) => !law.subgraphMayHave(subgraph, 'QUERY', value));
          expect({ at, subgraph, passed }).toEqual({ at, subgraph, passed: [] });
        }
      }
    }),
  );

  test('an answer that waited for its release is withheld, and the log says so a second time', () =>
    withTown(async (town) => {
      const { replies } = await suspendAt(town, 'G-CIV-PSB', Infinity);
      const { text } = await suspendAt(town, 'G-CIV-PSB', replies - 1);
      expect(sentinelsIn(text)).toEqual([]);
      expect(text).toContain('GRANT_SUSPENDED');
      expect(town.entries().map(({ kind }) => kind)).toContain('suspend');
      expect(town.entries().map(({ outcome }) => outcome)).toContain('withheld');
    }));

  test('what no longer may be released is given back by a restored grant alone', () =>
    withTown(async (town) => {
      const once = async (): Promise<string> => (await town.ask('{ people { nickname } }', asking(desk))).text;
      expect(await once()).toContain('person-nickname-of-p1');
      await town.gateway.suspend('G-CIV-PSB');
      expect(await once()).toContain('GRANT_SUSPENDED');
      expect(sentinelsIn(await once())).toEqual([]);
      await town.gateway.restore('G-CIV-PSB');
      expect(await once()).toContain('person-nickname-of-p1');
    }));
});
