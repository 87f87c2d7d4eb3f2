/** Answers of subgraphs are shared between requests where all the world may have them; nothing else crosses from one principal to another. */
import { composeSdls } from '../../schema/compose';
import type { Supergraph } from '../../schema/supergraph';
import { startTown, type Town } from '../support/lawful-town';
import type { Answer, Asking } from '../support/start-gateway';
import { motto } from '../support/town-data';
import { townRegister } from '../support/town-register';
import { released, valueOf } from '../support/traces';

const yaml = 'identity: { development: true }\nlisten: { port: 0 }\nsubgraphs: { cacheMs: 60000 }\n';

const desk = { as: 'desk', purpose: 'aid' };
const deskAudits = { as: 'desk', purpose: 'audit' };
const police = { as: 'police', purpose: 'aid' };
const city = { as: 'city', purpose: 'aid' };
const stranger = { as: 'stranger', purpose: 'aid' };
const anonymous = {};

let town: Town;
let turn = 0;
beforeAll(async () => void (town = await startTown({ yaml })));
// Under another name it is another supergraph, and nothing has been answered for it yet.
beforeEach(async () => {
  await town.gateway.replace(townRegister, { ...town.supergraph, schemaId: `turn ${String(turn++)}` });
  town.forget();
});
afterAll(() => town.stop());

/** @returns how often each subgraph was asked, since the last `forget` */
function asked(): Readonly<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const { subgraph } of town.captured) times[subgraph] = (times[subgraph] ?? 0) + 1;
  return times;
}

async function inTurn(query: string, ...askers: readonly Asking[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const asker of askers) answers.push(await town.ask(query, asker));
  return answers;
}

/** Entries for requests of clients. */
function accesses(): number {
  return town.entries().filter(({ kind }) => kind === 'access').length;
}

test('what is open to all is asked once, and each who gets it has an entry of their own', async () => {
  const before = accesses();
  const answers = await inTurn('{ companies { title } }', anonymous, desk, stranger, anonymous);
  expect(new Set(answers.map(({ body }) => JSON.stringify(body.data))).size).toBe(1);
  expect(released(answers[0] as Answer)).toEqual(['Company.title']);
  expect(asked()).toEqual({ taxes: 1 });
  expect(accesses() - before).toBe(4);
});

test('asked at the same time by several, each gets the same, and an entry of their own', async () => {
  const before = accesses();
  const askers = [anonymous, desk, stranger, police];
  const answers = await Promise.all(askers.map((asker) => town.ask('{ motto }', asker)));
  expect(answers.map(({ body }) => body.data)).toEqual(askers.map(() => ({ motto })));
  expect(accesses() - before).toBe(4);
});

test('what a grant opens is asked for each who has one, and never given to who has none', async () => {
  const query = '{ people { nickname } }';
  const [first, none, second] = await inTurn(query, desk, stranger, desk);
  expect(released(first as Answer)).toEqual(['Person.nickname']);
  expect(released(none as Answer)).toEqual([]);
  expect(released(second as Answer)).toEqual(['Person.nickname']);
  expect(asked()).toEqual({ people: 2 });
});

test('beside it, what is open is shared, and what is not stays apart', async () => {
  const query = '{ companies { title } people { nickname } }';
  const [first, none] = await inTurn(query, desk, stranger);
  expect(released(first as Answer)).toEqual(['Company.title', 'Person.nickname']);
  expect(released(none as Answer)).toEqual(['Company.title']);
  // For who is denied something, another document is planned, in names of its own.
  await inTurn(query, desk, stranger, desk);
  expect(asked()).toEqual({ people: 3, taxes: 2 });
});

test('a fetch of what is open is apart all the same where it tells of people that are not', async () => {
  // Numbers of telephones are open, which persons there are is not.
  const query = '{ people { phone } }';
  const answers = await inTurn(query, police, desk, anonymous);
  expect(answers.map(released)).toEqual([['Person.phone'], ['Person.phone'], []]);
  expect(asked()).toMatchObject({ taxes: 2 });
});

test('a scope is kept: neither do rows cross into it, nor is what is left of them all', async () => {
  const query = '{ people { nickname city } }';
  const rows = (answer: Answer | undefined): number =>
    ((answer?.body.data?.['people'] ?? []) as readonly unknown[]).length;
  const [all, some, again] = await inTurn(query, desk, city, desk);
  expect(rows(some)).toBeGreaterThan(0);
  expect(rows(some)).toBeLessThan(rows(all));
  expect(rows(again)).toBe(rows(all));
});

