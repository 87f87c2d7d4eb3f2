/** A subgraph is a recipient like any other: what its organisation may not have is not sent to it, whoever asks. */
import { startTown, type Town, type TownOptions } from '../support/lawful-town';
import { governed } from '../support/governed-subgraphs';
import { denials, released, tracesOf } from '../support/traces';

const stranger = { as: 'stranger', purpose: 'aid' };
const hospital = { as: 'hospital', purpose: 'health' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

async function inTown(options: TownOptions, run: (other: Town) => Promise<void>): Promise<void> {
  const other = await startTown(options);
  try {
    await run(other);
  } finally {
    await other.stop();
  }
}

async function suspended(grant: string, run: () => Promise<void>): Promise<void> {
  await town.gateway.suspend(grant);
  try {
    await run();
  } finally {
    await town.gateway.restore(grant);
  }
}

test('the surface is real: declared and granted flows run', async () => {
  const answer = await town.ask('{ people { taxBand eligible postal } }', { as: 'police', purpose: 'aid' });
  expect(answer.body.errors).toBeUndefined();
  expect(town.sent()).toEqual([
    'aid ← Person.address',
    'aid ← Person.income',
    'aid ← Person.pid',
    'taxes ← Person.pid',
  ]);
});

test('a key that no `@consumes` lists is never sent, whoever asks for what', async () => {
  for (const who of [
    { as: 'police' },
    { as: 'desk', purpose: 'aid' },
    hospital,
    { as: 'taxman', purpose: 'tax' },
    stranger,
    {},
  ]) {
    await town.ask(
      '{ people { idNumber taxBand blood aidNote eligible postal } companies { owner { idNumber } } visits { patient { idNumber } } }',
      who,
    );
  }
  expect(town.captured.length).toBeGreaterThan(5);
  expect(town.sent().filter((each) => each.includes('idNumber'))).toEqual([]);
});

test('a grant that is not in force stops the flow, and what depends on it says so', async () => {
  await suspended('G-CIV-TAX', async () => {
    const answer = await town.ask('{ people { region eligible } }', stranger);
    expect(denials(answer)).toEqual(['FLOW_NOT_PERMITTED Person.eligible']);
    expect(released(answer)).toEqual(['Person.region']);
    expect(tracesOf(town, ['Person.income'], answer)).toEqual([]);
  });
  town.forget();
  await suspended('G-TAX-PSB', async () => {
    const answer = await town.ask('{ people { region taxBand } }', { as: 'police', purpose: 'aid' });
    expect(denials(answer)).toEqual(['FLOW_NOT_PERMITTED Person.taxBand']);
    expect(town.captured.map(({ subgraph }) => subgraph)).toEqual(['people']);
  });
});

test('the receiver’s grant counts, not the asker’s', async () => {
  // TAX owns `taxBand`, and its own client may have it; without its grant for the key the police's rows are not sent all the same.
  await suspended('G-TAX-PSB', async () => {
    const answer = await town.ask('{ people { region taxBand } }', { as: 'taxman', purpose: 'tax' });
    expect(released(answer)).not.toContain('Person.taxBand');
    expect(town.sent()).toEqual([]);
  });
});

test('that a key belongs to something is told only to whom that may be told', async () => {
  // TAX may have `pid` of the police, but was never told who was a patient.
  const answer = await town.ask('{ visits { visitId patient { taxBand } } }', hospital);
  expect(denials(answer)).toEqual(['FLOW_NOT_PERMITTED Person.taxBand']);
  expect(town.sent()).toEqual([]);
  const other = await town.ask('{ visits { visitId patient { employer { title } } } }', hospital);
  expect(denials(other).every((each) => each.startsWith('FLOW_NOT_PERMITTED '))).toBe(true);
  expect(town.sent()).toEqual([]);
});

test('`@provides` is a flow: without its grant the other’s value is not had by way of it', async () => {
  const query = '{ visits { visitId patient { name } } }';
  expect(released(await town.ask(query, hospital))).toEqual(['Person.name', 'Visit.visitId']);
  town.forget();
  await suspended('G-HOS-PSB', async () => {
    const answer = await town.ask(query, hospital);
    expect(tracesOf(town, ['Person.name'], answer)).toEqual([]);
  });
});

test('of rows that the client may have in part, only those are carried to another organisation', async () => {
  const answer = await town.ask('{ people { friends { taxBand } } }', { as: 'city', purpose: 'aid' });
  expect(denials(answer)).toEqual([]);
  expect(released(answer)).toEqual(['Person.taxBand']);
  expect(tracesOf(town, ['Person.pid']).filter((each) => each.startsWith('sent'))).toEqual([
    'sent to taxes: Person.pid of p1',
    'sent to taxes: Person.pid of p2',
  ]);
});

test('a purpose that the grant does not cover opens no flow', async () => {
  const register: TownOptions['register'] = (known) => ({
    ...known,
    grants: known.grants.map((grant) => (grant.id === 'G-TAX-PSB' ? { ...grant, purposes: ['audit'] } : grant)),
  });
  await inTown({ register }, async (other) => {
    const answer = await other.ask('{ people { region taxBand } }', stranger);
    expect(denials(answer)).toEqual(['FLOW_NOT_PERMITTED Person.taxBand']);
    expect(other.sent()).toEqual([]);
  });
});

test('`@noOnwardTransfer` flows under a grant only, whatever its class', async () => {
  const sdl: TownOptions['sdl'] = (name, text) =>
    name === 'taxes'
      ? text.replace(
          /income: Int .*/,
          'income: Int @share(class: "UNCONDITIONAL") @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"]) @noOnwardTransfer',
        )
      : text;
  await inTown({ sdl }, async (other) => {
    expect((await other.ask('{ people { eligible } }', stranger)).body.errors).toBeUndefined();
    await other.gateway.suspend('G-CIV-TAX');
    other.forget();
    const answer = await other.ask('{ people { region eligible } }', stranger);
    expect(denials(answer)).toEqual(['FLOW_NOT_PERMITTED Person.eligible']);
    expect(tracesOf(other, ['Person.income'], answer)).toEqual([]);
  });
});

test('a company’s subgraph receives by the open class: a grant for sharing opens nothing', async () => {
  const market = {
    name: 'market',
    sdl: governed(
      'COM',
      'type Person @key(fields: "pid") { pid: ID! offer: String @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL") }',
      '@consumes(fields: ["Person.pid"], purpose: "aid", grant: "G-COM")',
    ).replace('kind: "GOV_DEPT"', 'kind: "NON_PUBLIC"'),
    resolvers: { Person: { __resolveReference: (reference: object) => ({ ...reference, offer: 'offer' }) } },
  };
  await expect(
    startTown({
      more: [market],
      register: (known) => ({
        ...known,
        grants: [
          ...known.grants,
          ...known.grants
            .filter(({ id }) => id === 'G-CIV-PSB')
            .map((grant) => ({ ...grant, id: 'G-COM', recipient: 'COM' })),
        ],
      }),
    }),
  ).rejects.toThrow(/GX3501 market Person.pid/);
});

test.each([
  ['a `@requires` input', /@consumes\(fields: \["Person.income"\][^)]*\)/, 'Person.benefit'],
  ['a key', /"Person.pid", "Person.address"/, 'Person.aidNote'],
])('%s that nothing declares does not compose', async (_, pattern, coordinate) => {
  const sdl: TownOptions['sdl'] = (name, text) => {
    if (name !== 'aid') return text;
    const changed = text.replace(pattern, pattern.source.startsWith('@') ? '' : '"Person.address"');
    expect(changed).not.toBe(text);
    return changed;
  };
  await expect(startTown({ sdl })).rejects.toThrow(new RegExp(`GX3501 aid ${coordinate}`));
});
