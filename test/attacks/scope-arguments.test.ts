/** An argument that the gateway fills with a grant's scope: clients can neither see nor give it, and a provider that ignores it opens nothing. */
import { startTown, type Town, type TownOptions } from '../support/lawful-town';
import { denials } from '../support/traces';
import { persons, sentinelsIn } from '../support/town-data';

const city = { as: 'city', purpose: 'aid' };
const query = '{ pages(first: 1) { edges { node { nickname } } } }';

function pages(honest: boolean): TownOptions {
  return {
    sdl: (name, sdl) =>
      name === 'people'
        ? sdl.replace('pages(', 'pages(within: [String!] @scope(by: "region", kind: "REGION") @inaccessible, ')
        : sdl,
    provider: (provider) =>
      provider.name === 'people'
        ? {
            ...provider,
            resolvers: {
              ...provider.resolvers,
              Query: {
                ...provider.resolvers.Query,
                pages: (_: unknown, { within, first }: { within?: readonly string[]; first?: number }) => {
                  const filtered = persons.filter(
                    ({ region }) =>
                      !honest || within == null || within.some((code) => region.startsWith(code.slice(0, 4))),
                  );
                  return { edges: filtered.slice(honest ? 0 : 2, first).map((node) => ({ cursor: 'c', node })) };
                },
              },
            },
          }
        : provider,
  };
}

async function inTown(options: TownOptions, run: (town: Town) => Promise<void>): Promise<void> {
  const town = await startTown(options);
  try {
    await run(town);
  } finally {
    await town.stop();
  }
}

test('the provider pages within the scope, which travels as a variable alone', () =>
  inTown(pages(true), async (town) => {
    const answer = await town.ask(query, city);
    expect(denials(answer)).toEqual([]);
    expect(answer.body.data).toEqual({ pages: { edges: [{ node: { nickname: 'person-nickname-of-p1' } }] } });
    const [asked] = town.captured.map(({ request }) => JSON.parse(request) as { query: string; variables: object });
    expect(Object.values(asked?.variables ?? {})).toContainEqual(['450100']);
    expect(asked?.query).not.toContain('450100');
  }));

test('whoever may have all rows leaves it out', () =>
  inTown(pages(true), async (town) => {
    const answer = await town.ask('{ pages(first: 4) { edges { node { nickname } } } }', {
      as: 'desk',
      purpose: 'aid',
    });
    expect(sentinelsIn(answer.text)).toHaveLength(4);
    expect(town.captured.map(({ request }) => request).join()).not.toContain('within');
  }));

test('clients cannot give it, nor learn that there is one', () =>
  inTown(pages(true), async (town) => {
    for (const [text, variables] of [
      ['{ pages(within: ["450200"]) { edges { node { nickname } } } }', {}],
      ['query($w: [String!]) { pages(within: $w) { edges { node { nickname } } } }', { w: ['450200'] }],
    ] as const) {
      const answer = await town.ask(text, { ...city, variables });
      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain('Did you mean');
    }
    expect(town.captured).toEqual([]);
    const catalogue = await town.ask('{ __type(name: "Query") { fields { name args { name } } } }', city);
    expect(catalogue.text).toContain('"pages"');
    expect(catalogue.text).not.toContain('within');
  }));

test('what a provider answers beyond the scope is withheld all the same', () =>
  inTown(pages(false), async (town) => {
    const answer = await town.ask('{ pages(first: 4) { edges { node { nickname } } } }', city);
    expect(town.fetched().map(({ row }) => row)).toContain('p3');
    expect(answer.body.data).toEqual({ pages: { edges: [] } });
  }));
