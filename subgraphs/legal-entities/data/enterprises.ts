/** Synthetic enterprises with credit codes that belong to nobody, and synthetic residents as their representatives and owners. */
import { ageOf, PERSON_COUNT, syntheticPerson, type SyntheticPerson } from '../../kit/synthetic/person';
import { CITIES, cityOf } from '../../kit/synthetic/counties';
import { syntheticCreditCode } from '../../kit/synthetic/credit-code';
import { randomStream, type RandomStream } from '../../kit/synthetic/random';

export type EnterpriseStatus = 'OPERATING' | 'SUSPENDED' | 'REVOKED' | 'DEREGISTERED';
export type Industry = 'AGRICULTURE' | 'MANUFACTURING' | 'CONSTRUCTION' | 'TRADE' | 'TRANSPORT' | 'SERVICES';

/** A share in an enterprise, held by a person or by another enterprise. */
export interface SyntheticShare {
  readonly holder: { readonly pid: string } | { readonly creditCode: string };
  /** Per cent, a whole number; the shares of one enterprise add up to 100. */
  readonly percent: number;
}

export interface SyntheticEnterprise {
  /** 18 characters with a wrong check character. */
  readonly creditCode: string;
  readonly name: string;
  readonly industry: Industry;
  readonly status: EnterpriseStatus;
  /** `YYYY-MM-DD` */
  readonly establishedOn: string;
  /** In units of 10,000 yuan, as registers give it. */
  readonly registeredCapital: number;
  readonly regionCode: string;
  readonly legalRepresentative: { readonly pid: string; readonly name: string };
  readonly shares: readonly SyntheticShare[];
}

export const ENTERPRISE_COUNT = 2_000;

const INDUSTRIES: readonly Industry[] = [
  'AGRICULTURE',
  'MANUFACTURING',
  'CONSTRUCTION',
  'TRADE',
  'TRANSPORT',
  'SERVICES',
];
const ENDED: readonly EnterpriseStatus[] = ['SUSPENDED', 'REVOKED', 'DEREGISTERED'];
const INDUSTRY_NAMES: Readonly<Record<Industry, string>> = {
  AGRICULTURE: '农业',
  MANUFACTURING: '制造',
  CONSTRUCTION: '建筑',
  TRADE: '贸易',
  TRANSPORT: '运输',
  SERVICES: '服务',
};
const BRANDS: readonly string[] = ['示例', '样本', '虚构', '演示', '合成', '范例', '模拟'];

/** All enterprises in the order in which they were drawn; computed once. */
export function syntheticEnterprises(): readonly SyntheticEnterprise[] {
  return register().enterprises;
}

export function syntheticEnterprise(creditCode: string): SyntheticEnterprise | undefined {
  return register().byCreditCode.get(creditCode);
}

interface Register {
  readonly enterprises: readonly SyntheticEnterprise[];
  readonly byCreditCode: ReadonlyMap<string, SyntheticEnterprise>;
}

let cached: Register | undefined;

function register(): Register {
  cached ??= generate();
  return cached;
}

function generate(): Register {
  const enterprises: SyntheticEnterprise[] = [];
  for (let serial = 1; serial <= ENTERPRISE_COUNT; serial++) {
    const random = randomStream(`enterprise/${serial}`);
    // The first company is P-000007's, for examples.
    const representative = serial === 1 ? syntheticPerson('P-000007')! : drawAdult(random);
    enterprises.push(drawEnterprise(serial, representative, enterprises, random));
  }
  const byCreditCode = new Map(enterprises.map((enterprise) => [enterprise.creditCode, enterprise]));
  return { enterprises: Object.freeze(enterprises), byCreditCode };
}

function drawEnterprise(
  serial: number,
  representative: SyntheticPerson,
  earlier: readonly SyntheticEnterprise[],
  random: RandomStream,
): SyntheticEnterprise {
  const { regionCode } = representative;
  const industry = random.pick(INDUSTRIES);
  const city = CITIES[cityOf(regionCode)]!.replace(/市$/, '');
  const year = random.between(1995, 2024);
  const day = String(random.between(1, 28)).padStart(2, '0');
  return Object.freeze({
    creditCode: syntheticCreditCode(regionCode, serial),
    name: `${city}${random.pick(BRANDS)}${INDUSTRY_NAMES[industry]}第${serial}有限公司`,
    industry,
    status: serial === 1 || random.chance(0.85) ? 'OPERATING' : random.pick(ENDED),
    establishedOn: `${year}-${String(random.between(1, 12)).padStart(2, '0')}-${day}`,
    registeredCapital: random.pick([10, 50, 100, 200, 500, 1_000, 5_000]),
    regionCode,
    legalRepresentative: Object.freeze({ pid: representative.pid, name: representative.name }),
    shares: Object.freeze(drawShares(representative, earlier, random)),
  });
}

/** The representative holds a part; the rest is another person's, an earlier enterprise's, or there is none. */
function drawShares(
  representative: SyntheticPerson,
  earlier: readonly SyntheticEnterprise[],
  random: RandomStream,
): SyntheticShare[] {
  const own = { pid: representative.pid };
  const percent = random.between(51, 99);
  const company = earlier[random.between(0, Math.max(0, earlier.length - 1))];
  if (company !== undefined && random.chance(0.25)) {
    return [
      { holder: own, percent },
      { holder: { creditCode: company.creditCode }, percent: 100 - percent },
    ];
  }
  const partner = drawAdult(random);
  if (partner.pid !== representative.pid && random.chance(0.5)) {
    return [
      { holder: own, percent },
      { holder: { pid: partner.pid }, percent: 100 - percent },
    ];
  }
  return [{ holder: own, percent: 100 }];
}

function drawAdult(random: RandomStream): SyntheticPerson {
  for (;;) {
    const person = syntheticPerson(`P-${String(random.between(1, PERSON_COUNT)).padStart(6, '0')}`)!;
    if (ageOf(person) >= 22 && ageOf(person) <= 70) return person;
  }
}
