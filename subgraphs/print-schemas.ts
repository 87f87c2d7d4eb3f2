/** Writes `subgraphs/<name>/schema.graphql` of the demo providers: `node dist/subgraphs/print-schemas.js [--out DIR] [NAME…]`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoProviders } from './demo-providers';

const args = process.argv.slice(2);
const flag = args.indexOf('--out');
const out = flag >= 0 ? args.splice(flag, 2)[1] : 'subgraphs';

for (const { name, sdl } of demoProviders) {
  if (args.length > 0 && !args.includes(name)) continue;
  const file = join(out ?? 'subgraphs', name, 'schema.graphql');
  writeFileSync(file, sdl());
  process.stdout.write(`${file}\n`);
}
