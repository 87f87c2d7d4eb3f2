/** The demo as its clients meet it: the committed register shows every reason there is to deny, and what is permitted arrives. */
import { startDemo, type DemoFixture } from '../support/start-demo';

let demo: DemoFixture;
beforeAll(async () => {
  demo = await startDemo();
}, 60_000);
afterAll(() => demo.stop());

const eligibility = { as: 'welfare-desk', purpose: 'social-assistance.eligibility' };
const treatment = { as: 'hospital-desk', purpose: 'public-health.treatment' };
const planning = { as: 'nanning-data-bureau', purpose: 'population.planning' };
const employment = { as: 'employment-desk', purpose: 'social-assistance.employment' };

type Asking = NonNullable<Parameters<DemoFixture['ask']>[1]>;

/** @returns data, and `coordinate: code` of each error */
async function ask(query: string, how?: Asking): Promise<{ status: number; data: unknown; denied: readonly string[] }> {
  const { status, body } = await demo.ask(query, how);
  const denied = (body.errors ?? []).map(
    ({ extensions }) => `${String(extensions['coordinate'])}: ${String(extensions['code'])}`,
  );
  return { status, data: body.data, denied };
}

test('it composes without an error, and warns only of the telephone number that two providers label', () => {
  expect(demo.findings.map(({ code, coordinate }) => `${code} ${coordinate ?? ''}`)).toEqual([
    'GX3201 Person.contactPhone',
    'GX3201 Person.contactPhone',
  ]);
});

test('anybody: open data, names as masks, nothing about persons (NOT_OPEN)', async () => {
  const query = `{
    residentCount(regionCode: "450100")
    enterprise(creditCode: "91451225MA00000019") { legalRepresentativeName county { name } }
    person(pid: "P-000001") { name }
  }`;
  expect(await ask(query)).toEqual({
    status: 200,
    data: {
      residentCount: 5477,
      enterprise: { legalRepresentativeName: '农**', county: { name: '罗城仫佬族自治县' } },
      person: null,
    },
    denied: ['Query.person: NOT_OPEN'],
  });
});

test('the welfare desk: granted values, masks, eligibility out of two released sources, and what stays denied', async () => {
  const query = `{ person(pid: "P-000004") {
    name idNumber phone income eligible maritalStatus household { size members { name } } gender wanted
  } }`;
  expect(await ask(query, eligibility)).toEqual({
    status: 200,
    data: {
      person: {
        name: '黄样本',
        idNumber: '450203************',
        phone: expect.stringMatching(/^000\*{6}\d\d$/),
        income: 9600,
        eligible: true,
        maritalStatus: 'NOT_MARRIED',
        household: { size: 2, members: [{ name: '黄样本' }, { name: '黄小本' }] },
        gender: null,
        wanted: null,
      },
    },
    denied: ['Person.gender: GRANT_REQUIRED', 'Person.wanted: NOT_SHARED'],
  });
});

test('PURPOSE_REQUIRED: a desk that does not say what for', async () => {
  expect(await ask('{ person(pid: "P-000004") { name } }', { as: 'welfare-desk' })).toEqual({
    status: 200,
    data: { person: null },
    denied: ['Query.person: PURPOSE_REQUIRED'],
  });
});

test('the hospital sees eligibility, which its owners released, and not the income behind it', async () => {
  const query = '{ person(pid: "P-000001") { name eligible income visits { ward } contactPhone } }';
  expect(await ask(query, treatment)).toEqual({
    status: 200,
    data: {
      person: { name: '韦示例', eligible: false, income: null, visits: [{ ward: '内分泌科' }], contactPhone: null },
    },
    denied: ['Person.income: PURPOSE_NOT_ALLOWED', 'Person.contactPhone: NOT_SHARED'],
  });
});

test('METHOD_NOT_ALLOWED: the hospital may look, not correct; the register itself corrects', async () => {
  const mutation = (fields: string): string =>
    `mutation { correctContact(input: { pid: "P-000010", phone: "00000000001", reason: "synthetic" }) { ${fields} } }`;
  expect(await ask(mutation('correctionId'), treatment)).toMatchObject({
    status: 403,
    denied: ['Mutation.correctContact: METHOD_NOT_ALLOWED'],
  });
  const own = { as: 'resident-service', purpose: 'population.registration' };
  expect(await ask(mutation('person { phone }'), own)).toEqual({
    status: 200,
    data: { correctContact: { person: { phone: '00000000001' } } },
    denied: [],
  });
});

