import { creditCheckCharacter } from '../../subgraphs/kit/synthetic/credit-code';
import { syntheticPerson, syntheticPersons } from '../../subgraphs/kit/synthetic/person';
import { syntheticAssistanceCaseById, syntheticAssistanceCases } from '../../subgraphs/civil-affairs/data/assistance';
import { syntheticVisit, syntheticVisits, visitCounts } from '../../subgraphs/health/data/visits';
import {
  ENTERPRISE_COUNT,
  syntheticEnterprise,
  syntheticEnterprises,
} from '../../subgraphs/legal-entities/data/enterprises';
import { residentCounts, syntheticHousehold, syntheticHouseholds } from '../../subgraphs/population/data/households';
import { syntheticIncome, syntheticTaxReturn, syntheticTaxReturns } from '../../subgraphs/tax/data/income';
import { consumptionOf, waterAccount, waterAccounts, waterAccountsOf } from '../../subgraphs/water/data/accounts';
import { waterTotal } from '../../subgraphs/water/data/totals';

test('every pid that any provider holds is a resident that population knows', () => {
  const pids = [
    ...syntheticAssistanceCases().map((one) => one.pid),
    ...waterAccounts().map((account) => account.pid),
    ...syntheticEnterprises().map((enterprise) => enterprise.legalRepresentative.pid),
    ...syntheticEnterprises().flatMap((enterprise) =>
      enterprise.shares.flatMap(({ holder }) => ('pid' in holder ? [holder.pid] : [])),
    ),
    ...syntheticHouseholds().flatMap((household) => household.members.map((member) => member.pid)),
  ];
  expect(pids.filter((pid) => syntheticPerson(pid) === undefined)).toEqual([]);
});

test('providers agree about the person behind a pid', () => {
  const strangers = waterAccounts().filter(({ pid, address, regionCode, persons }) => {
    const person = syntheticPerson(pid)!;
    const { length } = syntheticHousehold(person.householdId)!.members;
    return address !== person.address || regionCode !== person.regionCode || persons !== length;
  });
  expect(strangers).toEqual([]);
  const misnamed = syntheticEnterprises().filter(
    ({ legalRepresentative: { pid, name } }) => name !== syntheticPerson(pid)!.name,
  );
  expect(misnamed).toEqual([]);
});

test('nobody who does not exist has an income, a visit, an account or a case', () => {
  for (const pid of ['P-999999', '', '__proto__', 'toString']) {
    expect(syntheticIncome(pid)).toBeUndefined();
    expect(syntheticTaxReturns(pid)).toEqual([]);
    expect(syntheticVisits(pid)).toEqual([]);
    expect(waterAccountsOf(pid)).toEqual([]);
  }
  expect(syntheticVisit('V-999999-1')).toBeUndefined();
  expect(syntheticTaxReturn('T-2025-999999')).toBeUndefined();
  expect(syntheticAssistanceCaseById('A-999999')).toBeUndefined();
  expect(waterAccount('W-999999')).toBeUndefined();
  expect(syntheticEnterprise('91450000MA00000000')).toBeUndefined();
});

test('records are found under the id they carry', () => {
  for (const { pid } of syntheticPersons().slice(0, 200)) {
    for (const visit of syntheticVisits(pid)) expect(syntheticVisit(visit.visitId)).toEqual(visit);
    for (const one of syntheticTaxReturns(pid)) expect(syntheticTaxReturn(one.returnId)).toEqual(one);
    for (const account of waterAccountsOf(pid)) expect(waterAccount(account.accountId)).toBe(account);
  }
  for (const one of syntheticAssistanceCases().slice(0, 50)) {
    expect(syntheticAssistanceCaseById(one.caseId)).toEqual(one);
  }
});

test('no credit code is valid, and each is given once', () => {
  const codes = syntheticEnterprises().map((enterprise) => enterprise.creditCode);
  expect(codes).toHaveLength(ENTERPRISE_COUNT);
  expect(new Set(codes).size).toBe(ENTERPRISE_COUNT);
  expect(codes.filter((code) => code.charAt(17) === creditCheckCharacter(code.slice(0, 17)))).toEqual([]);
});

test('the shares of an enterprise add up, and no enterprise owns itself, not through others either', () => {
  const order = new Map(syntheticEnterprises().map((enterprise, place) => [enterprise.creditCode, place]));
  for (const { creditCode, shares } of syntheticEnterprises()) {
    expect(shares.reduce((sum, share) => sum + share.percent, 0)).toBe(100);
    for (const { holder } of shares) {
      if ('creditCode' in holder) expect(order.get(holder.creditCode)!).toBeLessThan(order.get(creditCode)!);
    }
  }
});

test('totals are the sum of their parts', () => {
  const nanning = waterAccounts().filter((account) => account.regionCode.startsWith('4501'));
  const july = nanning.flatMap((account) => consumptionOf(account).filter(({ month }) => month === '2025-07'));
  expect(waterTotal('450100', '2025-07')).toEqual({
    code: '450100',
    month: '2025-07',
    households: nanning.length,
    cubicMetres: july.reduce((sum, reading) => sum + reading.cubicMetres, 0),
  });
  expect(waterTotal('450000', '2025-07')!.households).toBe(waterAccounts().length);
  expect(waterTotal('450100', '1999-01')).toBeUndefined();
  const residents = [...residentCounts().values()].reduce((sum, count) => sum + count, 0);
  expect(residents).toBe(syntheticPersons().length);
  const visits = [...visitCounts().values()].flatMap((months) => [...months.values()]);
  expect(visits.reduce((sum, count) => sum + count, 0)).toBe(
    syntheticPersons().flatMap(({ pid }) => syntheticVisits(pid)).length,
  );
});

test('incomes rise from year to year, and only incomes are declared', () => {
  for (const { pid } of syntheticPersons().slice(0, 300)) {
    const returns = syntheticTaxReturns(pid);
    expect(returns.length).toBe(syntheticIncome(pid) === 0 ? 0 : 3);
    for (const one of returns) {
      expect(one.income).toBe(syntheticIncome(pid, one.year));
      expect(one.taxDue).toBeGreaterThanOrEqual(0);
      expect(one.taxDue).toBeLessThan(one.income);
    }
  }
  expect(syntheticIncome('P-000001', 1999)).toBeUndefined();
});

test('the incomes for examples are what the documentation says', () => {
  const incomes = ['P-000001', 'P-000003', 'P-000004', 'P-000006'].map((pid) => syntheticIncome(pid));
  expect(incomes).toEqual([86_000, 0, 9_600, 0]);
  // 26,000 yuan above the deduction, at three per cent.
  expect(syntheticTaxReturn('T-2025-000001')!.taxDue).toBe(780);
});
