/** Whoever acts for another, or in another's name, gets what that other may have by an instrument, and nothing else of anybody's. */
import { startTown, type Town } from '../support/lawful-town';
import { denials, released, tracesOf } from '../support/traces';

const desk = { as: 'desk', purpose: 'aid' };
let town: Town;
beforeAll(async () => {
  town = await startTown({
    register: (register) => ({
      ...register,
      grants: register.grants.map((grant) =>
        grant.id === 'G-CIV-TAX'
          ? { ...grant, processors: [{ organisation: 'PRO', instrument: 'sha256:invented' }] }
          : grant,
      ),
    }),
  });
});
beforeEach(() => town.forget());
afterAll(() => town.stop());

const query = '{ people { nickname income taxNote aidNote taxBand employer { title } } }';
const all = ['Company.title', 'Person.aidNote', 'Person.income', 'Person.nickname', 'Person.taxBand', 'Person.taxNote'];
const ofNobodyElse = ['Person.aidNote', 'Person.taxBand', 'Person.taxNote'];

test('the surface is real: for itself the desk gets it all; itself as the represented party is no transfer', async () => {
  expect(released(await town.ask(query, desk))).toEqual(all);
  expect(released(await town.ask(query, { ...desk, headers: { 'lingqu-represented-party': 'CIV' } }))).toEqual(all);
});

test('a processor named in the grant gets what that grant covers; own data, shared data and `@noOnwardTransfer` stay', async () => {
  const answer = await town.ask(query, { ...desk, headers: { 'lingqu-represented-party': 'PRO' } });
  expect(released(answer)).toEqual(['Company.title', 'Person.income', 'Person.nickname']);
  expect([...denials(answer)].sort()).toEqual(ofNobodyElse.map((each) => `ONWARD_TRANSFER ${each}`));
  expect(tracesOf(town, ofNobodyElse, answer)).toEqual([]);
});

test.each(['COM', 'PSB', 'TAX', 'STA', 'unknown', 'civ', 'CIV2', '__proto__'])(
  'on behalf of `%s` only what is openly unconditional goes on',
  async (party) => {
    const answer = await town.ask(query, { ...desk, headers: { 'lingqu-represented-party': party } });
    expect(released(answer)).toEqual(['Company.title']);
    expect(denials(answer).every((each) => each.startsWith('ONWARD_TRANSFER '))).toBe(true);
    expect(tracesOf(town, all.slice(1), answer)).toEqual([]);
  },
);

async function through(actors: readonly string[]): Promise<Awaited<ReturnType<Town['ask']>>> {
  return town.ask(query, {
    purpose: 'aid',
    headers: { authorization: `Bearer ${await town.token('desk', { actors })}` },
  });
}

test.each([
  [['PRO'], ['Company.title', 'Person.income', 'Person.nickname']],
  [['CIV'], all],
  [['PRO', 'COM'], ['Company.title']],
  [['COM', 'PRO'], ['Company.title']],
  [['CIV', 'unknown'], ['Company.title']],
  [['unknown', 'CIV'], ['Company.title']],
  [['PRO', 'PSB'], ['Company.title']],
])('an actor chain %j counts whole: every link must be covered', async (actors, values) => {
  const answer = await through(actors);
  expect(released(answer)).toEqual(values);
  expect(
    tracesOf(
      town,
      all.filter((each) => !values.includes(each)),
      answer,
    ),
  ).toEqual([]);
});

test('a represented party does not excuse an actor, nor the other way round', async () => {
  const answer = await town.ask(query, {
    purpose: 'aid',
    headers: {
      authorization: `Bearer ${await town.token('desk', { actors: ['COM'] })}`,
      'lingqu-represented-party': 'PRO',
    },
  });
  expect(released(answer)).toEqual(['Company.title']);
});

test('masked forms go on no further than their raw ones', async () => {
  const masked = await town.ask('{ people { birth idNumber } }', {
    as: 'stranger',
    purpose: 'aid',
  });
  expect(JSON.stringify(masked.body.data)).toContain('1990');
  const answer = await town.ask('{ people { birth idNumber } }', {
    as: 'stranger',
    purpose: 'aid',
    headers: { 'lingqu-represented-party': 'PRO' },
  });
  expect(JSON.stringify(answer.body.data)).not.toContain('1990');
  expect(denials(answer)).toEqual(['ONWARD_TRANSFER Person.birth', 'ONWARD_TRANSFER Person.idNumber']);
});

test('what may not go on is told so to the client that may have it', async () => {
  const answer = await town.ask('{ people { taxNote income } }', desk);
  const { obligations } = answer.body.extensions?.lingqu as {
    obligations: { coordinate: string; noOnwardTransfer: boolean; grant: string | null }[];
  };
  expect(obligations.find(({ coordinate }) => coordinate === 'Person.taxNote')).toMatchObject({
    noOnwardTransfer: true,
    grant: 'G-CIV-TAX',
  });
});
