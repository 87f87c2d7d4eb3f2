/** `@skip` and `@include` steered by variables: what is left out is never judged, what is left in always is. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const denied = ['GRANT_REQUIRED Person.nickname'];

test.each([
  ['@skip', 'query($v: Boolean!) { people { region nickname @skip(if: $v) } }', true],
  ['@include', 'query($v: Boolean!) { people { region nickname @include(if: $v) } }', false],
  ['@skip on a fragment', 'query($v: Boolean!) { people { region ... @skip(if: $v) { nickname } } }', true],
  [
    '@include on a spread',
    'query($v: Boolean!) { people { region ...F @include(if: $v) } } fragment F on Person { nickname }',
    false,
  ],
  ['both', 'query($v: Boolean!) { people { region nickname @include(if: $v) @skip(if: false) } }', false],
  ['a default', 'query($v: Boolean = true) { people { region nickname @skip(if: $v) } }', true],
  ['on the parent', 'query($v: Boolean!) { people { region } other: people @skip(if: $v) { nickname } }', true],
])(
  '%s: a denied field behind a false condition is no denial; behind a true one it is, in either order',
  async (_, query, out) => {
    for (const v of [out, !out, out, !out]) {
      town.forget();
      const answer = await town.ask(query, { ...stranger, variables: { v } });
      expect(denials(answer)).toEqual(v === out ? [] : denied);
      expect(released(answer)).toEqual(['Person.region']);
      expect(tracesOf(town, ['Person.nickname'], answer)).toEqual([]);
    }
  },
);

test('the surface is real: who may have the field gets it exactly when the condition says so', async () => {
  const query = 'query($v: Boolean!) { people { region nickname @include(if: $v) } }';
  for (const v of [true, false, true]) {
    const answer = await town.ask(query, { as: 'desk', purpose: 'aid', variables: { v } });
    expect(released(answer)).toEqual(v ? ['Person.nickname', 'Person.region'] : ['Person.region']);
  }
});

test('a variable that the request leaves out takes its default, and null is refused', async () => {
  const query = 'query($v: Boolean! = false) { people { region nickname @skip(if: $v) } }';
  expect(denials(await town.ask(query, stranger))).toEqual(denied);
  const nothing = await town.ask(query, { ...stranger, variables: { v: null } });
  expect(nothing.status).toBe(400);
  expect(nothing.body.data ?? null).toBeNull();
});

test('one operation with both ways of a variable: only the way taken is judged', async () => {
  const query = 'query($v: Boolean!) { people { x: region @skip(if: $v) x: nickname @include(if: $v) } }';
  expect((await town.ask(query, { ...stranger, variables: { v: false } })).status).toBe(400);
  const apart = 'query($v: Boolean!) { people { x: region @skip(if: $v) y: nickname @include(if: $v) } }';
  const without = await town.ask(apart, { ...stranger, variables: { v: false } });
  expect(denials(without)).toEqual([]);
  const within = await town.ask(apart, { ...stranger, variables: { v: true } });
  expect(denials(within)).toEqual(denied);
  expect(released(within)).toEqual([]);
  expect(tracesOf(town, ['Person.nickname'], without, within)).toEqual([]);
});

test('a denied argument behind a false condition influences nothing; behind a true one it refuses the whole', async () => {
  const query =
    'query($v: Boolean!, $s: [String!]) { people { region } more: people(secret: $s) @include(if: $v) { region } absent @skip(if: true) { region } }'.replace(
      'people(secret: $s)',
      'people(filter: { secretIn: $s })',
    );
  const variables = { s: ['person-secret-of-p1'] };
  const without = await town.ask(query, { ...stranger, variables: { ...variables, v: false } });
  expect(without.status).toBe(200);
  expect(town.sent()).toEqual([]);
  town.forget();
  const within = await town.ask(query, { ...stranger, variables: { ...variables, v: true } });
  expect(within.status).toBe(403);
  expect(denials(within)).toEqual(['INFLUENCE_NOT_PERMITTED Person.secret']);
  expect(town.captured).toEqual([]);
});

test('a directive repeated to confuse is refused', async () => {
  const answer = await town.ask('query($v: Boolean!) { people { nickname @skip(if: true) @skip(if: $v) } }', {
    ...stranger,
    variables: { v: false },
  });
  expect(answer.status).toBe(400);
  expect(town.captured).toEqual([]);
});
