import { syntheticPerson } from '../../../subgraphs/kit/synthetic/person';
import { consumptionOf, waterAccount } from '../../../subgraphs/water/data/accounts';
import { isPublishable, waterTotal } from '../../../subgraphs/water/data/totals';
import { waterProvider } from '../../../subgraphs/water/provider';
import { asking, ENTITIES } from '../ask';

const ask = asking(waterProvider);

test("a resident's account is reached by pid; who signed no contract has none", async () => {
  const of = ['P-000001', 'P-000002', 'P-999999'].map((pid) => ({ __typename: 'Person', pid }));
  const { data, errors } = await ask(
    `${ENTITIES} { ... on Person { contactPhone waterAccounts { accountId regionCode persons } } } }`,
    { of },
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    _entities: [
      {
        contactPhone: syntheticPerson('P-000001')!.phone,
        waterAccounts: [{ accountId: 'W-000001', regionCode: '450103', persons: 3 }],
      },
      { contactPhone: syntheticPerson('P-000002')!.phone, waterAccounts: [] },
      null,
    ],
  });
});

test('consumption is given month by month, and bounded', async () => {
  const { data, errors } = await ask(`{
    waterAccount(accountId: "W-000001") { consumption(from: "2025-07", to: "2025-08") { month cubicMetres } }
  }`);
  expect(errors).toBeUndefined();
  const readings = consumptionOf(waterAccount('W-000001')!);
  expect(data).toEqual({ waterAccount: { consumption: [readings[6], readings[7]] } });
  expect(await ask('{ waterAccount(accountId: "W-1") { pid } }')).toEqual({ data: { waterAccount: null } });
});

test("every division of geography's gets a summary where totals are kept, and null elsewhere", async () => {
  const codes = ['450000', '450100', '450103', '450103001', '__proto__'];
  const of = codes.map((code) => ({ __typename: 'Division', code }));
  const { data, errors } = await ask(
    `${ENTITIES} { ... on Division { waterSummary(month: "2025-07") { code month households cubicMetres } } } }`,
    { of },
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    _entities: codes.map((code) => ({ waterSummary: waterTotal(code, '2025-07') ?? null })),
  });
  expect(waterTotal('450103', '2025-07')).toBeDefined();
  expect(waterTotal('450103001', '2025-07')).toBeUndefined();
});

test('totals of fewer than ten households are not published', () => {
  expect([0, 1, 9, 10].map((households) => isPublishable({ households }))).toEqual([false, false, false, true]);
});
