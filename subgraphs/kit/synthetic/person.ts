/**
 * The synthetic residents that all demo providers know: 20,000 made-up persons in households, the same in every process.
 *
 * Nobody here exists. Resident numbers carry a wrong check digit; telephone numbers begin with `000`, which no telephone can dial
 * (`00` is the international prefix, and no country code begins with 0: ITU-T E.164); streets are invented and addresses say 合成.
 *
 * Persons with fixed ids, for examples:
 * | pid      | name   | county                     | who                                          |
 * |----------|--------|----------------------------|----------------------------------------------|
 * | P-000001 | 韦示例 | 450103 Qingxiu, Nanning    | head of household H-000001, good income      |
 * | P-000002 | 陆样张 | 450103 Qingxiu, Nanning    | her husband                                  |
 * | P-000003 | 陆小样 | 450103 Qingxiu, Nanning    | their child, no income                       |
 * | P-000004 | 黄样本 | 450203 Yufeng, Liuzhou     | head of household H-000002, low income       |
 * | P-000005 | 黄小本 | 450203 Yufeng, Liuzhou     | his child, no income                         |
 * | P-000006 | 覃虚构 | 450302 Xiufeng, Guilin     | lives alone, no income                       |
 * | P-000007 | 农测试 | 451225 Luocheng, Hechi     | lives alone, legal representative of company 1 |
 */
import { CITIES, cityOf, COUNTIES } from './counties';
import { syntheticGivenName, syntheticSurname } from './names';
import { randomStream, type RandomStream } from './random';
import { syntheticResidentNumber } from './resident-number';

export type HouseholdRole = 'HEAD' | 'SPOUSE' | 'CHILD' | 'PARENT';

export interface SyntheticPerson {
  /** `P-000001`, the key that providers share. */
  readonly pid: string;
  readonly name: string;
  readonly gender: 'FEMALE' | 'MALE';
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  /** 18 characters with a wrong check digit. */
  readonly idNumber: string;
  /** 11 digits that cannot be dialled. */
  readonly phone: string;
  readonly address: string;
  /** Six-digit code of the county of residence. */
  readonly regionCode: string;
  readonly householdId: string;
  readonly role: HouseholdRole;
}

export const PERSON_COUNT = 20_000;

/** Ages are reckoned on this day: the data have no clock. */
export const REFERENCE_DATE = '2026-01-01';

interface Member {
  readonly name: string;
  readonly gender: SyntheticPerson['gender'];
  readonly age: number;
  readonly role: HouseholdRole;
}

const FIXED_HOUSEHOLDS: readonly { readonly county: string; readonly members: readonly Member[] }[] = [
  {
    county: '450103',
    members: [
      { name: '韦示例', gender: 'FEMALE', age: 38, role: 'HEAD' },
      { name: '陆样张', gender: 'MALE', age: 40, role: 'SPOUSE' },
      { name: '陆小样', gender: 'FEMALE', age: 9, role: 'CHILD' },
    ],
  },
  {
    county: '450203',
    members: [
      { name: '黄样本', gender: 'MALE', age: 45, role: 'HEAD' },
      { name: '黄小本', gender: 'MALE', age: 14, role: 'CHILD' },
    ],
  },
  { county: '450302', members: [{ name: '覃虚构', gender: 'FEMALE', age: 71, role: 'HEAD' }] },
  { county: '451225', members: [{ name: '农测试', gender: 'MALE', age: 52, role: 'HEAD' }] },
];

// The capital's counties come up three times as often.
const COUNTY_CODES = Object.keys(COUNTIES).flatMap((code) => (cityOf(code) === '450100' ? [code, code, code] : [code]));

const STREETS: readonly string[] = ['示范路', '样本街', '虚构大道', '合成巷', '演示路', '数字街'];

/** All persons in pid order; computed once. */
export function syntheticPersons(): readonly SyntheticPerson[] {
  return population().persons;
}

export function syntheticPerson(pid: string): SyntheticPerson | undefined {
  return population().byPid.get(pid);
}

/** Full years on the reference date. */
export function ageOf(person: Pick<SyntheticPerson, 'birthDate'>): number {
  const years = Number(REFERENCE_DATE.slice(0, 4)) - Number(person.birthDate.slice(0, 4));
  return person.birthDate.slice(5) > REFERENCE_DATE.slice(5) ? years - 1 : years;
}

