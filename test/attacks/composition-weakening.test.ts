/** Nothing that one provider writes weakens what another said of its data: each attempt either does not compose or changes nothing. */
import { governed } from '../support/governed-subgraphs';
import { startTown, type Town, type TownOptions } from '../support/lawful-town';
import type { StatedSubgraph } from '../support/start-federation';
import { denials, released, tracesOf } from '../support/traces';

const open = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';
const running: Town[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((town) => town.stop()));
});

async function inTown(options: TownOptions): Promise<Town> {
  const town = await startTown(options);
  running.push(town);
  return town;
}

/** A department that would like to have it otherwise. */
function meddler(name: string, body: string, statements = ''): StatedSubgraph {
  return {
    name,
    sdl: governed('STA', body, statements),
    resolvers: { Person: { __resolveReference: (reference: object) => reference } },
  };
}

const keyed = 'type Person @key(fields: "pid") { pid: ID!';
const consumes = '@consumes(fields: ["Person.pid"], purpose: "aid", grant: "G-STA")';
const granted: NonNullable<TownOptions['register']> = (register) => ({
  ...register,
  grants: [
    ...register.grants,
    ...register.grants
      .filter(({ id }) => id === 'G-CIV-PSB')
      .map((grant) => ({ ...grant, id: 'G-STA', recipient: 'STA', fields: ['Person.pid'] })),
  ],
});

const stranger = { as: 'stranger', purpose: 'aid' };

test('the surface is real: in the town as it is, each of these is denied to a department without grants, and the honest get it', async () => {
  const town = await inTown({});
  const query = '{ people { pid nickname city phone secret subsidy: income } }';
  expect(released(await town.ask(query, stranger))).toEqual([]);
  expect(released(await town.ask('{ people { pid nickname phone } }', { as: 'desk', purpose: 'aid' }))).toEqual([
    'Person.nickname',
    'Person.phone',
    'Person.pid',
  ]);
});

test('a majority that calls a shared field open does not open it', async () => {
  const town = await inTown({
    more: ['m1', 'm2', 'm3'].map((name) => meddler(name, `${keyed} city: String @shareable ${open} }`, consumes)),
    register: granted,
  });
  for (const who of [stranger, {}]) {
    const answer = await town.ask('{ people { region city } pages { edges { node { city } } } }', who);
    expect(tracesOf(town, ['Person.city'], answer)).toEqual([]);
  }
  expect(released(await town.ask('{ people { city } }', { as: 'hospital', purpose: 'health' }))).toEqual([
    'Person.city',
  ]);
});

test('taking a field over does not take its label off', async () => {
  const town = await inTown({
    more: [meddler('m', `${keyed} nickname: String @override(from: "people") ${open} }`, consumes)],
    register: granted,
  });
  for (const who of [stranger, {}]) {
    const answer = await town.ask('{ people { nickname } pages { edges { node { nickname } } } }', who);
    expect(denials(answer).length).toBeGreaterThan(0);
    expect(denials(answer).every((each) => each.endsWith('Person.nickname'))).toBe(true);
    expect(town.captured).toEqual([]);
  }
});

test('a percentage of an override is none', async () => {
  const town = await inTown({
    more: [
      meddler('m', `${keyed} nickname: String @override(from: "people", label: "percent(100)") ${open} }`, consumes),
    ],
    register: granted,
  });
  const answer = await town.ask('{ people { nickname } }', stranger);
  expect(released(answer)).toEqual([]);
  const desk = await town.ask('{ people { nickname } }', { as: 'desk', purpose: 'aid' });
  expect(town.captured.every(({ subgraph }) => subgraph === 'people')).toBe(true);
  expect(released(desk)).toEqual(['Person.nickname']);
});

test('an `@external` copy that is called open changes nothing, nor does what is computed from it', async () => {
  const town = await inTown({
    more: [
      meddler(
        'm',
        `${keyed} nickname: String @external ${open} note: String @requires(fields: "nickname") ${open} }`,
        '@consumes(fields: ["Person.pid", "Person.nickname"], purpose: "aid", grant: "G-STA")',
      ),
    ],
    register: (register) => {
      const known = granted(register);
      return {
        ...known,
        grants: known.grants.map((grant) =>
          grant.id === 'G-STA' ? { ...grant, fields: ['Person.pid', 'Person.nickname'] } : grant,
        ),
      };
    },
  });
  // The department itself may have it, by its grant; others by nothing that it wrote.
  expect(released(await town.ask('{ people { nickname } }', stranger))).toEqual(['Person.nickname']);
  town.forget();
  const answer = await town.ask('{ people { region nickname note } }', { as: 'hospital', purpose: 'health' });
  expect(denials(answer)).toEqual(['GRANT_REQUIRED Person.nickname', 'GRANT_REQUIRED Person.note']);
  expect(tracesOf(town, ['Person.nickname'], answer)).toEqual([]);
});

test('a key that is called open by those who are sent it stays what its owner said', async () => {
  const town = await inTown({
    more: [meddler('m', `${keyed} ${open} hobby: String ${open} }`, consumes)],
    register: granted,
  });
  const answer = await town.ask('{ people { pid employer { title } } }', { as: 'company', purpose: 'aid' });
  expect(denials(answer)).toEqual(['NOT_OPEN Person.pid']);
  expect(answer.body.data).toEqual({ people: null });
});

test('directives under other names are the same directives', async () => {
  const renamed = (text: string): string =>
    text
      .replace('"@share", "@open"', '{ name: "@share", as: "@divide" }, { name: "@open", as: "@unlock" }')
      .replaceAll('@share(', '@divide(')
      .replaceAll('@open(', '@unlock(');
  const town = await inTown({ sdl: (name, text) => (name === 'people' ? renamed(text) : text) });
  const answer = await town.ask('{ people { region nickname secret } }', stranger);
  expect(denials(answer)).toEqual(['GRANT_REQUIRED Person.nickname', 'NOT_SHARED Person.secret']);
  expect(released(answer)).toEqual(['Person.region']);
});

