/** Where logs lie. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDisk } from '../../../gateway/audit/disk';
import { slotDirectory } from '../../../gateway/server/log-slot';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'lingqu-slots-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('every slot has a folder of its own, which needs no folder to be there before', async () => {
  const audit = join(directory, 'data', 'audit');
  expect(await slotDirectory(nodeDisk, audit, 0)).toBe(join(audit, '0'));
  expect(await slotDirectory(nodeDisk, audit, 3)).toBe(join(audit, '3'));
});

test('a log from before there were slots goes on where it is, as that of slot 0 and of no other', async () => {
  writeFileSync(join(directory, '00000001.jsonl'), '');
  expect(await slotDirectory(nodeDisk, directory, 0)).toBe(directory);
  expect(await slotDirectory(nodeDisk, directory, 1)).toBe(join(directory, '1'));
});
