import { syntheticVisits, visitCounts } from '../../../subgraphs/health/data/visits';
import { healthProvider } from '../../../subgraphs/health/provider';
import { asking, ENTITIES } from '../ask';

const ask = asking(healthProvider);

test("a resident's visits are reached by pid, in date order, and bounded by dates", async () => {
  const of = [{ __typename: 'Person', pid: 'P-000007' }];
  const visits = async (filter: string) => {
    const { data, errors } = await ask(`${ENTITIES} { ... on Person { visits${filter} { visitId visitedOn } } } }`, {
      of,
    });
    expect(errors).toBeUndefined();
    return (data as { _entities: { visits: { visitedOn: string }[] }[] })._entities[0]!.visits;
  };
  const all = syntheticVisits('P-000007').map(({ visitId, visitedOn }) => ({ visitId, visitedOn }));
  expect(all.length).toBeGreaterThan(1);
  expect(await visits('')).toEqual(all);
  expect(await visits(`(from: "${all[1]!.visitedOn}")`)).toEqual(all.slice(1));
  expect(await visits(`(to: "${all[0]!.visitedOn}")`)).toEqual(all.slice(0, 1));
});

test('nobody is known under an unknown pid', async () => {
  const of = ['P-999999', '__proto__'].map((pid) => ({ __typename: 'Person', pid }));
  const { data } = await ask(`${ENTITIES} { ... on Person { contactPhone visits { visitId } } } }`, { of });
  expect(data).toEqual({ _entities: [null, null] });
});

test('a visit is found by its id, with its settlement', async () => {
  const { data, errors } = await ask(`{
    visit(visitId: "V-000001-1") { pid diagnosis settlement { scheme total covered ownPayment } }
  }`);
  expect(errors).toBeUndefined();
  const record = syntheticVisits('P-000001')[0]!;
  expect(data).toEqual({
    visit: { pid: 'P-000001', diagnosis: record.diagnosis, settlement: record.settlement },
  });
  expect(await ask('{ visit(visitId: "V-1") { pid } }')).toEqual({ data: { visit: null } });
});

test('counts too small to publish are left out', async () => {
  const { data } = await ask('{ visitCounts(regionCode: "450000") { regionCode month visits } }');
  const counts = (data as { visitCounts: { visits: number }[] }).visitCounts;
  const all = [...visitCounts().values()].flatMap((months) => [...months.values()]);
  expect(counts.every(({ visits }) => visits >= 10)).toBe(true);
  expect(counts).toHaveLength(all.filter((visits) => visits >= 10).length);
  expect(counts.length).toBeLessThan(all.length);
});

test('counts are given by area and month', async () => {
  const { data } = await ask('{ visitCounts(regionCode: "450103", month: "2025-07") { regionCode month visits } }');
  const visits = visitCounts().get('450103')!.get('2025-07');
  expect(data).toEqual({ visitCounts: [{ regionCode: '450103', month: '2025-07', visits }] });
});