test('directives swapped by renaming mean what they are, not what they are called', async () => {
  const swapped = (text: string): string =>
    text.replace('"@share", "@open"', '{ name: "@share", as: "@open" }, { name: "@open", as: "@share" }');
  await expect(inTown({ sdl: (name, text) => (name === 'people' ? swapped(text) : text) })).rejects.toThrow(/GX0001/);
});

test.each<[string, StatedSubgraph, RegExp]>([
  [
    'a look-alike that is not linked',
    {
      ...meddler('m', ''),
      sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])
        directive @share(class: String) on FIELD_DEFINITION
        type Person @key(fields: "pid") { pid: ID! hobby: String @share(class: "UNCONDITIONAL") }`,
    },
    /GX0001 m|GX0301 m/,
  ],
  ['a subgraph that nobody answers for', { ...meddler('m', ''), sdl: 'type Query { hobby: String }' }, /GX0301 m/],
  [
    'a subgraph of an older federation',
    { ...meddler('m', ''), sdl: 'extend type Person @key(fields: "pid") { pid: ID! @external nickname: String }' },
    /GX0301 m|COMPOSITION/,
  ],
  [
    'a copy of another’s field that is not shareable',
    meddler('m', `${keyed} nickname: String ${open} }`, consumes),
    /COMPOSITION/,
  ],
  [
    'one of ours under @composeDirective',
    {
      ...meddler('m', `${keyed} hobby: String ${open} }`, `${consumes} @composeDirective(name: "@share")`),
    },
    /GX0001|COMPOSITION/,
  ],
  [
    'an unknown class',
    meddler('m', `${keyed} hobby: String @share(class: "ANYBODY") @open(class: "UNCONDITIONAL") }`, consumes),
    /GX0001 m/,
  ],
  [
    'an unknown argument',
    meddler('m', `${keyed} hobby: String @share(class: "UNCONDITIONAL", to: "all") ${open} }`, consumes),
    /GX0001 m|COMPOSITION/,
  ],
  ['a field called like the gateway’s aliases', meddler('m', `${keyed} _l0: String ${open} }`, consumes), /GX0001 m/],
  [
    'an organisation that is not registered',
    { ...meddler('m', ''), sdl: governed('XXX', `type Query { hobby: String ${open} }`) },
    /GX0301 m/,
  ],
  [
    'two organisations at once',
    meddler(
      'm',
      `type Query { hobby: String ${open} }`,
      '@provider(org: "PSB", kind: "GOV_DEPT", level: "REGION", region: "450000")',
    ),
    /GX0301 m|COMPOSITION/,
  ],
  [
    'a scope over another’s rows',
    meddler(
      'm',
      `type Person @key(fields: "pid") @scope(by: "region", kind: "REGION") { pid: ID! region: String @shareable ${open} }`,
      consumes,
    ),
    /GX3401|COMPOSITION/,
  ],
])('%s does not compose', async (_, subgraph, finding) => {
  await expect(inTown({ more: [subgraph], register: granted })).rejects.toThrow(finding);
});

test('who speaks for another must be on that other’s list', async () => {
  const spy: StatedSubgraph = { ...meddler('m', ''), sdl: governed('PSB', `${keyed} ${open} hobby: String ${open} }`) };
  await expect(
    inTown({
      more: [spy],
      register: (register) => ({
        ...register,
        organisations: register.organisations.map((each) =>
          each.id === 'PSB' ? { ...each, subgraphs: ['people'] } : each,
        ),
      }),
    }),
  ).rejects.toThrow(/GX0301 m/);
});

test('what was added after the review is unlabelled, and served to nobody', async () => {
  const town = await inTown({
    register: (register) => ({
      ...register,
      reviews: register.reviews.filter(({ subgraph }) => subgraph !== 'people'),
    }),
  });
  for (const who of [stranger, { as: 'desk', purpose: 'aid' }, { as: 'police', purpose: 'aid' }]) {
    const answer = await town.ask('{ people { nickname region } }', who);
    expect(denials(answer)).toContain('UNCLASSIFIED Person.nickname');
    expect(tracesOf(town, ['Person.nickname'], answer)).toEqual([]);
  }
});

test.each<[string, TownOptions['register'], RegExp]>([
  [
    'a mask',
    (register) => ({ ...register, evidence: register.evidence.filter(({ id }) => id !== 'E-ID') }),
    /GX3503|GX3602/,
  ],
  [
    'a mask by evidence of another field',
    (register) => ({
      ...register,
      evidence: register.evidence.map((each) => (each.id === 'E-ID' ? { ...each, coordinate: 'Person.phone' } : each)),
    }),
    /GX3503/,
  ],
  [
    'a mask by evidence of another owner',
    (register) => ({
      ...register,
      evidence: register.evidence.map((each) => (each.id === 'E-ID' ? { ...each, owner: 'STA' } : each)),
    }),
    /GX3503/,
  ],
  ['a release', (register) => ({ ...register, releases: [] }), /GX3503/],
  [
    'a release signed by another',
    (register) => ({ ...register, releases: register.releases.map((each) => ({ ...each, signedBy: 'STA' })) }),
    /GX3503/,
  ],
  [
    'a release of another field',
    (register) => ({ ...register, releases: register.releases.map((each) => ({ ...each, to: 'Person.benefit' })) }),
    /GX3503/,
  ],
])('%s without its record does not compose', async (_, register, finding) => {
  await expect(inTown({ register: register as NonNullable<typeof register> })).rejects.toThrow(finding);
});
