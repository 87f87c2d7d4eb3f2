/** Synthetic yearly incomes and tax returns of the synthetic residents; nobody here exists, and no figure is anybody's. */
import { ageOf, syntheticPerson } from '../../kit/synthetic/person';
import { randomStream } from '../../kit/synthetic/random';

/** The tax years there are data for, oldest first. */
export const TAX_YEARS = [2023, 2024, 2025] as const;

export interface SyntheticTaxReturn {
  /** `T-2025-000001`: year and the number in the pid. */
  readonly returnId: string;
  readonly pid: string;
  readonly year: number;
  /** Whole yuan in that year. */
  readonly income: number;
  /** Whole yuan, by the yearly rates for comprehensive income with the basic deduction only. */
  readonly taxDue: number;
  /** `YYYY-MM-DD`, in the spring after the tax year. */
  readonly filedOn: string;
}

/** Whole yuan in the latest year, for the persons that `kit/synthetic/person` lists with a fixed id. */
const FIXED_INCOMES: Readonly<Record<string, number>> = {
  'P-000001': 86_000,
  'P-000002': 132_000,
  'P-000003': 0,
  'P-000004': 9_600,
  'P-000005': 0,
  'P-000006': 0,
  'P-000007': 248_000,
};

/**
 * Yearly income in whole yuan; 0 = none.
 *
 * @returns `undefined` for an unknown pid or a year without data.
 */
export function syntheticIncome(pid: string, year: number = TAX_YEARS[TAX_YEARS.length - 1]!): number | undefined {
  const person = syntheticPerson(pid);
  const latest = TAX_YEARS[TAX_YEARS.length - 1]!;
  if (person === undefined || !TAX_YEARS.some((known) => known === year)) return undefined;
  const fixed = FIXED_INCOMES[pid];
  const base = fixed ?? drawIncome(pid, ageOf(person));
  // Four per cent a year, reckoned back from the latest.
  return Math.round(base / 1.04 ** (latest - year));
}

/** Returns of those years in which the person had an income, oldest first; empty for an unknown pid. */
export function syntheticTaxReturns(pid: string): readonly SyntheticTaxReturn[] {
  return TAX_YEARS.flatMap((year) => {
    const income = syntheticIncome(pid, year);
    if (income === undefined || income === 0) return [];
    const random = randomStream(`return/${pid}/${year}`);
    return [
      {
        returnId: `T-${year}-${pid.slice(2)}`,
        pid,
        year,
        income,
        taxDue: taxDue(income),
        filedOn: `${year + 1}-0${random.between(3, 6)}-${String(random.between(1, 28)).padStart(2, '0')}`,
      },
    ];
  });
}

/** `T-2025-000001` → that return, if it exists. */
export function syntheticTaxReturn(returnId: string): SyntheticTaxReturn | undefined {
  const parts = /^T-(\d{4})-(\d{6})$/.exec(returnId);
  if (parts === null) return undefined;
  return syntheticTaxReturns(`P-${parts[2]}`).find((taxReturn) => taxReturn.returnId === returnId);
}

function drawIncome(pid: string, age: number): number {
  const random = randomStream(`income/${pid}`);
  if (age < 18) return 0;
  if (random.chance(age < 60 ? 0.08 : 0.25)) return 0;
  // A long tail: three numbers multiplied; pensions stay below wages.
  const spread = (0.3 + random.next()) * (0.4 + random.next()) * (0.5 + random.next());
  return Math.round((spread * (age < 60 ? 68_000 : 26_000)) / 100) * 100;
}

/** Upper bound of taxable income, rate, quick deduction: the yearly table of the Individual Income Tax Law (2018). */
const BRACKETS = [
  [36_000, 0.03, 0],
  [144_000, 0.1, 2_520],
  [300_000, 0.2, 16_920],
  [420_000, 0.25, 31_920],
  [660_000, 0.3, 52_920],
  [960_000, 0.35, 85_920],
  [Infinity, 0.45, 181_920],
] as const;
const BASIC_DEDUCTION = 60_000;

function taxDue(income: number): number {
  const taxable = Math.max(0, income - BASIC_DEDUCTION);
  const bracket = BRACKETS.find(([upTo]) => taxable <= upTo)!;
  return Math.round(taxable * bracket[1] - bracket[2]);
}
