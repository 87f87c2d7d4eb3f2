import { createPopulationLoaders } from '../../../subgraphs/population/loader';
import { residentRegister, type ResidentRegister } from '../../../subgraphs/population/data-access';
import { populationProvider } from '../../../subgraphs/population/provider';
import { asking, ENTITIES, type Ask } from '../ask';

/** A provider on a register of its own, which writes down every batch of keys it is asked for. */
function recorded(): { readonly ask: Ask; readonly batches: Record<'person' | 'household', string[][]> } {
  const register = residentRegister();
  const batches: Record<'person' | 'household', string[][]> = { person: [], household: [] };
  const counting: ResidentRegister = {
    ...register,
    personsByPid: (pids) => {
      batches.person.push([...pids]);
      return register.personsByPid(pids);
    },
    householdsById: (ids) => {
      batches.household.push([...ids]);
      return register.householdsById(ids);
    },
  };
  return { ask: asking({ ...populationProvider, loaders: () => createPopulationLoaders(counting) }), batches };
}

const { ask } = recorded();

test('a resident is found by pid, an unknown pid is null', async () => {
  expect(
    await ask(
      '{ known: person(pid: "P-000004") { name regionCode householdSize maritalStatus } unknown: person(pid: "P-999999") { name } }',
    ),
  ).toEqual({
    data: {
      known: { name: '黄样本', regionCode: '450203', householdSize: 2, maritalStatus: 'NOT_MARRIED' },
      unknown: null,
    },
  });
});

test('every filter narrows the list, and they hold together', async () => {
  const { data } = await ask(`{
    all: persons(regionCode: "450200", limit: 200) { regionCode }
    named: persons(regionCode: "450200", nameStartsWith: "黄样") { pid }
    none: persons(regionCode: "450300", nameStartsWith: "黄样") { pid }
  }`);
  const { all, named, none } = data as { all: { regionCode: string }[]; named: unknown; none: unknown };
  expect(all.length).toBe(200);
  expect(all.every(({ regionCode }) => regionCode.startsWith('4502'))).toBe(true);
  expect(named).toEqual([{ pid: 'P-000004' }]);
  expect(none).toEqual([]);
});

test('pages follow each other without a gap, in the order asked for, and know the total', async () => {
  const page = async (after: string | null): Promise<{ dates: string[]; next: string | null; total: number }> => {
    const { data } = await ask(
      `query ($after: String) {
        personsConnection(filter: { regionCode: "450103", birthDateFrom: "2020-01-01" }, orderBy: BIRTH_DATE_DESC, first: 7, after: $after) {
          totalCount pageInfo { hasNextPage endCursor } edges { node { birthDate } }
        }
      }`,
      { after },
    );
    const { totalCount, pageInfo, edges } = (
      data as {
        personsConnection: {
          totalCount: number;
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
          edges: { node: { birthDate: string } }[];
        };
      }
    ).personsConnection;
    const dates = edges.map(({ node }) => node.birthDate);
    return { dates, next: pageInfo.hasNextPage ? pageInfo.endCursor : null, total: totalCount };
  };
  const dates: string[] = [];
  let total = 0;
  for (let next: string | null | undefined; next !== null;) {
    const read = await page(next ?? null);
    dates.push(...read.dates);
    ({ next, total } = read);
  }
  expect(dates.length).toBe(total);
  expect(total).toBeGreaterThan(14);
  expect(dates).toEqual([...dates].sort().reverse());
  expect(dates.every((date) => date >= '2020-01-01')).toBe(true);
});

test('what is no cursor yields an empty page', async () => {
  const { data } = await ask('{ personsConnection(after: "nonsense") { edges { cursor } pageInfo { hasNextPage } } }');
  expect(data).toEqual({ personsConnection: { edges: [], pageInfo: { hasNextPage: false } } });
});

test('page sizes out of bounds are refused', async () => {
  for (const query of ['{ persons(limit: 201) { pid } }', '{ personsConnection(first: -1) { totalCount } }']) {
    expect((await ask(query)).errors).toHaveLength(1);
  }
});

test('residents are counted by area', async () => {
  const { data } = await ask(
    '{ all: residentCount city: residentCount(regionCode: "450100") none: residentCount(regionCode: "11") }',
  );
  expect(data).toEqual({ all: 20_000, city: 5477, none: 0 });
});

test('a household lists its members, the head first', async () => {
  expect(await ask('{ household(householdId: "H-000002") { size regionCode members { name } } }')).toEqual({
    data: { household: { size: 2, regionCode: '450203', members: [{ name: '黄样本' }, { name: '黄小本' }] } },
  });
});

test('a correction shows from then on, everywhere; of nobody it is null', async () => {
  const own = recorded();
  const correct =
    'mutation ($pid: ID!, $phone: String) { correctContact(input: { pid: $pid, phone: $phone, reason: "test" }) { correctionId person { phone } } }';
  expect(await own.ask(correct, { pid: 'P-000005', phone: '00000000009' })).toEqual({
    data: { correctContact: { correctionId: 'K-000001', person: { phone: '00000000009' } } },
  });
  expect(await own.ask(correct, { pid: 'P-999999', phone: '00000000009' })).toEqual({ data: { correctContact: null } });
  const { data } = await own.ask(
    '{ person(pid: "P-000005") { phone } household(householdId: "H-000002") { members { phone } } }',
  );
  expect(data).toMatchObject({
    person: { phone: '00000000009' },
    household: { members: [{}, { phone: '00000000009' }] },
  });
});

test('two corrections in one request each show their own result', async () => {
  const one = (phone: string): string =>
    `correctContact(input: { pid: "P-000006", phone: "${phone}", reason: "test" }) { person { phone } }`;
  expect(await recorded().ask(`mutation { a: ${one('00000000001')} b: ${one('00000000002')} }`)).toEqual({
    data: { a: { person: { phone: '00000000001' } }, b: { person: { phone: '00000000002' } } },
  });
});

test('a malformed telephone number is refused and changes nothing', async () => {
  const own = recorded();
  const { data, errors } = await own.ask(
    'mutation { correctContact(input: { pid: "P-000001", phone: "call me", reason: "test" }) { correctionId } }',
  );
  expect([data, errors?.length]).toEqual([{ correctContact: null }, 1]);
  expect((await own.ask('{ person(pid: "P-000001") { phone } }')).data).not.toEqual({ person: { phone: 'call me' } });
});

test('a hundred entities are two batches: one of persons, one of households (no N+1)', async () => {
  const { ask: own, batches } = recorded();
  const pids = Array.from({ length: 100 }, (_, index) => `P-${String(index + 1).padStart(6, '0')}`);
  const of = [...pids, ...pids].map((pid) => ({ __typename: 'Person', pid }));
  const { data, errors } = await own(
    `${ENTITIES} { ... on Person { name householdSize maritalStatus household { size } } } }`,
    { of },
  );
  expect(errors).toBeUndefined();
  expect((data as { _entities: unknown[] })._entities).toHaveLength(200);
  expect(batches.person).toEqual([pids]);
  expect(batches.household).toHaveLength(1);
});

test('loaders last for one request: the next one reads anew', async () => {
  const { ask: own, batches } = recorded();
  await own('{ person(pid: "P-000001") { name } }');
  await own('{ person(pid: "P-000001") { name } }');
  expect(batches.person).toEqual([['P-000001'], ['P-000001']]);
});
