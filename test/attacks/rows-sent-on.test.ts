/** A row outside a scope is not sent on to another organisation, neither it nor its key, by whatever way a plan gets there. */
import { startTown, type Town, type TownOptions } from '../support/lawful-town';
import { denials, released, valueOf } from '../support/traces';
import { sentinelsIn } from '../support/town-data';
import { townGrants } from '../support/town-register';

const city = { as: 'city', purpose: 'aid' };
const desk = { as: 'desk', purpose: 'aid' };

/** Organisations whose own rows persons are not. */
const others = ['taxes', 'aid', 'clinics', 'water'];

/** Values of persons of the other city that were sent to anybody but the police, who have them. */
function sentOutside(town: Town): readonly string[] {
  return town.captured
    .filter(({ subgraph }) => others.includes(subgraph))
    .flatMap(({ subgraph, request }) =>
      sentinelsIn(request)
        .filter(({ row }) => row === 'p3' || row === 'p4')
        .map(({ coordinate, row }) => `${subgraph} ← ${coordinate} of ${row}`),
    )
    .sort();
}

function sentInside(town: Town): readonly string[] {
  return [
    ...new Set(
      town.captured
        .filter(({ subgraph }) => others.includes(subgraph))
        .flatMap(({ subgraph, request }) =>
          sentinelsIn(request)
            .filter(({ row, coordinate }) => (row === 'p1' || row === 'p2') && coordinate === 'Person.pid')
            .map(({ row }) => `${subgraph} ← ${row}`),
        ),
    ),
  ].sort();
}

async function inTown(options: TownOptions, run: (town: Town) => Promise<void>): Promise<void> {
  const town = await startTown(options);
  try {
    await run(town);
  } finally {
    await town.stop();
  }
}

/** With these grants changed. */
function granting(changes: Readonly<Record<string, object>>): TownOptions['register'] {
  return (register) => ({
    ...register,
    grants: townGrants.map((grant) => ({ ...grant, ...(changes[grant.id] ?? {}) })),
  });
}

const oneCity = { region: ['450100'] };

describe('rows that the client may not have', () => {
  let town: Town;
  beforeAll(async () => void (town = await startTown()));
  beforeEach(() => town.forget());
  afterAll(() => town.stop());

  test('the surface is real: whoever may have all rows has all of them sent on', async () => {
    await town.ask('{ people { friends { taxBand } } }', desk);
    expect(sentOutside(town)).toEqual(['taxes ← Person.pid of p3', 'taxes ← Person.pid of p4']);
  });

  test.each([
    ['a nested list', 'people { friends { taxBand } }', ['taxes ← p1', 'taxes ← p2']],
    ['lists in lists', 'people { friends { friends { taxBand } } }', ['taxes ← p1', 'taxes ← p2']],
    [
      'beside rows that go',
      'people { friends { nickname taxBand friends { taxBand } } }',
      ['taxes ← p1', 'taxes ← p2'],
    ],
    ['`@requires`', 'people { friends { benefit eligible } }', ['aid ← p1', 'aid ← p2', 'taxes ← p1', 'taxes ← p2']],
    ['`@requires` of a scoped value', 'people { nickname postal }', ['aid ← p1', 'aid ← p2']],
    [
      'a fragment',
      'people { ... { friends { ...on Node { ...on Person { taxBand } } } } }',
      ['taxes ← p1', 'taxes ← p2'],
    ],
    [
      'an entity of another provider, and back',
      'people { friends { employer { owner { friends { taxBand } } } } }',
      ['taxes ← p2'],
    ],
  ])('%s', async (_, selection, inside) => {
    const answer = await town.ask(`{ ${selection} }`, city);
    expect(denials(answer)).toEqual([]);
    expect(sentOutside(town)).toEqual([]);
    expect(sentInside(town)).toEqual(inside);
  });

  test.each([
    ['node()', (row: string) => `node(id: "person-id-of-${row}") { ... on Person { nickname postal } }`],
    ['an interface', (row: string) => `node(id: "person-id-of-${row}") { id ... on Person { postal } }`],
    ['a key', (row: string) => `person(pid: "person-pid-of-${row}") { nickname postal friends { taxBand } }`],
  ])('%s', async (_, selection) => {
    await town.ask(`{ ${selection('p3')} }`, city);
    expect(sentOutside(town)).toEqual([]);
    expect(sentInside(town).filter((each) => each.startsWith('aid'))).toEqual([]);
    town.forget();
    const inside = await town.ask(`{ ${selection('p1')} }`, city);
    expect(inside.text).toContain('postal-from-');
    expect(sentInside(town)).toContain('aid ← p1');
  });

  test('a union', async () => {
    const answer = await town.ask('{ find { ... on Person { nickname postal } ... on Household { label } } }', city);
    expect(answer.text.match(/postal-from-/g)).toHaveLength(2);
    expect(sentOutside(town)).toEqual([]);
  });

  test('a row that comes from another provider without what decides over it waits for that', async () => {
    // Cases say whose they are; where those live only the police say.
    const answer = await town.ask('{ cases { person { nickname taxBand } } }', city);
    const order = town.captured.map(({ subgraph }) => subgraph);
    expect(order).toEqual(['aid', 'people', 'taxes']);
    expect(released(answer)).toEqual(expect.arrayContaining(['Person.nickname', 'Person.taxBand']));
  });

  test('where it never comes, nothing is sent', async () => {
    for (const region of [null, '', 'x50103', '450103 ', 450103]) {
      town.forget();
      town.tamper(({ subgraph }, honest) =>
        subgraph === 'people'
          ? { ...honest, body: honest.body.replaceAll(/"4501030010\d\d"/g, JSON.stringify(region)) }
          : honest,
      );
      await town.ask('{ people { friends { taxBand } } }', city);
      expect([region, sentInside(town), sentOutside(town)]).toEqual([region, [], []]);
    }
    town.tamper(({ subgraph }, honest) =>
      subgraph === 'people'
        ? { ...honest, body: honest.body.replaceAll(/"_l\d+":"45\d+",?/g, '').replaceAll(',}', '}') }
        : honest,
    );
    town.forget();
    await town.ask('{ people { friends { taxBand } } }', city);
    expect(sentInside(town)).toEqual([]);
    town.tamper(null);
  });

  test('a row that is kept for what may be had of it goes for that alone', async () => {
    // Where they live is shared, their addresses are not: nothing that hangs on an address is asked for.
    const answer = await town.ask('{ people { region postal } }', city);
    expect(sentOutside(town)).toEqual([]);
    expect(answer.body.data?.['people']).toEqual(
      ['p1', 'p2', 'p3', 'p4'].map((row) => ({
        region: valueOf('Person.region', row),
        postal: /p[12]/.test(row) ? expect.stringContaining('postal-from-') : null,
      })),
    );
    town.forget();
    await town.ask('{ people { nickname taxBand } }', city);
    expect(sentOutside(town)).toEqual(['taxes ← Person.pid of p3', 'taxes ← Person.pid of p4']);
  });

  test('suspended while the rows come: nothing of them is sent on', async () => {
    town.tamper(async ({ subgraph }, honest) => {
      if (subgraph === 'people') await town.gateway.suspend('G-NAN-PSB');
      return honest;
    });
    const answer = await town.ask('{ people { friends { taxBand } } }', city);
    town.tamper(null);
    await town.gateway.restore('G-NAN-PSB');
    expect(answer.status).toBe(403);
    expect([sentInside(town), sentOutside(town)]).toEqual([[], []]);
  });
});

