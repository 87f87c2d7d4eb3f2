import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashKeys, loadHashKeys } from '../../../gateway/audit/hash-keys';
import { remove, temporaryDirectory } from './log-fixture';

let directory: string;
beforeEach(() => void (directory = temporaryDirectory()));
afterEach(() => remove(directory));

test('a key file is made once, for its owner only, and read ever after', async () => {
  const path = join(directory, 'keys', 'log.json');
  const made = await loadHashKeys(path, join(directory, 'log'));
  const read = await loadHashKeys(path, join(directory, 'log'));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(read.subject('Person', 'P-1')).toEqual(made.subject('Person', 'P-1'));
});

test('keys do not lie beside what they protect', async () => {
  await expect(loadHashKeys(join(directory, 'log', 'keys.json'), join(directory, 'log'))).rejects.toThrow('outside');
});

test('a broken key file is refused without its content', async () => {
  const path = join(directory, 'keys.json');
  writeFileSync(path, '{"epochs":[{"epoch":1,"key":"c2hvcnQ"}]}');
  const refusal = loadHashKeys(path, join(directory, 'log'));
  await expect(refusal).rejects.toThrow('not a key file');
  await expect(refusal).rejects.not.toThrow('c2hvcnQ');
});

test('hashes differ by type, by purpose and by epoch', () => {
  const first = hashKeys(1, Buffer.alloc(32, 1));
  const second = hashKeys(2, Buffer.alloc(32, 1));
  expect(first.subject('Person', 'x')).not.toEqual(first.subject('Household', 'x'));
  expect(first.subject('Person', 'x')).not.toEqual(second.subject('Person', 'x'));
  expect(first.person('x')).not.toBe(first.case('x'));
});