test('a mask is kept: the raw value of one is never the masked one of another', async () => {
  const query = '{ people { idNumber } }';
  const [raw, masked, once] = await inTurn(query, police, stranger, police);
  expect(released(raw as Answer)).toEqual(['Person.idNumber']);
  expect(released(masked as Answer)).not.toContain('Person.secret');
  expect(masked?.body.data).not.toEqual(raw?.body.data);
  expect(once?.body.data).toEqual(raw?.body.data);
  expect(asked()).toEqual({ people: 3 });
});

test('a purpose is kept: what serves one is not given for another', async () => {
  const query = '{ people { nickname } companies { title } }';
  const [aid, audit] = await inTurn(query, desk, deskAudits);
  expect(released(aid as Answer)).toEqual(['Company.title', 'Person.nickname']);
  expect(released(audit as Answer)).toEqual(['Company.title']);
});

test('a suspension is kept: what was open through a grant is asked for no more, what is open to all still is', async () => {
  const query = '{ people { nickname } companies { title } }';
  await inTurn(query, desk, stranger);
  await town.gateway.suspend('G-CIV-PSB');
  town.forget();
  const answer = await town.ask(query, desk);
  await town.gateway.restore('G-CIV-PSB');
  expect(released(answer)).toEqual(['Company.title']);
  expect(asked()).toEqual({});
});

test('arguments are kept: the answer to one is not the answer to another', async () => {
  const query = 'query($code: ID!) { company(code: $code) { title } }';
  const codes = ((await town.ask('{ companies { code } }')).body.data?.['companies'] ?? []) as readonly {
    code: string;
  }[];
  town.forget();
  const titles: unknown[] = [];
  for (const { code } of [...codes, ...codes]) titles.push((await town.ask(query, { variables: { code } })).body.data);
  expect(new Set(titles.map((each) => JSON.stringify(each))).size).toBe(codes.length);
  expect(asked()).toEqual({ taxes: codes.length });
});

test('a change is made as often as it is asked for', async () => {
  const query = `mutation { greet(pid: "${String(valueOf('Person.pid', 'p1'))}") { region } }`;
  expect((await inTurn(query, desk, desk)).map(released)).toEqual([['Person.region'], ['Person.region']]);
  expect(asked()).toEqual({ people: 2 });
});

test('a faulty answer is given to nobody else', async () => {
  town.tamper((_asked, reply) => ({ ...reply, body: '{"data":{"companies":null},"errors":[{"message":"m"}]}' }));
  await town.ask('{ companies { title } }');
  town.tamper(null);
  expect(released(await town.ask('{ companies { title } }', stranger))).toEqual(['Company.title']);
  expect(asked()).toEqual({ taxes: 2 });
});

test('what a new supergraph closes is not given out of what the old one left', async () => {
  const query = '{ motto companies { title } }';
  expect(released(await town.ask(query))).toEqual(['Company.title', 'Query.motto']);
  town.forget();
  const next = await composedAnew((name, sdl) =>
    name === 'people'
      ? sdl.replace(
          /motto: String [^\n]*/,
          'motto: String @share(class: "CONDITIONAL", basis: ["LAW"], conditions: ["C"], scope: ["S"]) @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"])',
        )
      : sdl,
  );
  expect(next.labelMap.fields['Query.motto']?.label?.owners['PSB']?.open).toBe('NONE');
  await town.gateway.replace(townRegister, next);
  const answer = await town.ask(query);
  expect(released(answer)).toEqual(['Company.title']);
  // Nor is what stays open: nothing is left of the old one.
  expect(asked()).toEqual({ taxes: 1 });
  expect((await town.ask(query, police)).body.data).toMatchObject({ motto });
  await town.ask(query, police);
  expect(asked()).toEqual({ taxes: 2, people: 2 });
});

async function composedAnew(change: (name: string, sdl: string) => string): Promise<Supergraph> {
  const inputs = Object.values(town.supergraph.subgraphs).map(({ name, routingUrl, sdl }) => ({
    ...{ name, routingUrl, overlay: null },
    sdl: change(name, sdl),
  }));
  const settings = { register: townRegister, lawProfile: 'gx-draft-rev', production: false, now: Date.now() };
  const { supergraph, findings } = await composeSdls(inputs, settings);
  if (supergraph === null) throw new Error(JSON.stringify(findings));
  return supergraph;
}
