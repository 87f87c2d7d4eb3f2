/** The department's assistance cases and marriage register, as its resolvers ask for them: synthetic. */
import { syntheticPerson, syntheticPersons } from '../kit/synthetic/person';
import { liesWithinArea } from '../kit/synthetic/counties';
import {
  syntheticAssistanceCase,
  syntheticAssistanceCaseById,
  syntheticAssistanceCases,
  type SyntheticAssistanceCase,
} from './data/assistance';

export type AssistanceCaseRecord = SyntheticAssistanceCase;
export type MaritalStatus = 'MARRIED' | 'NOT_MARRIED';

export interface CivilAffairsRegister {
  /** Which of these persons the department knows at all. */
  readonly knownPids: (pids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly maritalStatus: (pids: readonly string[]) => Promise<ReadonlyMap<string, MaritalStatus>>;
  readonly casesByPid: (pids: readonly string[]) => Promise<ReadonlyMap<string, AssistanceCaseRecord>>;
  readonly casesById: (ids: readonly string[]) => Promise<ReadonlyMap<string, AssistanceCaseRecord>>;
  /** In pid order; `null` = any. */
  readonly findCases: (area: string | null, status: string | null) => Promise<readonly AssistanceCaseRecord[]>;
}

export const civilAffairsRegister: CivilAffairsRegister = {
  knownPids: async (pids) => found(pids, (pid) => syntheticPerson(pid)?.pid),
  maritalStatus: async (pids) => found(pids, maritalStatusOf),
  casesByPid: async (pids) => found(pids, syntheticAssistanceCase),
  casesById: async (ids) => found(ids, syntheticAssistanceCaseById),
  findCases: async (area, status) =>
    syntheticAssistanceCases().filter(
      (record) =>
        (area === null || liesWithinArea(record.regionCode, area)) && (status === null || record.status === status),
    ),
};

let couples: ReadonlySet<string> | undefined;

/** Synthetic marriages follow from the synthetic households: a head and a spouse under one roof. */
function maritalStatusOf(pid: string): MaritalStatus | undefined {
  const person = syntheticPerson(pid);
  if (person === undefined) return undefined;
  couples ??= new Set(syntheticPersons().flatMap(({ role, householdId }) => (role === 'SPOUSE' ? [householdId] : [])));
  const married = person.role === 'SPOUSE' || (person.role === 'HEAD' && couples.has(person.householdId));
  return married ? 'MARRIED' : 'NOT_MARRIED';
}

function found<V>(keys: readonly string[], find: (key: string) => V | undefined): ReadonlyMap<string, V> {
  const values = new Map<string, V>();
  for (const key of keys) {
    const value = find(key);
    if (value !== undefined) values.set(key, value);
  }
  return values;
}
