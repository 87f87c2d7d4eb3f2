/** Plans are shared between requests; what one principal may have must not be another's by way of them. */
import { createHash } from 'node:crypto';
import { startTown, type Town } from '../support/lawful-town';
import { released, tracesOf } from '../support/traces';

let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const query = '{ people { region nickname income taxBand idNumber } }';
const askers: Readonly<Record<string, { readonly as?: string; readonly purpose?: string }>> = {
  desk: { as: 'desk', purpose: 'aid' },
  'desk for another purpose': { as: 'desk', purpose: 'audit' },
  police: { as: 'police', purpose: 'aid' },
  taxman: { as: 'taxman', purpose: 'tax' },
  stranger: { as: 'stranger', purpose: 'aid' },
  city: { as: 'city', purpose: 'aid' },
  anonymous: {},
};
const expected: Readonly<Record<string, readonly string[]>> = {
  desk: ['Person.idNumber', 'Person.income', 'Person.nickname', 'Person.region', 'Person.taxBand'],
  'desk for another purpose': ['Person.region', 'Person.taxBand'],
  police: ['Person.idNumber', 'Person.nickname', 'Person.region', 'Person.taxBand'],
  taxman: ['Person.idNumber', 'Person.income', 'Person.nickname', 'Person.region', 'Person.taxBand'],
  stranger: ['Person.region', 'Person.taxBand'],
  // Of rows of its own city, and beyond them what needs no such grant.
  city: ['Person.idNumber', 'Person.income', 'Person.nickname', 'Person.region', 'Person.taxBand'],
  anonymous: [],
};
const names = Object.keys(askers);

test('one text, asked by all in turn and in the other turn: each gets its own', async () => {
  for (const name of [...names, ...names.reverse(), ...names.reverse()]) {
    town.forget();
    const answer = await town.ask(query, askers[name]);
    expect([name, released(answer)]).toEqual([name, expected[name]]);
    const fetched = new Set(town.fetched().map(({ coordinate }) => coordinate));
    if (!expected[name]?.includes('Person.income')) expect(fetched).not.toContain('Person.income');
    if (!expected[name]?.includes('Person.nickname')) expect(fetched).not.toContain('Person.nickname');
  }
});

test('asked by all at once: each gets its own', async () => {
  const fresh = '{ people { taxBand region nickname income idNumber } }';
  const answers = await Promise.all(
    [...names, ...names, ...names].map(async (name) => ({ name, answer: await town.ask(fresh, askers[name]) })),
  );
  for (const { name, answer } of answers) expect([name, released(answer)]).toEqual([name, expected[name]]);
});

test('the same text in other words is the same for nobody else', async () => {
  await town.ask(query, askers.desk);
  for (const text of [
    query.replaceAll(' ', '  '),
    `# ${query}\n${query}`,
    query.replace('{', 'query A {'),
    query.replaceAll(' ', ','),
  ]) {
    expect(released(await town.ask(text, askers.stranger))).toEqual(expected.stranger);
  }
});

test('a suspension reaches plans that were made before it', async () => {
  expect(released(await town.ask(query, askers.desk))).toContain('Person.income');
  await town.gateway.suspend('G-CIV-TAX');
  town.forget();
  const answer = await town.ask(query, askers.desk);
  await town.gateway.restore('G-CIV-TAX');
  expect(tracesOf(town, ['Person.income'], answer)).toEqual([]);
  expect(released(await town.ask(query, askers.desk))).toContain('Person.income');
});

test('variables are no part of what is shared: each call sends its own', async () => {
  const byPid = 'query($p: ID!) { person(pid: $p) { nickname } }';
  for (const row of ['p1', 'p2', 'p1', 'p3']) {
    const answer = await town.ask(byPid, { ...askers.desk, variables: { p: `person-pid-of-${row}` } });
    expect(answer.body.data).toEqual({ person: { nickname: `person-nickname-of-${row}` } });
  }
});

test('a document is never taken by its hash alone, not even where it was sent with it before', async () => {
  const text = '{ people { region } }';
  const extensions = {
    persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') },
  };
  for (const query of [undefined, text, undefined]) {
    town.forget();
    const response = await fetch(town.gateway.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await town.token('desk')}`,
        'lingqu-purpose': 'aid',
      },
      body: JSON.stringify({ query, extensions }),
    });
    const body = (await response.json()) as { data?: unknown };
    if (query === undefined) expect(body.data ?? null).toBeNull();
    if (query === undefined) expect(town.captured).toEqual([]);
  }
});
