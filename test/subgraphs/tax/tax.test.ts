import { taxRegister, type TaxRegister } from '../../../subgraphs/tax/data-access';
import { createTaxLoaders } from '../../../subgraphs/tax/loader';
import { taxProvider } from '../../../subgraphs/tax/provider';
import { asking, ENTITIES } from '../ask';

const ask = asking(taxProvider);

test('income is that of the latest year unless another is asked for', async () => {
  const of = [{ __typename: 'Person', pid: 'P-000001' }];
  const { data } = await ask(
    `${ENTITIES} { ... on Person { income before: income(year: 2024) never: income(year: 1990) } } }`,
    { of },
  );
  expect(data).toEqual({ _entities: [{ income: 86_000, before: 82_692, never: null }] });
});

test('returns are listed, narrowed by year, and found by id', async () => {
  const of = [
    { __typename: 'Person', pid: 'P-000007' },
    { __typename: 'TaxReturn', returnId: 'T-2025-000007' },
  ];
  const { data } = await ask(
    `${ENTITIES} { ... on Person { taxReturns { year } one: taxReturns(year: 2025) { returnId } } ... on TaxReturn { pid income } } }`,
    { of },
  );
  expect(data).toEqual({
    _entities: [
      { taxReturns: [{ year: 2023 }, { year: 2024 }, { year: 2025 }], one: [{ returnId: 'T-2025-000007' }] },
      { pid: 'P-000007', income: 248_000 },
    ],
  });
  expect(
    await ask('{ a: taxReturn(returnId: "T-2025-000007") { year } b: taxReturn(returnId: "T-1") { year } }'),
  ).toEqual({
    data: { a: { year: 2025 }, b: null },
  });
});

test('nobody is known under an unknown pid', async () => {
  const of = ['P-999999', 'constructor'].map((pid) => ({ __typename: 'Person', pid }));
  expect(await ask(`${ENTITIES} { ... on Person { income } } }`, { of })).toEqual({
    data: { _entities: [null, null] },
  });
});

test('incomes of many persons are one batch (no N+1)', async () => {
  const batches: string[][] = [];
  const register: TaxRegister = {
    ...taxRegister,
    incomes: (keys) => {
      batches.push([...keys]);
      return taxRegister.incomes(keys);
    },
  };
  const of = ['P-000001', 'P-000002', 'P-000001', 'P-000003'].map((pid) => ({ __typename: 'Person', pid }));
  const counted = asking({ ...taxProvider, loaders: () => createTaxLoaders(register) });
  await counted(`${ENTITIES} { ... on Person { income } } }`, { of });
  expect(batches).toEqual([['P-000001/2025', 'P-000002/2025', 'P-000003/2025']]);
});
