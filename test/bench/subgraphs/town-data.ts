/** The synthetic town behind the benchmark's subgraphs: the same rows on every machine, from arithmetic alone. */

export interface PersonRow {
  readonly pid: string;
  readonly handle: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly regionCode: string;
  readonly wanted: boolean;
  readonly watchNote: string;
}

export interface FacilityRow {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly address: string;
  readonly fee: number;
  readonly area: number;
}

export interface ReportRow {
  readonly id: string;
  readonly text: string;
  readonly author: string;
  readonly facility: string;
}

export const personCount = 10_000;
export const facilityCount = 60;
/** The most that one person has written, or one facility received; small, because answers nest them four deep. */
const reportsEach = 3;
/** Reports are spread over these many facilities, so that those who wrote them meet again. */
const inspectedFacilities = 15;
const reportCount = 60;
/** Cities; persons are spread over them evenly, so that a scope of nine lets nine tenths pass. */
export const regionCodes: readonly string[] = Array.from({ length: 10 }, (_none, i) => String(450_100 + 100 * i));

const surnames = ['韦', '黄', '覃', '陆', '蒙', '农', '梁', '莫'];
const kinds = ['library', 'market', 'school kitchen', 'swimming pool', 'clinic', 'bus station'];

function numbered(prefix: string, number: number, digits: number): string {
  return `${prefix}-${String(number).padStart(digits, '0')}`;
}

export const persons: readonly PersonRow[] = Array.from({ length: personCount }, (_none, i) => ({
  pid: numbered('P', i + 1, 6),
  handle: `resident${String(i + 1)}`,
  name: `${surnames[i % surnames.length] ?? ''}样本`,
  // No such number is ever issued: the day is 99.
  idNumber: `4501031990019${String(10_000 + (i % 90_000)).padStart(5, '0')}`,
  phone: `1380000${String(i % 10_000).padStart(4, '0')}`,
  regionCode: regionCodes[i % regionCodes.length] ?? '',
  wanted: i % 97 === 0,
  watchNote: i % 97 === 0 ? 'synthetic note' : 'none',
}));

export const facilities: readonly FacilityRow[] = Array.from({ length: facilityCount }, (_none, i) => ({
  code: numbered('F', i + 1, 4),
  name: `Synthetic ${kinds[i % kinds.length] ?? ''} No. ${String(i + 1)}`,
  kind: kinds[i % kinds.length] ?? '',
  address: `${String(i + 1)} Sample Road`,
  fee: 100 + ((i * 37) % 900),
  area: 40 + ((i * 53) % 4000),
}));

export const reports: readonly ReportRow[] = Array.from({ length: reportCount }, (_none, i) => ({
  id: numbered('R', i + 1, 5),
  text: `Visit ${String(i + 1)}: exits free, kitchen clean, ${i % 3 === 0 ? 'one finding, mended on the day' : 'no finding'}.`,
  author: persons[Math.floor(i / reportsEach)]?.pid ?? '',
  facility: facilities[(i * 7) % inspectedFacilities]?.code ?? '',
}));

export const personByPid: ReadonlyMap<string, PersonRow> = new Map(persons.map((row) => [row.pid, row]));
export const facilityByCode: ReadonlyMap<string, FacilityRow> = new Map(facilities.map((row) => [row.code, row]));
export const reportById: ReadonlyMap<string, ReportRow> = new Map(reports.map((row) => [row.id, row]));

export function reportsBy(pid: string): readonly ReportRow[] {
  return reports.filter(({ author }) => author === pid);
}

export function reportsAbout(code: string): readonly ReportRow[] {
  return reports.filter(({ facility }) => facility === code).slice(0, reportsEach);
}

/** @param list `n-50` = the first fifty */
export function firstOf<T>(rows: readonly T[], list: string): readonly T[] {
  const [, count] = /^n-(\d+)$/.exec(list) ?? [];
  return rows.slice(0, Number(count ?? 0));
}