describe('rows that the receiver may not have', () => {
  const limited = granting({ 'G-TAX-PSB': { scope: oneCity }, 'G-CIV-PSB': { scope: oneCity } });
  let town: Town;
  beforeAll(async () => void (town = await startTown({ register: limited })));
  beforeEach(() => town.forget());
  afterAll(() => town.stop());
  const police = { as: 'police', purpose: 'aid' };

  test('are not sent, and what hangs on it is null without a word; a notice stands', async () => {
    const answer = await town.ask('{ people { name taxBand } }', police);
    expect(denials(answer)).toEqual([]);
    expect(sentOutside(town)).toEqual([]);
    expect(answer.body.data?.['people']).toEqual(
      ['p1', 'p2', 'p3', 'p4'].map((row) => ({
        name: valueOf('Person.name', row),
        taxBand: /p[12]/.test(row) ? valueOf('Person.taxBand', row) : null,
      })),
    );
    const { notices } = (answer.body.extensions as { lingqu: { notices: unknown } }).lingqu;
    expect(notices).toEqual([{ code: 'SCOPE_LIMITED', position: ['people', 'taxBand'] }]);
  });

  test('by whatever way', async () => {
    for (const selection of [
      'people { benefit eligible postal taxNote }',
      'people { friends { taxBand friends { benefit } } }',
      'node(id: "person-id-of-p3") { ... on Person { taxBand postal } }',
      'find { ... on Person { postal } }',
      'pages { edges { node { taxBand } } }',
      'household(label: "household-label-of-h2") { members { taxBand } }',
      'companies { owner { postal friends { taxBand } } }',
    ]) {
      const answer = await town.ask(`{ ${selection} }`, police);
      expect([selection, answer.status]).toEqual([selection, 200]);
    }
    expect(sentInside(town)).toEqual(['aid ← p1', 'aid ← p2', 'taxes ← p1', 'taxes ← p2']);
    expect(sentOutside(town)).toEqual([]);
  });

  test('nothing tells how many: not one row, no fetch, no error', async () => {
    const answer = await town.ask('{ node(id: "person-id-of-p3") { ... on Person { name taxBand } } }', police);
    expect(town.captured.map(({ subgraph }) => subgraph)).toEqual(['people']);
    expect(answer.body.errors).toBeUndefined();
    expect(answer.body.data).toEqual({ node: { name: valueOf('Person.name', 'p3'), taxBand: null } });
  });

  test('where no row says what decides, the flow is denied', async () => {
    const nowhere = granting({ 'G-TAX-PSB': { scope: { sector: ['x'] } } });
    await inTown({ register: nowhere }, async (other) => {
      const answer = await other.ask('{ people { name taxBand } }', police);
      expect(denials(answer)).toEqual(['FLOW_NOT_PERMITTED Person.taxBand']);
      expect(other.sent()).toEqual([]);
    });
  });

  test('a grant suspended between fetches sends nothing', async () => {
    town.tamper(async ({ subgraph }, honest) => {
      if (subgraph === 'people') await town.gateway.suspend('G-TAX-PSB');
      return honest;
    });
    await town.ask('{ people { name taxBand } }', police);
    town.tamper(null);
    await town.gateway.restore('G-TAX-PSB');
    expect([sentInside(town), sentOutside(town)]).toEqual([[], []]);
  });

  test('what may flow is in the log with its grant', async () => {
    await town.ask('{ people { taxBand } }', police);
    const [entry] = town
      .entries()
      .filter(({ kind }) => kind === 'access')
      .slice(-1);
    expect(entry?.['flows']).toContainEqual(
      expect.objectContaining({ coordinate: 'Person.pid', decision: 'permit', grants: ['G-TAX-PSB'] }),
    );
  });
});
