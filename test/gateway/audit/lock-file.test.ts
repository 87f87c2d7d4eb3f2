import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { takeLock } from '../../../gateway/audit/lock-file';
import { remove, temporaryDirectory } from './log-fixture';

let directory: string;
beforeEach(() => void (directory = temporaryDirectory()));
afterEach(() => remove(directory));

const leave = (holder: object | string): void =>
  writeFileSync(join(directory, 'lock'), typeof holder === 'string' ? holder : JSON.stringify(holder));

test.each([
  ['a living process', () => ({ host: hostname(), pid: process.ppid, started: null })],
  ['another machine', () => ({ host: 'another.example', pid: 999_999_999, started: null })],
  ['something we did not write', () => 'not a lock'],
])('the lock of %s is respected', async (_name, holder) => {
  leave(holder());
  await expect(takeLock(directory)).rejects.toThrow('writes to the access log');
});

test.each([
  ['a dead process', () => ({ host: hostname(), pid: 999_999_999, started: null })],
  ['a process whose pid was used again', () => ({ host: hostname(), pid: process.ppid, started: 'another boot 1' })],
  ['an earlier process with our own pid', () => ({ host: hostname(), pid: process.pid, started: null })],
])('the lock of %s is replaced', async (_name, holder) => {
  leave(holder());
  const lock = await takeLock(directory);
  await lock.release();
});
