/** Invariant 4: what a client is shown of a person is the same by whatever way it gets to that person. */
import { startTown, type Town } from '../support/lawful-town';
import { persons, sentinelsIn } from '../support/town-data';
import { asking, generousLimits, type Asker } from './town-law';

let town: Town;
beforeAll(async () => {
  town = await startTown({ yaml: generousLimits });
});
afterAll(() => town.stop());

const [first, , third] = persons.map(({ pid, id }) => ({ pid, id }));

/** Ways to persons, and who of them is found there; a way that is closed itself shows nobody. */
const doors: Readonly<Record<string, { readonly ask: (field: string) => string; readonly to: readonly string[] }>> = {
  alias: { ask: (field) => `people { secret: ${field} }`, to: ['p1', 'p2', 'p3', 'p4'] },
  'alias like a key': { ask: (field) => `people { pid: ${field} }`, to: ['p1', 'p2', 'p3', 'p4'] },
  'inline fragment': {
    ask: (field) => `people { ... { ... on Person { it: ${field} } } }`,
    to: ['p1', 'p2', 'p3', 'p4'],
  },
  'conditional fragment': {
    ask: (field) => `people { ... on Node @include(if: true) { ... on Person { it: ${field} } } }`,
    to: ['p1', 'p2', 'p3', 'p4'],
  },
  page: { ask: (field) => `pages { edges { node { it: ${field} } } }`, to: ['p1', 'p2', 'p3', 'p4'] },
  'node()': { ask: (field) => `node(id: "${first?.id ?? ''}") { ... on Person { it: ${field} } }`, to: ['p1'] },
  'node() out of scope': {
    ask: (field) => `node(id: "${third?.id ?? ''}") { ... on Person { it: ${field} } }`,
    to: ['p3'],
  },
  union: { ask: (field) => `find { ... on Person { it: ${field} } }`, to: ['p1', 'p2', 'p3', 'p4'] },
  'another entity': { ask: (field) => `companies { owner { it: ${field} } }`, to: ['p1', 'p3'] },
  'an entity and back': { ask: (field) => `people { employer { owner { it: ${field} } } }`, to: ['p1', 'p3'] },
  'provided by another': { ask: (field) => `visits { patient { it: ${field} } }`, to: ['p1', 'p2', 'p3', 'p4'] },
  'a case': { ask: (field) => `cases { person { it: ${field} } }`, to: ['p1', 'p2', 'p3', 'p4'] },
  friends: { ask: (field) => `people { friends { it: ${field} } }`, to: ['p1', 'p2', 'p3', 'p4'] },
};
/** Where anybody may go in: what the plain field shows must be shown there, too. */
const wide = ['alias', 'alias like a key', 'inline fragment', 'conditional fragment', 'page', 'union'];
/** Whose own permit may be of some rows only. */
const narrow = ['friends', 'provided by another'];

const fields = [
  'pid',
  'idNumber',
  'name',
  'phone',
  'region',
  'city',
  'address',
  'birth',
  'secret',
  'income',
  'taxNote',
];
const computed = ['taxBand', 'benefit', 'aidNote', 'blood', 'nickname'];

const clients: readonly Asker[] = [
  { as: 'police', purpose: 'aid' },
  { as: 'desk', purpose: 'aid' },
  { as: 'taxman', purpose: 'tax' },
  { as: 'hospital', purpose: 'health' },
  { as: 'city', purpose: 'aid' },
  { as: 'stranger', purpose: 'aid' },
  { as: 'developer', purpose: 'aid' },
  { as: null, purpose: null },
];

/** Leaves of one answer, as texts, without nulls. */
function leaves(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(leaves) : [String(value as string | number)];
}

/** Rows of which a value is shown raw. */
function rows(texts: readonly string[]): readonly string[] {
  return [...new Set(sentinelsIn(texts.join('\n')).map(({ row }) => row))].sort();
}

function codes(
  body: { readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[] },
  root: string,
  coordinate: string,
): readonly unknown[] {
  return (body.errors ?? [])
    .map(({ extensions }) => extensions)
    .filter((each) => each['coordinate'] === coordinate && (each['position'] as readonly string[])[0] === root)
    .map(({ code }) => code);
}

describe('aliases, fragments, interfaces, node(), mutations and entities lead to the same decision as the plain field', () => {
  test.each(clients)(
    'for $as for $purpose',
    async (client) => {
      for (const field of [...fields, ...computed]) {
        const named = Object.entries(doors).map(([, { ask }], index) => `d${String(index)}: ${ask(field)}`);
        const { body } = await town.ask(`{ plain: people { ${field} } ${named.join(' ')} }`, asking(client));
        const data = body.data ?? {};
        const plain = leaves(data['plain']);
        for (const [index, [door, { to }]] of Object.entries(doors).entries()) {
          const root = `d${String(index)}`;
          const there = leaves(data[root]);
          const where = { door, field };
          // Never another form, never another person: masked there is masked here.
          expect({ ...where, more: there.filter((text) => !plain.includes(text)) }).toEqual({ ...where, more: [] });
          if (wide.includes(door)) {
            expect({ ...where, there }).toEqual({ ...where, there: plain });
            expect({ ...where, codes: codes(body, root, `Person.${field}`) }).toEqual({
              ...where,
              codes: codes(body, 'plain', `Person.${field}`),
            });
          } else if (there.length > 0 && !narrow.includes(door)) {
            expect({ ...where, rows: rows(there) }).toEqual({
              ...where,
              rows: rows(plain).filter((row) => to.includes(row)),
            });
          }
        }
        const mutation = await town.ask(
          `mutation { greet(pid: "${first?.pid ?? ''}") { it: ${field} } }`,
          asking(client),
        );
        const changed = leaves(mutation.body.data);
        expect({ field, more: changed.filter((text) => !plain.includes(text)) }).toEqual({ field, more: [] });
        if (mutation.status === 200)
          expect({ field, rows: rows(changed) }).toEqual({ field, rows: rows(plain).filter((row) => row === 'p1') });
      }
    },
    60_000,
  );
});