test('a city sees its own rows, in pages of its own, and counts no others (else SCOPE_LIMITED)', async () => {
  const query = `{
    mine: person(pid: "P-000001") { name }
    theirs: person(pid: "P-000004") { name }
    persons(nameStartsWith: "韦") { regionCode }
    personsConnection(filter: { nameStartsWith: "李柏" }, first: 2) { totalCount edges { node { regionCode } } }
    all: personsConnection(filter: { nameStartsWith: "李柏" }, first: 200) { edges { node { pid } } }
  }`;
  const { data, denied } = await ask(query, planning);
  expect(denied).toEqual([]);
  const { mine, theirs, persons, personsConnection, all } = data as {
    mine: unknown;
    theirs: unknown;
    persons: { regionCode: string }[];
    personsConnection: { totalCount: number; edges: { node: { regionCode: string } }[] };
    all: { edges: unknown[] };
  };
  expect([mine, theirs]).toEqual([{ name: '韦示例' }, null]);
  const shown = [...persons, ...personsConnection.edges.map(({ node }) => node)];
  expect(shown.length).toBeGreaterThan(4);
  expect(shown.filter(({ regionCode }) => !regionCode.startsWith('4501'))).toEqual([]);
  expect(personsConnection.edges).toHaveLength(2);
  expect(personsConnection.totalCount).toBe(all.edges.length);
  // Here the gateway alone filters: a page would tell of others.
  expect((await ask('{ persons(limit: 3) { name } }', planning)).denied).toEqual(['Query.persons: SCOPE_LIMITED']);
  const everywhere = '{ personsConnection(filter: { nameStartsWith: "李柏" }) { totalCount } }';
  const region = (await ask(everywhere, eligibility)).data as { personsConnection: { totalCount: number } };
  expect(region.personsConnection.totalCount).toBeGreaterThan(personsConnection.totalCount);
});

test('GRANT_EXPIRED, GRANT_SUSPENDED and PURPOSE_NOT_ALLOWED: a desk whose grants ended or say something else', async () => {
  expect(await ask('{ person(pid: "P-000001") { gender phone householdSize address } }', employment)).toEqual({
    status: 200,
    data: { person: { gender: null, phone: null, householdSize: 3, address: '广西壮族自治区南宁市青秀区' } },
    denied: ['Person.gender: GRANT_EXPIRED', 'Person.phone: GRANT_SUSPENDED'],
  });
  const other = { ...employment, purpose: 'population.planning' };
  expect(await ask('{ person(pid: "P-000001") { regionCode householdSize } }', other)).toEqual({
    status: 200,
    data: { person: { regionCode: '450103', householdSize: null } },
    denied: ['Person.householdSize: PURPOSE_NOT_ALLOWED'],
  });
});

test('INFLUENCE_NOT_PERMITTED: filtering by a name that one may not see', async () => {
  expect(await ask('{ persons(nameStartsWith: "韦") { pid } }', employment)).toMatchObject({
    status: 403,
    denied: ['Person.name: INFLUENCE_NOT_PERMITTED'],
  });
});

test('FLOW_NOT_PERMITTED: a case may not be told to the hospitals, though both its ends are granted', async () => {
  const query =
    '{ assistanceCase(caseId: "A-000004") { applicant { name eligible visits { settlement { total } } } } }';
  expect(await ask(query, eligibility)).toEqual({
    status: 200,
    data: { assistanceCase: { applicant: { name: '黄样本', eligible: true, visits: null } } },
    denied: ['Person.visits: FLOW_NOT_PERMITTED'],
  });
  const direct = '{ person(pid: "P-000004") { visits { settlement { total } } } }';
  expect((await ask(direct, eligibility)).denied).toEqual([]);
});

describe('conditionally open data', () => {
  const query = '{ division(code: "450100") { name waterSummary(month: "2025-06") { cubicMetres } } }';
  const given = { division: { name: '南宁市', waterSummary: { cubicMetres: expect.any(Number) } } };

  test.each(['open-developer', 'broker'])('%s has signed commitment and agreement', async (as) => {
    expect(await ask(query, { as })).toEqual({ status: 200, data: given, denied: [] });
  });

  test('GRANT_REQUIRED: who has signed nothing', async () => {
    const { data, denied } = await ask(query, { as: 'open-newcomer' });
    expect(data).toEqual({ division: { name: '南宁市', waterSummary: null } });
    expect(denied).toContain('City.waterSummary: GRANT_REQUIRED');
  });

  test('ONWARD_TRANSFER: the broker asks on behalf of somebody else', async () => {
    const { data, denied } = await ask(query, { as: 'broker', headers: { 'lingqu-represented-party': 'OPEN-NEW' } });
    expect(data).toEqual({ division: { name: '南宁市', waterSummary: null } });
    expect(denied).toContain('City.waterSummary: ONWARD_TRANSFER');
  });
});

test('a processor that the grant names may act for the recipient, for what rests on that grant; nobody else may', async () => {
  const query = '{ persons(nameStartsWith: "黄样") { name } }';
  const acting = (party: string): Asking => ({ ...eligibility, headers: { 'lingqu-represented-party': party } });
  expect(await ask(query, acting('GX-CLOUD'))).toEqual({
    status: 200,
    data: { persons: [{ name: '黄样本' }] },
    denied: [],
  });
  expect((await ask(query, acting('OPEN-BROKER'))).denied).toEqual(['Query.persons: ONWARD_TRANSFER']);
});
