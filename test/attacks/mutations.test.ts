/** Mutations are all or nothing: one denial anywhere, or one flow that is not lawful, and no subgraph is called. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, valueOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
const desk = { as: 'desk', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const pid = String(valueOf('Person.pid', 'p1'));
const rename = (name: string): string => `rename(pid: "${pid}", name: "${name}")`;

test('the surface is real: who may mutates, and gets what the payload may show', async () => {
  const answer = await town.ask(`mutation { ${rename('new')} { nickname } greet(pid: "${pid}") { region } }`, desk);
  expect(answer.body.errors).toBeUndefined();
  expect(released(answer)).toEqual(['Person.nickname', 'Person.region']);
  expect(town.captured.map(({ subgraph }) => subgraph)).toEqual(['people']);
});

test.each([
  ['its own denial', `${rename('x')} { region }`, 'GRANT_REQUIRED Mutation.rename'],
  ['a denied field of its payload', `greet(pid: "${pid}") { region nickname }`, 'GRANT_REQUIRED Person.nickname'],
  [
    'a denied field deep in its payload',
    `greet(pid: "${pid}") { employer { title } card { number } }`,
    'GRANT_REQUIRED Person.card',
  ],
  [
    'a denied field of a later one',
    `a: greet(pid: "${pid}") { region } b: greet(pid: "${pid}") { nickname }`,
    'GRANT_REQUIRED Person.nickname',
  ],
  [
    'a denied field of an earlier one',
    `b: greet(pid: "${pid}") { nickname } a: greet(pid: "${pid}") { region }`,
    'GRANT_REQUIRED Person.nickname',
  ],
  [
    'a denied mutation beside a permitted one',
    `greet(pid: "${pid}") { region } ${rename('x')} { region }`,
    'GRANT_REQUIRED Mutation.rename',
  ],
])('%s refuses all of it, and nothing is called', async (_, selection, denial) => {
  const answer = await town.ask(`mutation { ${selection} }`, stranger);
  expect(answer.status).toBe(403);
  expect(answer.body).not.toHaveProperty('data');
  expect(denials(answer)).toContain(denial);
  expect(town.captured).toEqual([]);
});

test('a denied argument refuses it: what is written may be seen by what is answered', async () => {
  const answer = await town.ask('mutation { decide(caseNo: "case-caseno-of-k1", outcome: "x") { caseNo } }', stranger);
  expect(denials(answer)).toEqual(['INFLUENCE_NOT_PERMITTED Case.outcome']);
  expect(town.captured).toEqual([]);
});

test('the method is the operation’s: what may be queried may not be had by way of a mutation', async () => {
  const query = '{ companies { revenue } }';
  const developer = { as: 'developer', purpose: 'aid' };
  expect(released(await town.ask(query, developer))).toEqual(['Company.revenue']);
  town.forget();
  const answer = await town.ask(`mutation { greet(pid: "${pid}") { employer { revenue } } }`, developer);
  expect([answer.status, ...denials(answer)]).toEqual([403, 'METHOD_NOT_ALLOWED -']);
  expect(town.captured).toEqual([]);
});

test('nobody mutates by GET, with or without the header that browsers cannot send', async () => {
  const tries: Record<string, string>[] = [
    {},
    { 'apollo-require-preflight': 'true' },
    { 'content-type': 'application/json' },
  ];
  for (const headers of tries) {
    const response = await fetch(
      `${town.gateway.url}?query=${encodeURIComponent(`mutation { greet(pid: "${pid}") { region } }`)}`,
      { headers: { authorization: `Bearer ${await town.token('desk')}`, 'lingqu-purpose': 'aid', ...headers } },
    );
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(town.captured).toEqual([]);
  }
});

test('the anonymous mutate nothing', async () => {
  const answer = await town.ask(`mutation { greet(pid: "${pid}") { employer { title } } }`);
  expect([answer.status, ...denials(answer)]).toEqual([403, 'METHOD_NOT_ALLOWED -']);
  expect(town.captured).toEqual([]);
});

test('flows are checked before the mutation is called', async () => {
  const mutation = `mutation { greet(pid: "${pid}") { taxBand } }`;
  expect(released(await town.ask(mutation, stranger))).toEqual(['Person.taxBand']);
  town.forget();
  await town.gateway.suspend('G-TAX-PSB');
  try {
    const answer = await town.ask(mutation, stranger);
    expect([answer.status, ...denials(answer)]).toEqual([403, 'FLOW_NOT_PERMITTED Person.taxBand']);
    expect(town.captured).toEqual([]);
  } finally {
    await town.gateway.restore('G-TAX-PSB');
  }
});
