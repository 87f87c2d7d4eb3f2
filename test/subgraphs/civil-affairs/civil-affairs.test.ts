import { isEligible } from '../../../subgraphs/civil-affairs/eligibility';
import { civilAffairsProvider } from '../../../subgraphs/civil-affairs/provider';
import { populationProvider } from '../../../subgraphs/population/provider';
import { asking, ENTITIES } from '../ask';

const ask = asking(civilAffairsProvider);

test('eligibility is computed from what the gateway brings along; without it, it is not known', async () => {
  const of = [
    { pid: 'P-000004', income: 9_600, householdSize: 2 },
    { pid: 'P-000001', income: 86_000, householdSize: 3 },
    { pid: 'P-000006', income: null, householdSize: 1 },
    { pid: 'P-000006' },
  ].map((reference) => ({ __typename: 'Person', ...reference }));
  const { data } = await ask(`${ENTITIES} { ... on Person { eligible } } }`, { of });
  expect(data).toEqual({
    _entities: [{ eligible: true }, { eligible: false }, { eligible: null }, { eligible: null }],
  });
});

test('a household without members has no answer, and the threshold itself is too much', () => {
  expect(isEligible(0, 0)).toBeNull();
  expect(isEligible(9_599, 1)).toBe(true);
  expect(isEligible(9_600, 1)).toBe(false);
});

test('cases are found by person, by id and by filter', async () => {
  const { data } = await ask(
    `query ($of: [_Any!]!) {
      _entities(representations: $of) { ... on Person { assistanceCase { caseId status } } }
      assistanceCase(caseId: "A-000004") { pid applicant { pid } monthlyAmount }
      assistanceCases(regionCode: "450200", status: UNDER_REVIEW, limit: 2) { regionCode status }
    }`,
    { of: ['P-000006', 'P-000001'].map((pid) => ({ __typename: 'Person', pid })) },
  );
  expect(data).toEqual({
    _entities: [{ assistanceCase: { caseId: 'A-000006', status: 'APPROVED' } }, { assistanceCase: null }],
    assistanceCase: { pid: 'P-000004', applicant: { pid: 'P-000004' }, monthlyAmount: null },
    assistanceCases: [
      { regionCode: expect.stringMatching(/^4502/), status: 'UNDER_REVIEW' },
      { regionCode: expect.stringMatching(/^4502/), status: 'UNDER_REVIEW' },
    ],
  });
});

test('the field that moved here says what its former owner said', async () => {
  const of = Array.from({ length: 300 }, (_, index) => ({
    __typename: 'Person',
    pid: `P-${String(index + 1).padStart(6, '0')}`,
  }));
  const query = `${ENTITIES} { ... on Person { pid maritalStatus } } }`;
  const [here, there] = await Promise.all([ask(query, { of }), asking(populationProvider)(query, { of })]);
  expect(here).toEqual(there);
  expect(JSON.stringify(here)).toContain('"MARRIED"');
});
