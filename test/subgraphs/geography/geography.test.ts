import { geographyProvider } from '../../../subgraphs/geography/provider';
import { createGeographyLoaders } from '../../../subgraphs/geography/loader';
import { asking, ENTITIES } from '../ask';

const ask = asking(geographyProvider);

test('a division is found by its code, with its own kind', async () => {
  const answer = await ask(`{
    division(code: "450103") { __typename code name level parent { __typename name } ... on County { kind } }
  }`);
  expect(answer).toEqual({
    data: {
      division: {
        __typename: 'County',
        code: '450103',
        name: '青秀区',
        level: 'COUNTY',
        parent: { __typename: 'City', name: '南宁市' },
        kind: 'DISTRICT',
      },
    },
  });
});

test.each(['999999', '', '__proto__', '45'])('there is no division of code `%s`', async (code) => {
  expect(await ask('query ($code: ID!) { division(code: $code) { code } }', { code })).toEqual({
    data: { division: null },
  });
});

test('the levels are walked down to the villages and up to the region', async () => {
  const answer = await ask(`{
    division(code: "450103001") {
      children(first: 2) {
        __typename code name
        parent { parent { parent { parent { __typename name parent { code } } } } }
      }
    }
  }`);
  expect(answer.errors).toBeUndefined();
  const region = { __typename: 'Region', name: '广西壮族自治区', parent: null };
  const { children } = (answer.data as { division: { children: object[] } }).division;
  expect(children).toHaveLength(2);
  for (const child of children) {
    expect(child).toMatchObject({ __typename: 'Village', parent: { parent: { parent: { parent: region } } } });
  }
});

test('all cities are listed', async () => {
  const { data } = await ask('{ cities { code childCount } }');
  const { cities } = data as { cities: { code: string; childCount: number }[] };
  expect(cities).toHaveLength(14);
  expect(cities.reduce((sum, city) => sum + city.childCount, 0)).toBe(111);
});

test('children are paged by the code of the last one seen', async () => {
  const codes = async (page: string) => {
    const { data } = await ask(`{ division(code: "450100") { children(${page}) { code } } }`);
    return (data as { division: { children: { code: string }[] } }).division.children.map(({ code }) => code);
  };
  const all = await codes('first: 200');
  expect(all).toHaveLength(12);
  expect([...(await codes('first: 5')), ...(await codes(`first: 200, after: "${all[4]}"`))]).toEqual(all);
  expect(await codes('first: -1')).toEqual([]);
});

test('names are searched within an area and a level', async () => {
  const { data } = await ask('{ searchDivisions(name: "城", level: COUNTY, under: "450200") { name } }');
  expect(data).toEqual({ searchDivisions: [{ name: '城中区' }, { name: '柳城县' }] });
});

test('a reference to the interface is answered with the concrete type', async () => {
  const of = [
    { __typename: 'Division', code: '450100' },
    { __typename: 'Division', code: '450103001' },
    { __typename: 'County', code: '450103' },
    { __typename: 'Division', code: '999999' },
  ];
  const { data, errors } = await ask(`${ENTITIES} { __typename ... on City { name } ... on County { name } } }`, {
    of,
  });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    _entities: [
      { __typename: 'City', name: '南宁市' },
      { __typename: 'Town' },
      { __typename: 'County', name: '青秀区' },
      null,
    ],
  });
});

test('one code is looked up once in a request', async () => {
  const loaders = createGeographyLoaders();
  const load = jest.spyOn(loaders.division, 'load');
  const seen = new Set<string>();
  const counting = asking({ ...geographyProvider, loaders: () => loaders });
  await counting('{ division(code: "450100") { children { parent { name } } } }');
  for (const [code] of load.mock.calls) seen.add(code);
  expect(load.mock.calls.length).toBe(13);
  expect([...seen]).toEqual(['450100']);
  expect(await loaders.division.load('450100')).toBe(await loaders.division.load('450100'));
});

test('nobody but the gateway is answered', async () => {
  const { data, errors } = await asking(geographyProvider, false)('{ cities { code } }');
  expect(data).toBeNull();
  expect(errors).toEqual(['not the gateway']);
});
