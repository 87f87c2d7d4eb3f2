/** Synthetic social assistance cases of the synthetic residents; nobody here exists. */
import { ageOf, syntheticPerson, syntheticPersons } from '../../kit/synthetic/person';
import { randomStream } from '../../kit/synthetic/random';

export interface SyntheticAssistanceCase {
  /** `A-000004`: the number in the pid; nobody has more than one case. */
  readonly caseId: string;
  readonly pid: string;
  /** County whose civil affairs bureau handles it: that of residence. */
  readonly regionCode: string;
  readonly status: 'SUBMITTED' | 'UNDER_REVIEW' | 'APPROVED' | 'REFUSED';
  /** `YYYY-MM-DD` in 2025. */
  readonly submittedOn: string;
  /** Whole yuan a month; `null` unless approved. */
  readonly monthlyAmount: number | null;
}

const FIXED_STATUS: Readonly<Record<string, SyntheticAssistanceCase['status']>> = {
  'P-000004': 'UNDER_REVIEW',
  'P-000006': 'APPROVED',
};

/** The case of one person; `undefined` for an unknown pid and for those who never applied. */
export function syntheticAssistanceCase(pid: string): SyntheticAssistanceCase | undefined {
  const person = syntheticPerson(pid);
  if (person === undefined) return undefined;
  const random = randomStream(`assistance/${pid}`);
  const applied = random.chance(ageOf(person) < 18 ? 0 : 0.06);
  const drawn = random.pick(['SUBMITTED', 'UNDER_REVIEW', 'APPROVED', 'APPROVED', 'REFUSED'] as const);
  const status = FIXED_STATUS[pid] ?? drawn;
  if (!applied && FIXED_STATUS[pid] === undefined) return undefined;
  const day = String(random.between(1, 28)).padStart(2, '0');
  return {
    caseId: `A-${pid.slice(2)}`,
    pid,
    regionCode: person.regionCode,
    status,
    submittedOn: `2025-${String(random.between(1, 12)).padStart(2, '0')}-${day}`,
    monthlyAmount: status === 'APPROVED' ? random.between(20, 70) * 10 : null,
  };
}

/** `A-000004` → that case, if it exists. */
export function syntheticAssistanceCaseById(caseId: string): SyntheticAssistanceCase | undefined {
  return /^A-\d{6}$/.test(caseId) ? syntheticAssistanceCase(`P-${caseId.slice(2)}`) : undefined;
}

/** All cases in pid order; computed once. */
export function syntheticAssistanceCases(): readonly SyntheticAssistanceCase[] {
  cached ??= syntheticPersons().flatMap(({ pid }) => syntheticAssistanceCase(pid) ?? []);
  return cached;
}

let cached: readonly SyntheticAssistanceCase[] | undefined;
