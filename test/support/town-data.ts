/** The rows of the lawful town, all invented: every value of every field of every row is found nowhere else, so that a search finds any leak. */

/** One value, where it belongs and who answers for it. */
export interface Sentinel {
  /** `Type.field` of the field that yields it. */
  readonly coordinate: string;
  /** Id of the row. */
  readonly row: string;
  /** Where the row lies, for types with a row scope. */
  readonly region: string | null;
  readonly value: string | number;
}

const recorded: Sentinel[] = [];
let number = 710_000_000;

/** Everything that must not be found where it is not permitted. */
export const sentinels: readonly Sentinel[] = recorded;

/** @returns those whose value stands in the text, raw */
export function sentinelsIn(text: string): readonly Sentinel[] {
  return recorded.filter(({ value }) => text.includes(String(value)));
}

export interface PersonRow {
  readonly pid: string;
  readonly id: string;
  readonly idNumber: string;
  readonly name: string;
  readonly phone: string;
  readonly region: string;
  readonly city: string;
  readonly address: string;
  readonly birth: string;
  readonly secret: string;
  readonly nickname: string;
  readonly income: number;
  readonly taxNote: string;
  readonly taxBand: string;
  readonly aidNote: string;
  readonly blood: string;
  readonly card: { readonly number: string; readonly issuer: string };
  readonly household: string;
  readonly employer: string;
}

export interface VisitRow {
  readonly visitId: string;
  readonly id: string;
  readonly pid: string;
  readonly region: string;
  readonly ward: string;
  readonly diagnosis: string;
}

export interface CompanyRow {
  readonly code: string;
  readonly id: string;
  readonly title: string;
  readonly revenue: number;
  readonly owner: string;
}

export interface AccountRow {
  readonly kind: 'HomeAccount' | 'TradeAccount';
  readonly number: string;
  readonly holder: string;
  readonly usage: number;
  readonly tariff: string;
  readonly subsidy: string;
}

function text(coordinate: string, row: string, region: string | null = null, value?: string): string {
  const [type = '', field = ''] = coordinate.split('.');
  const said = value ?? `${type}-${field}-of-${row}`.toLowerCase();
  recorded.push({ coordinate, row, region, value: said });
  return said;
}

function whole(coordinate: string, row: string, region: string | null = null): number {
  number += 1;
  recorded.push({ coordinate, row, region, value: number });
  return number;
}

/** Region codes go down to the village, so that no two rows share one: p1 and p2 lie in 4501, p3 and p4 in 4502. */
export const persons: readonly PersonRow[] = [1, 2, 3, 4].map((n): PersonRow => {
  const row = `p${String(n)}`;
  const region = `${n <= 2 ? '450103' : '450203'}00100${String(n)}`;
  const of = (field: string, value?: string): string => text(`Person.${field}`, row, region, value);
  const number = (field: string): number => whole(`Person.${field}`, row, region);
  return {
    pid: of('pid'),
    id: of('id'),
    // Of the form that `id-number` masks; the check digit is wrong.
    idNumber: of('idNumber', `45010319900101000${String(n)}`),
    name: of('name'),
    phone: of('phone', `1380000000${String(n)}`),
    region: of('region', region),
    city: of('city'),
    address: of('address'),
    birth: of('birth', `1990-0${String(n)}-1${String(n)}`),
    secret: of('secret'),
    nickname: of('nickname'),
    income: number('income'),
    taxNote: of('taxNote'),
    taxBand: of('taxBand'),
    aidNote: of('aidNote'),
    blood: of('blood'),
    card: { number: text('Card.number', row, region), issuer: text('Card.issuer', row, region) },
    household: `h${String(Math.ceil(n / 2))}`,
    employer: `c${String(Math.ceil(n / 2))}`,
  };
});

/** What `Person.postal` says is made from the address in its long form. */
export function longAddress(address: string): string {
  return `long:${address}`;
}

export const households = ['h1', 'h2'].map((row) => ({
  row,
  // Out of the clients' schema, and yet a key.
  hid: text('Household.hid', row),
  label: text('Household.label', row),
  grantMoney: text('Household.grantMoney', row),
}));

export const visits: readonly VisitRow[] = persons.flatMap((person, index) => {
  const row = `v${String(index + 1)}`;
  const region = `${person.region.slice(0, 6)}00200${String(index + 1)}`;
  const of = (field: string, value?: string): string => text(`Visit.${field}`, row, region, value);
  return [
    {
      visitId: of('visitId'),
      id: of('id'),
      pid: person.pid,
      region: of('region', region),
      ward: of('ward'),
      diagnosis: of('diagnosis'),
    },
  ];
});

export const companies: readonly CompanyRow[] = ['c1', 'c2'].map((row, index) => ({
  code: text('Company.code', row),
  id: text('Company.id', row),
  title: text('Company.title', row),
  revenue: whole('Company.revenue', row),
  owner: persons[index * 2]?.pid ?? '',
}));

export const accounts: readonly AccountRow[] = [1, 2, 3, 4].map((n) => {
  const kind = n % 2 === 1 ? 'HomeAccount' : 'TradeAccount';
  const row = `a${String(n)}`;
  return {
    kind,
    number: text(`${kind}.number`, row),
    holder: text(`${kind}.holder`, row),
    usage: whole(`${kind}.usage`, row),
    tariff: text(`${kind}.tariff`, row),
    subsidy: text(`${kind}.subsidy`, row),
  };
});

export const cases = persons.map((person, index) => {
  const row = `k${String(index + 1)}`;
  return { caseNo: text('Case.caseNo', row), outcome: text('Case.outcome', row), pid: person.pid };
});

/** Counts over rows, and places in lists. */
export const counts = { total: whole('PersonConnection.total', 'all'), people: whole('Query.peopleCount', 'all') };
export const cursors: readonly string[] = persons.map((_, index) => text('PersonEdge.cursor', `p${String(index + 1)}`));
export const endCursor = text('PageInfo.endCursor', 'all');
export const motto = text('Query.motto', 'all');
