/** Synthetic households, derived from the synthetic residents; nobody here exists. */
import { syntheticPersons, type SyntheticPerson } from '../../kit/synthetic/person';

export interface SyntheticHousehold {
  /** `H-000001` */
  readonly householdId: string;
  readonly address: string;
  readonly regionCode: string;
  /** In pid order; the first one is the head. Never empty. */
  readonly members: readonly SyntheticPerson[];
}

/** All households in id order; computed once. */
export function syntheticHouseholds(): readonly SyntheticHousehold[] {
  return [...households().values()];
}

export function syntheticHousehold(householdId: string): SyntheticHousehold | undefined {
  return households().get(householdId);
}

/** County code → number of residents; counties without residents are absent. */
export function residentCounts(): ReadonlyMap<string, number> {
  cachedCounts ??= countResidents();
  return cachedCounts;
}

let cachedHouseholds: ReadonlyMap<string, SyntheticHousehold> | undefined;
let cachedCounts: ReadonlyMap<string, number> | undefined;

function households(): ReadonlyMap<string, SyntheticHousehold> {
  cachedHouseholds ??= groupByHousehold();
  return cachedHouseholds;
}

function groupByHousehold(): ReadonlyMap<string, SyntheticHousehold> {
  const members = new Map<string, SyntheticPerson[]>();
  for (const person of syntheticPersons()) {
    const household = members.get(person.householdId);
    if (household === undefined) members.set(person.householdId, [person]);
    else household.push(person);
  }
  return new Map(
    [...members].map(([householdId, persons]) => {
      const { address, regionCode } = persons[0]!;
      return [householdId, Object.freeze({ householdId, address, regionCode, members: Object.freeze(persons) })];
    }),
  );
}

function countResidents(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { regionCode } of syntheticPersons()) counts.set(regionCode, (counts.get(regionCode) ?? 0) + 1);
  return counts;
}
