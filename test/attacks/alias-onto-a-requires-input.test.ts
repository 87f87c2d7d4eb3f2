/** What `@requires` fetches for another provider's field must not surface under a client's alias. */
import { startTown, type Town } from '../support/lawful-town';
import { released, tracesOf, valueOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

test('the surface is real: `eligible` makes the gateway fetch an income that the client may not have', async () => {
  const answer = await town.ask('{ people { region eligible } }', stranger);
  expect(answer.body.errors).toBeUndefined();
  expect(town.sent()).toContain('aid ← Person.income');
  expect(released(answer)).toEqual(['Person.region']);
  expect((answer.body.data?.people as { eligible: boolean }[]).map(({ eligible }) => eligible)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  ['before', 'income: region eligible'],
  ['after', 'eligible income: region'],
  ['in a fragment', '... on Person { eligible } ...  { income: region }'],
  ['by a field of the same provider', 'income: taxBand eligible region'],
  ['by a number', 'eligible income: __typename region'],
])('an alias onto the input, %s, gets its own value', async (_, selection) => {
  const answer = await town.ask(`{ people { ${selection} } }`, stranger);
  expect(answer.body.errors).toBeUndefined();
  expect(released(answer)).not.toContain('Person.income');
  expect(town.sent()).toContain('aid ← Person.income');
  expect(
    tracesOf(town, ['Person.income'], answer).filter((trace) => !/^(sent to aid|answered by)/.test(trace)),
  ).toEqual([]);
});

test('the input itself stays denied, under its own name and any other, while what needs it arrives', async () => {
  const answer = await town.ask('{ people { eligible income other: income } }', stranger);
  expect(answer.body.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [['people'], 'GRANT_REQUIRED'],
    [['people'], 'GRANT_REQUIRED'],
  ]);
  expect(released(answer)).toEqual([]);
  expect((answer.body.data?.people as unknown[])[0]).toEqual({ eligible: true, income: null, other: null });
});

test('what is computed from an input without its owner’s release is denied like the input', async () => {
  const desk = await town.ask('{ people { benefit postal } }', { as: 'desk', purpose: 'aid' });
  expect(released(desk)).toEqual(['Person.address', 'Person.income']);
  const answer = await town.ask('{ people { income: benefit address: postal region } }', stranger);
  expect(released(answer)).toEqual(['Person.region']);
  expect((answer.body.data?.people as unknown[])[0]).toEqual({
    income: null,
    address: null,
    region: valueOf('Person.region', 'p1'),
  });
});
