/** What was granted can be taken back at any moment: nothing is fetched, sent on or released under it from then on. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf } from '../support/traces';

const desk = { as: 'desk', purpose: 'aid' };
const start = Date.now();
let instant = start;
let town: Town;
beforeAll(async () => {
  town = await startTown({
    options: { now: () => instant },
    register: (register) => ({
      ...register,
      grants: register.grants.map((grant) =>
        grant.id === 'G-CIV-WAT' ? { ...grant, validUntil: start + 60_000 } : grant,
      ),
    }),
  });
});
beforeEach(() => {
  town.forget();
  instant = start;
});
afterEach(async () => {
  town.tamper(null);
  for (const grant of ['G-CIV-PSB', 'G-TAX-PSB', 'G-CIV-TAX']) await town.gateway.restore(grant);
});
afterAll(() => town.stop());

/** Suspends while a subgraph answers. */
function suspendDuring(subgraph: string, grant: string): void {
  let done = false;
  town.tamper(async (asked, reply) => {
    if (asked.subgraph === subgraph && !done) {
      done = true;
      await town.gateway.suspend(grant);
    }
    return reply;
  });
}

test('the surface is real: with the grant in force values arrive', async () => {
  expect(released(await town.ask('{ people { nickname } }', desk))).toEqual(['Person.nickname']);
});

test('suspended before: denied, with the reason, and nothing is fetched', async () => {
  await town.gateway.suspend('G-CIV-PSB');
  const answer = await town.ask('{ people { nickname card { number } } }', desk);
  expect(denials(answer)).toEqual(['GRANT_SUSPENDED Person.nickname', 'GRANT_SUSPENDED Person.card']);
  expect(town.captured).toEqual([]);
});

test('suspended while it is fetched: the answer is withheld whole', async () => {
  suspendDuring('people', 'G-CIV-PSB');
  const answer = await town.ask('{ people { region nickname } }', desk);
  expect(answer.status).toBe(403);
  expect(answer.body).not.toHaveProperty('data');
  expect(denials(answer)[0]).toMatch(/^GRANT_SUSPENDED/);
  expect(
    tracesOf(town, ['Person.nickname', 'Person.region'], answer).filter((each) => each.startsWith('told')),
  ).toEqual([]);
});

test('suspended between two fetches: the second is not sent', async () => {
  suspendDuring('people', 'G-TAX-PSB');
  const answer = await town.ask('{ people { region taxBand } }', { as: 'stranger', purpose: 'aid' });
  expect(town.captured.map(({ subgraph }) => subgraph)).toEqual(['people']);
  expect(town.sent()).toEqual([]);
  expect(released(answer)).not.toContain('Person.taxBand');
});

test('a flow’s grant suspended while the input is fetched: the input is not sent on', async () => {
  suspendDuring('taxes', 'G-CIV-TAX');
  const answer = await town.ask('{ people { region eligible } }', { as: 'stranger', purpose: 'aid' });
  expect(town.sent().filter((each) => each.startsWith('aid'))).toEqual([]);
  expect(answer.text).not.toContain('"eligible":true');
});

test('a suspension of another’s grant disturbs nobody', async () => {
  suspendDuring('people', 'G-TAX-PSB');
  expect(released(await town.ask('{ people { nickname } }', desk))).toEqual(['Person.nickname']);
});

test('run out before: denied; run out while it is fetched: withheld', async () => {
  const query = '{ accounts { tariff: __typename ... on HomeAccount { holder } } }';
  expect(released(await town.ask(query, desk))).toEqual(['HomeAccount.holder']);
  town.tamper((_, reply) => {
    instant = start + 60_000;
    return reply;
  });
  const late = await town.ask(query, desk);
  expect(late.status).toBe(403);
  expect(denials(late)[0]).toMatch(/^GRANT_EXPIRED/);
  expect(released(late)).toEqual([]);
  town.forget();
  const after = await town.ask(query, desk);
  expect(denials(after)).toContain('GRANT_EXPIRED HomeAccount.holder');
  expect(tracesOf(town, ['HomeAccount.holder'], after)).toEqual([]);
});

test('an answer that was withheld is in the log as withheld, and holds no value', async () => {
  const before = town.entries().length;
  suspendDuring('people', 'G-CIV-PSB');
  await town.ask('{ people { nickname } }', desk);
  const added = town.entries().slice(before);
  expect(added.map(({ kind }) => kind)).toContain('suspend');
  expect(added.filter(({ kind }) => kind === 'access' || kind === 'deny').map(({ outcome }) => outcome)).toContain(
    'withheld',
  );
  expect(JSON.stringify(added)).not.toContain('person-nickname');
});
