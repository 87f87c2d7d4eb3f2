/** A grant for one city is for its rows only, through every door; and nothing tells how many rows lie outside. */
import { startTown, type Town } from '../support/lawful-town';
import type { Answer } from '../support/start-gateway';
import { denials, released, tracesOf, valueOf } from '../support/traces';
import { persons, sentinelsIn, type PersonRow } from '../support/town-data';

const city = { as: 'city', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

/** Values of rows of the other city; where they lie is shared with every department, and keeps rows alive. */
function outside(answer: Answer): readonly string[] {
  return sentinelsIn(answer.text)
    .filter(({ coordinate, row }) => /^[pv][34]$/.test(row) && !coordinate.endsWith('.region'))
    .map(({ coordinate, row }) => `${coordinate} of ${row}`);
}

test('the surface is real: the desk, granted everything, sees rows of both cities', async () => {
  expect(outside(await town.ask('{ people { nickname } }', { as: 'desk', purpose: 'aid' }))).toHaveLength(2);
});

test.each([
  ['a root list', 'people { nickname region }', 2],
  ['an alias', 'a: people { region: nickname nickname: region } b: people { nickname }', 2],
  ['a nested list', 'people { nickname friends { nickname friends { nickname } } }', 2],
  [
    'node()',
    'node(id: "person-id-of-p3") { ... on Person { nickname } } inside: node(id: "person-id-of-p1") { ... on Person { nickname } }',
    1,
  ],
  ['a union', 'find { ... on Person { nickname } ... on Household { label } }', 2],
  ['an entity of another provider', 'cases { caseNo person { nickname } }', 2],
  ['a household', 'household { members { nickname } }', 2],
  ['a masked field beside a scoped one', 'people { birth nickname phone }', 2],
  ['a value type', 'people { nickname card { number } }', 2],
  ['a field without scope beside', 'people { taxBand: region nickname }', 2],
  ['fragments', '...F', 2],
])('%s: rows of the own city only', async (_, selection, rows) => {
  const text = selection.includes('...F')
    ? `{ ...F } fragment F on Query { people { ...G } } fragment G on Person { nickname }`
    : `{ ${selection} }`;
  const answer = await town.ask(text, city);
  expect(answer.status).toBe(200);
  expect(outside(answer)).toEqual([]);
  const inside = sentinelsIn(answer.text).filter(({ coordinate }) => coordinate === 'Person.nickname');
  expect(new Set(inside.map(({ row }) => row)).size).toBe(rows);
});

test('pages, totals and cursors are denied: they tell of the rows that are not there', async () => {
  for (const [selection, coordinates] of [
    ['pages { total edges { node { nickname } } }', ['PersonConnection.total']],
    ['pages { pageInfo { endCursor hasNextPage } edges { node { nickname } } }', ['PageInfo.endCursor']],
    ['pages { edges { cursor node { nickname } } }', ['PersonEdge.cursor']],
  ] as const) {
    const answer = await town.ask(`{ ${selection} }`, city);
    expect(denials(answer).length).toBeGreaterThan(0);
    expect(denials(answer).every((each) => each.startsWith('SCOPE_LIMITED '))).toBe(true);
    expect(tracesOf(town, coordinates, answer).filter((trace) => trace.startsWith('told'))).toEqual([]);
    expect(outside(answer)).toEqual([]);
  }
  for (const selection of [
    'pages(first: 2) { edges { node { nickname } } }',
    'household { members(first: 1) { nickname } }',
    'pages(after: "x") { edges { node { nickname } } }',
  ]) {
    town.forget();
    const answer = await town.ask(`{ ${selection} }`, city);
    expect(denials(answer).some((each) => each.startsWith('SCOPE_LIMITED '))).toBe(true);
    expect(released(answer)).not.toContain('Person.nickname');
  }
});

test.each([
  ['beside the rows', 'pages { a: edges { __typename } edges { node { nickname } } }'],
  ['beside the rows, by a cursor', 'pages { a: edges { __typename cursor } edges { node { nickname } } }'],
  ['of a filter', 'pages(filter: { name: "n" }) { a: edges { __typename } edges { node { region } } }'],
])(
  'a list %s that shows none of them is denied: its length would count those that are not there',
  async (_, selection) => {
    const answer = await town.ask(`{ ${selection} }`, city);
    expect(denials(answer)).toContain('SCOPE_LIMITED PersonConnection.edges');
    expect(answer.text.match(/"PersonEdge"/g)).toBeNull();
  },
);

test('an edge whose row is withheld goes with it', async () => {
  const answer = await town.ask('{ pages { edges { node { nickname } } } }', city);
  expect(answer.body.data).toEqual({
    pages: {
      edges: [
        { node: { nickname: valueOf('Person.nickname', 'p1') } },
        { node: { nickname: valueOf('Person.nickname', 'p2') } },
      ],
    },
  });
});

test('out of scope equals not found, letter for letter', async () => {
  const ask = async (id: string): Promise<string> => {
    const answer = await town.ask('query($id: ID!) { node(id: $id) { ... on Person { nickname } } }', {
      ...city,
      variables: { id },
    });
    return answer.text.replaceAll(/"decisionId":"[^"]*"/g, '');
  };
  expect(await ask('person-id-of-p3')).toBe(await ask('nobody'));
  expect(await ask('person-id-of-p1')).not.toBe(await ask('nobody'));
});

test('a person asked for by key who lies outside equals one who is not there', async () => {
  const ask = async (pid: string): Promise<string> => {
    const answer = await town.ask('query($pid: ID!) { person(pid: $pid) { nickname } }', {
      ...city,
      variables: { pid },
    });
    return answer.text.replaceAll(/"decisionId":"[^"]*"/g, '');
  };
  expect(await ask('person-pid-of-p3')).toBe(await ask('nobody'));
});

test('nothing in an answer depends on how many rows were withheld', async () => {
  const strip = (answer: Answer): string => answer.text.replaceAll(/"decisionId":"[^"]*"/g, '');
  const smaller = await startTown({
    provider: (provider) =>
      provider.name === 'people'
        ? {
            ...provider,
            resolvers: {
              ...provider.resolvers,
              Query: { ...provider.resolvers.Query, people: insideOnly },
              Person: { ...provider.resolvers.Person, friends: friendsInside },
            },
          }
        : provider,
  });
  try {
    for (const query of [
      '{ people { nickname } }',
      '{ people { nickname secret postal } }',
      '{ person(pid: "person-pid-of-p1") { friends { nickname income taxBand } } }',
    ]) {
      expect(strip(await smaller.ask(query, city))).toBe(strip(await town.ask(query, city)));
    }
  } finally {
    await smaller.stop();
  }
});

function insideOnly(): readonly PersonRow[] {
  return persons.filter(({ region }) => region.startsWith('4501'));
}

function friendsInside({ pid }: PersonRow): readonly PersonRow[] {
  return insideOnly().filter((person) => person.pid !== pid);
}

test('rows of one provider’s grant do not open another’s: each owner’s scope is asked of its own rows', async () => {
  const hospital = await town.ask('{ visits { ward region } }', { as: 'city', purpose: 'health' });
  expect(outside(hospital)).toEqual([]);
  expect(released(hospital)).toEqual(['Visit.region', 'Visit.ward']);
});

test('a provider that gives no region gives no row', async () => {
  for (const region of [null, '', '4501', '45010', 'x50103', '450103 ', '450203001003', 450103]) {
    town.tamper(({ subgraph }, honest) =>
      subgraph === 'people'
        ? { ...honest, body: honest.body.replaceAll(/"4501030010\d\d"/g, JSON.stringify(region)) }
        : honest,
    );
    const answer = await town.ask('{ people { nickname } }', city);
    // `4501` alone names the city itself: inside.
    expect([region, released(answer)]).toEqual([region, region === '4501' ? ['Person.nickname'] : []]);
  }
  town.tamper(null);
});
