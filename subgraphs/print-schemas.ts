/**
 * Writes `subgraphs/<name>/schema.graphql` of the demo providers, and prints the hashes that reviews in register.yaml are pinned to:
 * `node dist/subgraphs/print-schemas.js [--out DIR] [NAME…]`.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoProviders } from './demo-providers';

const args = process.argv.slice(2);
const flag = args.indexOf('--out');
const out = flag >= 0 ? args.splice(flag, 2)[1] : 'subgraphs';

for (const { name, sdl } of demoProviders) {
  if (args.length > 0 && !args.includes(name)) continue;
  const file = join(out ?? 'subgraphs', name, 'schema.graphql');
  const text = sdl();
  writeFileSync(file, text);
  process.stdout.write(`sha256:${createHash('sha256').update(text).digest('hex')}  ${file}\n`);
}
