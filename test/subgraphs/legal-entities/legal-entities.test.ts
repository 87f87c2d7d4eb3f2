import { syntheticEnterprises } from '../../../subgraphs/legal-entities/data/enterprises';
import { legalEntitiesProvider } from '../../../subgraphs/legal-entities/provider';
import { asking, ENTITIES } from '../ask';

const ask = asking(legalEntitiesProvider);
const first = '91451225MA00000019';

async function codesOf(filter: string): Promise<readonly string[]> {
  const { data, errors } = await ask(`{ enterprises${filter} { creditCode } }`);
  expect(errors).toBeUndefined();
  return (data as { enterprises: { creditCode: string }[] }).enterprises.map(({ creditCode }) => creditCode);
}

test('an enterprise is found by its credit code, and leads to its representative and its county', async () => {
  const { data, errors } = await ask(`{
    enterprise(creditCode: "${first}") {
      name status regionCode county { code } legalRepresentativeName legalRepresentative { pid }
    }
  }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    enterprise: {
      name: '河池模拟建筑第1有限公司',
      status: 'OPERATING',
      regionCode: '451225',
      county: { code: '451225' },
      legalRepresentativeName: '农测试',
      legalRepresentative: { pid: 'P-000007' },
    },
  });
});

test('there is no enterprise of an unknown code', async () => {
  expect(await ask('{ enterprise(creditCode: "__proto__") { name } }')).toEqual({ data: { enterprise: null } });
});

test('holders are shown as the person or the enterprise that they are', async () => {
  const owned = syntheticEnterprises().find(({ shares }) => shares.some(({ holder }) => 'creditCode' in holder))!;
  const { data, errors } = await ask(
    `query ($code: ID!) {
      enterprise(creditCode: $code) {
        shareholders { percent party { __typename ... on Person { pid } ... on Enterprise { creditCode name } } }
      }
    }`,
    { code: owned.creditCode },
  );
  expect(errors).toBeUndefined();
  const { shareholders } = (data as { enterprise: { shareholders: { party: { __typename: string } }[] } }).enterprise;
  expect(shareholders.map(({ party }) => party.__typename)).toEqual(['Person', 'Enterprise']);
});

test('each filter holds, and all of them together', async () => {
  const all = syntheticEnterprises();
  const nanning = all.filter(({ regionCode }) => regionCode.startsWith('4501'));
  expect(await codesOf('(regionCode: "450100", first: 5)')).toEqual(nanning.slice(0, 5).map((one) => one.creditCode));
  expect(await codesOf('(regionCode: "451225", legalRepresentativeName: "农测试")')).toContain(first);
  expect(await codesOf('(nameContains: "第1有限公司")')).toEqual([first]);
  expect(await codesOf('(nameContains: "第1有限公司", industry: TRADE)')).toEqual([]);
  expect(await codesOf('(regionCode: "nowhere")')).toEqual([]);
});

test('pages follow one another and are bounded', async () => {
  const all = syntheticEnterprises().map((one) => one.creditCode);
  expect(await codesOf('')).toEqual(all.slice(0, 200));
  expect(await codesOf('(first: 100000, offset: 1990)')).toEqual(all.slice(1990));
  expect(await codesOf('(first: -5)')).toEqual([]);
  expect(await codesOf('(first: 2, offset: -5)')).toEqual(all.slice(0, 2));
});

test("the caller's scope, which the gateway fills, comes before paging", async () => {
  const inside = syntheticEnterprises().filter(({ regionCode }) => /^(4502|450103)/.test(regionCode));
  expect(await codesOf('(withinRegions: ["450200", "450103"], first: 10)')).toEqual(
    inside.slice(0, 10).map((one) => one.creditCode),
  );
  expect(await codesOf('(withinRegions: [])')).toEqual([]);
});

test('references are answered, unknown ones with null', async () => {
  const of = [first, '91450000MA0000000X'].map((creditCode) => ({ __typename: 'Enterprise', creditCode }));
  const { data } = await ask(`${ENTITIES} { ... on Enterprise { name } } }`, { of });
  expect(data).toEqual({ _entities: [{ name: '河池模拟建筑第1有限公司' }, null] });
});
