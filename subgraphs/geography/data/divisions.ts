/** The real administrative divisions of Guangxi, read once from `guangxi-divisions.tsv` (source and licence: README.md). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type DivisionLevel = 'REGION' | 'CITY' | 'COUNTY' | 'TOWN' | 'VILLAGE';

export interface DivisionRecord {
  /** 6 digits: region, city, county; 9: town; 12: village. */
  readonly code: string;
  readonly name: string;
  readonly level: DivisionLevel;
  /** `null` for the region. */
  readonly parentCode: string | null;
}

/** All divisions in code order, so that a division stands before what belongs to it. */
export function allDivisions(): readonly DivisionRecord[] {
  return index().all;
}

export function divisionByCode(code: string): DivisionRecord | undefined {
  return index().byCode.get(code);
}

/** What belongs directly to a division, in code order; empty for villages and unknown codes. */
export function childrenOf(code: string): readonly DivisionRecord[] {
  return index().children.get(code) ?? [];
}

/** Whether `code` is the division `under`, or lies inside it. */
export function liesWithin(code: string, under: string): boolean {
  return code.startsWith(significantDigits(under));
}

/** The level that a code's form says. */
export function levelOf(code: string): DivisionLevel {
  if (code.length === 12) return 'VILLAGE';
  if (code.length === 9) return 'TOWN';
  if (code.endsWith('0000')) return 'REGION';
  return code.endsWith('00') ? 'CITY' : 'COUNTY';
}

interface Index {
  readonly all: readonly DivisionRecord[];
  readonly byCode: ReadonlyMap<string, DivisionRecord>;
  readonly children: ReadonlyMap<string, readonly DivisionRecord[]>;
}

let cached: Index | undefined;

function index(): Index {
  cached ??= read(readFileSync(join(__dirname, 'guangxi-divisions.tsv'), 'utf8'));
  return cached;
}

function read(text: string): Index {
  const all: DivisionRecord[] = [];
  const children = new Map<string, DivisionRecord[]>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [code = '', name = ''] = line.split('\t');
    const division = Object.freeze({ code, name, level: levelOf(code), parentCode: parentCodeOf(code) });
    all.push(division);
    if (division.parentCode === null) continue;
    const siblings = children.get(division.parentCode);
    if (siblings === undefined) children.set(division.parentCode, [division]);
    else siblings.push(division);
  }
  return { all, byCode: new Map(all.map((division) => [division.code, division])), children };
}

function parentCodeOf(code: string): string | null {
  switch (levelOf(code)) {
    case 'VILLAGE':
      return code.slice(0, 9);
    case 'TOWN':
      return code.slice(0, 6);
    case 'COUNTY':
      return `${code.slice(0, 4)}00`;
    case 'CITY':
      return `${code.slice(0, 2)}0000`;
    case 'REGION':
      return null;
  }
}

function significantDigits(code: string): string {
  return code.length === 6 ? code.replace(/^(..)(?:0000|(..)00)$/, '$1$2') : code;
}
