import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFileOnce } from '../../../gateway/audit/make-file-once';
import { remove, temporaryDirectory } from './log-fixture';

let directory: string;
beforeEach(() => void (directory = temporaryDirectory()));
afterEach(() => remove(directory));

test('of many who make the same file at once one succeeds, and the others find the whole of what it wrote', async () => {
  const path = join(directory, 'keys', 'secret');
  const texts = Array.from({ length: 20 }, (_none, index) => String(index).repeat(100_000));
  const have = await Promise.all(
    texts.map(async (text) => ((await makeFileOnce(path, text)) ? text : readFileSync(path, 'utf8'))),
  );
  expect(new Set(have).size).toBe(1);
  expect(have[0]).toMatch(/^(\d+)\1+$/);
  expect(readdirSync(join(directory, 'keys'))).toEqual(['secret']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