interface Population {
  readonly persons: readonly SyntheticPerson[];
  readonly byPid: ReadonlyMap<string, SyntheticPerson>;
}

let cached: Population | undefined;

function population(): Population {
  cached ??= generate();
  return cached;
}

function generate(): Population {
  const persons: SyntheticPerson[] = [];
  const numbers = new Set<string>();
  for (let household = 1; persons.length < PERSON_COUNT; household++) {
    const householdId = `H-${String(household).padStart(6, '0')}`;
    const random = randomStream(`household/${householdId}`);
    const fixed = FIXED_HOUSEHOLDS[household - 1];
    const regionCode = fixed?.county ?? random.pick(COUNTY_CODES);
    const address = syntheticAddress(regionCode, random);
    const members = (fixed?.members ?? drawMembers(random)).slice(0, PERSON_COUNT - persons.length);
    for (const member of members) {
      const serial = persons.length + 1;
      const birthDate = drawBirthDate(member.age, random);
      persons.push(
        Object.freeze({
          pid: `P-${String(serial).padStart(6, '0')}`,
          name: member.name,
          gender: member.gender,
          birthDate,
          idNumber: drawIdNumber(regionCode, birthDate, member.gender, random, numbers),
          phone: `000${String(serial).padStart(6, '0')}${String(random.between(0, 99)).padStart(2, '0')}`,
          address,
          regionCode,
          householdId,
          role: member.role,
        }),
      );
    }
  }
  return { persons: Object.freeze(persons), byPid: new Map(persons.map((person) => [person.pid, person])) };
}

function drawMembers(random: RandomStream): readonly Member[] {
  const headGender = random.chance(0.5) ? 'MALE' : 'FEMALE';
  const surname = syntheticSurname(random);
  const headAge = random.between(22, 78);
  const named = (family: string): string => family + syntheticGivenName(random);
  const members: Member[] = [{ name: named(surname), gender: headGender, age: headAge, role: 'HEAD' }];
  if (random.chance(0.65)) {
    const gender = headGender === 'MALE' ? 'FEMALE' : 'MALE';
    const age = Math.max(22, headAge + random.between(-6, 6));
    members.push({ name: named(syntheticSurname(random)), gender, age, role: 'SPOUSE' });
  }
  const oldestChild = Math.min(headAge - 20, 25);
  const children = headAge <= 55 && oldestChild > 0 ? random.between(0, 2) : 0;
  for (let child = 0; child < children; child++) {
    const gender = random.chance(0.5) ? 'MALE' : 'FEMALE';
    members.push({ name: named(surname), gender, age: random.between(0, oldestChild), role: 'CHILD' });
  }
  if (headAge <= 60 && random.chance(0.25)) {
    const gender = random.chance(0.5) ? 'MALE' : 'FEMALE';
    members.push({ name: named(surname), gender, age: headAge + random.between(20, 32), role: 'PARENT' });
  }
  return members;
}

/** A day on which somebody of that age on the reference date can be born. */
function drawBirthDate(age: number, random: RandomStream): string {
  const year = Number(REFERENCE_DATE.slice(0, 4)) - 1 - age;
  const month = String(random.between(1, 12)).padStart(2, '0');
  const day = String(random.between(2, 28)).padStart(2, '0');
  return `${year}-${month}-${day}`;
}

function drawIdNumber(
  county: string,
  birthDate: string,
  gender: SyntheticPerson['gender'],
  random: RandomStream,
  taken: Set<string>,
): string {
  for (;;) {
    const sequence = random.between(0, 499) * 2 + (gender === 'MALE' ? 1 : 0);
    const number = syntheticResidentNumber(county, birthDate, sequence);
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

function syntheticAddress(county: string, random: RandomStream): string {
  const place = `广西壮族自治区${CITIES[cityOf(county)]}${COUNTIES[county]}`;
  const flat = `${random.between(1, 28)}栋${random.between(1, 24)}0${random.between(1, 4)}室`;
  return `${place}${random.pick(STREETS)}${random.between(1, 200)}号${flat}（合成）`;
}
