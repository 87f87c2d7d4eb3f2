/** The committed supergraph and label map of the demo are what its SDLs compose to, so that a change of exposure shows in a diff. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lingqu } from './run-lingqu';

const root = join(__dirname, '../..');

test('`schema/supergraph.graphql` and `schema/label-map.json` are current (else run `npm run lingqu -- compose --output schema`)', async () => {
  const output = mkdtempSync(join(tmpdir(), 'lingqu-schema-'));
  try {
    const { code, out } = await lingqu('compose', '--config', join(root, 'lingqu.yaml'), '--output', output);
    expect([code, out]).toEqual([0, expect.stringContaining('0 errors')]);
    for (const name of ['supergraph.graphql', 'label-map.json']) {
      expect(readFileSync(join(root, 'schema', name), 'utf8')).toBe(readFileSync(join(output, name), 'utf8'));
    }
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
});
