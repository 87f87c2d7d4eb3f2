/** Whom a fetch sends on is traced by the key that the entity's text says, however that is written. */
import fc from 'fast-check';
import type { FetchNode } from '../../../gateway/planner/query-plan';
import { subjectsSentOn } from '../../../gateway/server/log-event';
import { handMadeSupergraph } from '../../support/hand-made-supergraph';

const sdl = `
  type Query { person: Person firm: Firm road: Road any: Party }
  interface Party { pid: ID }
  type Person implements Party { pid: ID name: String }
  type Firm implements Party { pid: ID code: ID }
  type Road { pid: ID }
`;
const { supergraph } = handMadeSupergraph(sdl, {
  subjects: { Person: { key: 'pid', kind: 'PERSON' }, Firm: { key: 'code', kind: 'ORGANISATION' } },
});
const fetch: FetchNode = { kind: 'Fetch', serviceName: 'two', operation: '', operationKind: 'query' };
const trace = (...entities: object[]): readonly string[] => {
  const texts = entities.map((entity) => JSON.stringify(entity));
  return subjectsSentOn(fetch, texts, supergraph).map(
    ({ type, key, receiver }) => `${type} ${key} ${String(receiver)}`,
  );
};

test('whatever the keys hold, and whoever stands beside', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '"', '\\', '"}', ',"pid":"x', '1'),
  );
  const value = fc.oneof(text, fc.integer());
  const person = value.map((pid) => ({ entity: { __typename: 'Person', pid }, traced: [`Person ${String(pid)} two`] }));
  const named = fc.tuple(value, text).map(([pid, name]) => ({
    entity: { __typename: 'Person', pid, name },
    traced: [`Person ${String(pid)} two`],
  }));
  const firm = value.map((code) => ({ entity: { __typename: 'Firm', code }, traced: [`Firm ${String(code)} two`] }));
  const road = value.map((pid) => ({ entity: { __typename: 'Road', pid }, traced: [] as string[] }));
  fc.assert(
    fc.property(fc.array(fc.oneof(person, named, firm, road)), (all) => {
      expect(trace(...all.map(({ entity }) => entity))).toEqual(all.flatMap(({ traced }) => traced));
    }),
    { numRuns: 1_000 },
  );
});

test('one sent under another key is traced by that, spelled out', () => {
  expect(trace({ __typename: 'Person', name: 'n' }, { __typename: 'Person', pid: '1' })).toEqual([
    'Person.name n two',
    'Person 1 two',
  ]);
  expect(trace({ __typename: 'Person', pid: null, name: 'n' })).toEqual(['Person.name n two']);
});

test('one sent under the name of its interface is traced as each type that it may be', () => {
  expect(trace({ __typename: 'Party', pid: '1' })).toEqual(['Firm.pid 1 two', 'Person 1 two']);
});

test('what is written in another order is traced, too', () => {
  expect(trace({ pid: '1', __typename: 'Person' }, { __typename: 'Person', pid: '2' })).toEqual([
    'Person 1 two',
    'Person 2 two',
  ]);
});
