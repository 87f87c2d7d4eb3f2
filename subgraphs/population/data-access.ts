/** The department's register of residents, as its resolvers ask for it: synthetic, in memory, corrections included. */
import { liesWithinArea } from '../kit/synthetic/counties';
import { syntheticPersons, type SyntheticPerson } from '../kit/synthetic/person';
import { residentCounts, syntheticHousehold, type SyntheticHousehold } from './data/households';

export type PersonRecord = SyntheticPerson;
export type HouseholdRecord = SyntheticHousehold;

/** All given conditions must hold. */
export interface PersonQuery {
  /** A county, a city or the region. */
  readonly regionCode?: string;
  /** One of them is enough. */
  readonly withinRegions?: readonly string[];
  readonly nameStartsWith?: string;
  /** `YYYY-MM-DD` */
  readonly bornFrom?: string;
  readonly bornTo?: string;
  readonly minHouseholdSize?: number;
}

export type PersonSort = 'PID_ASC' | 'NAME_ASC' | 'BIRTH_DATE_ASC' | 'BIRTH_DATE_DESC';

export interface ContactDetails {
  readonly phone?: string;
  readonly address?: string;
}

export interface ResidentRegister {
  readonly personsByPid: (pids: readonly string[]) => Promise<ReadonlyMap<string, PersonRecord>>;
  readonly householdsById: (ids: readonly string[]) => Promise<ReadonlyMap<string, HouseholdRecord>>;
  /** Every match, in order: pages are cut by the caller. */
  readonly findPersons: (query: PersonQuery, sort: PersonSort) => Promise<readonly PersonRecord[]>;
  readonly countResidents: (areaCode: string | null) => Promise<number>;
  /** @returns the number of the correction; `null` where there is no such person */
  readonly correctContact: (pid: string, details: ContactDetails) => Promise<string | null>;
}

/** A register of its own: corrections made in one do not show in another. */
export function residentRegister(): ResidentRegister {
  const corrected = new Map<string, PersonRecord>();
  let corrections = 0;
  const current = (person: SyntheticPerson): PersonRecord => corrected.get(person.pid) ?? person;
  const byPid = new Map(syntheticPersons().map((person) => [person.pid, person]));

  return {
    async personsByPid(pids) {
      const found = new Map<string, PersonRecord>();
      for (const pid of pids) {
        const person = byPid.get(pid);
        if (person !== undefined) found.set(pid, current(person));
      }
      return found;
    },
    async householdsById(ids) {
      const found = new Map<string, HouseholdRecord>();
      for (const id of ids) {
        const household = syntheticHousehold(id);
        if (household !== undefined) found.set(id, { ...household, members: household.members.map(current) });
      }
      return found;
    },
    async findPersons(query, sort) {
      const found = syntheticPersons().filter((person) => fits(person, query));
      // The data are in pid order, and sorting is stable.
      if (sort !== 'PID_ASC') found.sort(comparison(sort));
      return found.map(current);
    },
    async countResidents(areaCode) {
      let count = 0;
      for (const [county, residents] of residentCounts()) {
        if (areaCode === null || liesWithinArea(county, areaCode)) count += residents;
      }
      return count;
    },
    async correctContact(pid, { phone, address }) {
      const person = byPid.get(pid);
      if (person === undefined) return null;
      const before = current(person);
      corrected.set(pid, { ...before, phone: phone ?? before.phone, address: address ?? before.address });
      corrections += 1;
      return `K-${String(corrections).padStart(6, '0')}`;
    },
  };
}

function fits(person: PersonRecord, query: PersonQuery): boolean {
  const { regionCode, withinRegions, nameStartsWith, bornFrom, bornTo, minHouseholdSize } = query;
  return (
    (regionCode === undefined || liesWithinArea(person.regionCode, regionCode)) &&
    (withinRegions === undefined || withinRegions.some((region) => liesWithinArea(person.regionCode, region))) &&
    (nameStartsWith === undefined || person.name.startsWith(nameStartsWith)) &&
    (bornFrom === undefined || person.birthDate >= bornFrom) &&
    (bornTo === undefined || person.birthDate <= bornTo) &&
    (minHouseholdSize === undefined ||
      (syntheticHousehold(person.householdId)?.members.length ?? 0) >= minHouseholdSize)
  );
}

function comparison(sort: Exclude<PersonSort, 'PID_ASC'>): (a: PersonRecord, b: PersonRecord) => number {
  switch (sort) {
    case 'NAME_ASC':
      return (a, b) => compare(a.name, b.name);
    case 'BIRTH_DATE_ASC':
      return (a, b) => compare(a.birthDate, b.birthDate);
    case 'BIRTH_DATE_DESC':
      return (a, b) => compare(b.birthDate, a.birthDate);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
