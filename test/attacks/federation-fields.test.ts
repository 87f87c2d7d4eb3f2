/** What subgraphs offer each other is not for clients: no entity and no SDL by way of the gateway. */
import { startTown, type Town } from '../support/lawful-town';

let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const representation = '{ __typename: "Person", pid: "person-pid-of-p1" }';

test('the surface is real: the gateway itself fetches by `_entities`', async () => {
  await town.ask('{ people { taxBand } }', { as: 'police', purpose: 'aid' });
  expect(town.captured.some(({ request }) => request.includes('_entities'))).toBe(true);
});

test.each([
  ['entities', `{ _entities(representations: [${representation}]) { ... on Person { secret } } }`],
  ['entities by alias', `{ people: _entities(representations: [${representation}]) { ... on Person { secret } } }`],
  [
    'entities by variable',
    'query($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
  ],
  [
    'entities in a fragment',
    `{ ...F } fragment F on Query { _entities(representations: [${representation}]) { __typename } }`,
  ],
  ['the SDL', '{ _service { sdl } }'],
  ['the SDL by alias', '{ motto: _service { sdl } }'],
  ['the SDL of a mutation', 'mutation { _service { sdl } }'],
  ['a field of the supergraph', '{ people { _entity: join__x } }'],
])('%s: refused, nothing is called', async (_, query) => {
  for (const who of [{ as: 'police', purpose: 'aid' }, {}]) {
    const answer = await town.ask(query, {
      ...who,
      variables: { representations: [{ __typename: 'Person', pid: 'person-pid-of-p1' }] },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.data ?? null).toBeNull();
    expect(answer.text).not.toContain('@key');
    expect(town.captured).toEqual([]);
  }
});
