/** Synthetic hospital visits and their settlement; nobody here exists, and no diagnosis is anybody's. */
import { ageOf, syntheticPerson, syntheticPersons } from '../../kit/synthetic/person';
import { randomStream, type RandomStream } from '../../kit/synthetic/random';

export type InsuranceScheme = 'EMPLOYEE' | 'RESIDENT' | 'NONE';

export interface SyntheticVisit {
  /** `V-000001-1`: the number in the pid and a running number. */
  readonly visitId: string;
  readonly pid: string;
  /** `YYYY-MM-DD` in 2025. */
  readonly visitedOn: string;
  readonly ward: string;
  /** ICD-10 chapter letter and two digits, e.g. `J06`. */
  readonly diagnosis: string;
  /** The ICD-10 chapter in words, e.g. `RESPIRATORY`. */
  readonly diagnosisGroup: string;
  /** County of the hospital: that of residence. */
  readonly regionCode: string;
  readonly settlement: SyntheticSettlement;
}

/** How one visit was paid, as the hospital billed it; whole yuan. */
export interface SyntheticSettlement {
  readonly scheme: InsuranceScheme;
  readonly total: number;
  readonly covered: number;
  readonly ownPayment: number;
}

const DIAGNOSES = [
  { code: 'J06', group: 'RESPIRATORY', ward: '呼吸内科' },
  { code: 'J18', group: 'RESPIRATORY', ward: '呼吸内科' },
  { code: 'I10', group: 'CIRCULATORY', ward: '心血管内科' },
  { code: 'E11', group: 'ENDOCRINE', ward: '内分泌科' },
  { code: 'K29', group: 'DIGESTIVE', ward: '消化内科' },
  { code: 'M54', group: 'MUSCULOSKELETAL', ward: '骨科' },
  { code: 'S52', group: 'INJURY', ward: '急诊科' },
  { code: 'A09', group: 'INFECTIOUS', ward: '感染科' },
] as const;

/** The visits of one person in date order; empty for an unknown pid. */
export function syntheticVisits(pid: string): readonly SyntheticVisit[] {
  const person = syntheticPerson(pid);
  if (person === undefined) return [];
  const random = randomStream(`visits/${pid}`);
  const age = ageOf(person);
  // The persons with a fixed id have one visit at least, for examples.
  const count = random.between(/^P-00000[1-7]$/.test(pid) ? 1 : 0, age < 6 || age > 60 ? 4 : 2);
  const scheme = drawScheme(age, random);
  const days = Array.from({ length: count }, () => drawDay(random)).sort();
  return days.map((visitedOn, place) => {
    const { code, group, ward } = random.pick(DIAGNOSES);
    return Object.freeze({
      visitId: `V-${pid.slice(2)}-${place + 1}`,
      pid,
      visitedOn,
      ward,
      diagnosis: code,
      diagnosisGroup: group,
      regionCode: person.regionCode,
      settlement: settle(scheme, random.between(60, 9_000)),
    });
  });
}

/** `V-000001-1` → that visit, if it exists. */
export function syntheticVisit(visitId: string): SyntheticVisit | undefined {
  const parts = /^V-(\d{6})-\d$/.exec(visitId);
  if (parts === null) return undefined;
  return syntheticVisits(`P-${parts[1]}`).find((visit) => visit.visitId === visitId);
}

/** County code → month `YYYY-MM` → number of visits; computed once. */
export function visitCounts(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  cached ??= countVisits();
  return cached;
}

let cached: ReadonlyMap<string, ReadonlyMap<string, number>> | undefined;

function countVisits(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { pid } of syntheticPersons()) {
    for (const { regionCode, visitedOn } of syntheticVisits(pid)) {
      const months = counts.get(regionCode) ?? new Map<string, number>();
      counts.set(regionCode, months);
      const month = visitedOn.slice(0, 7);
      months.set(month, (months.get(month) ?? 0) + 1);
    }
  }
  return counts;
}

function drawScheme(age: number, random: RandomStream): InsuranceScheme {
  if (random.chance(0.04)) return 'NONE';
  return age >= 22 && random.chance(0.4) ? 'EMPLOYEE' : 'RESIDENT';
}

function settle(scheme: InsuranceScheme, total: number): SyntheticSettlement {
  const share = { EMPLOYEE: 0.8, RESIDENT: 0.6, NONE: 0 }[scheme];
  const covered = Math.round(total * share);
  return Object.freeze({ scheme, total, covered, ownPayment: total - covered });
}

function drawDay(random: RandomStream): string {
  const month = String(random.between(1, 12)).padStart(2, '0');
  return `2025-${month}-${String(random.between(1, 28)).padStart(2, '0')}`;
}
