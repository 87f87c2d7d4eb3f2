/** Where the log of one slot lies: every process that serves writes one of its own, and whoever succeeds it goes on with it. */
import { dirname, join } from 'node:path';
import type { Disk } from '../audit/disk';
import { segmentNumbers } from '../audit/segment';

/**
 * A folder per slot. A log that lies in `audit.directory` itself (from before there were slots) goes on as the one of slot 0:
 * nothing is moved, and its indices have no gap.
 */
export async function slotDirectory(disk: Disk, directory: string, slot: number): Promise<string> {
  await disk.makeDirectory(directory);
  await disk.syncDirectory(dirname(directory));
  if (slot === 0 && (await segmentNumbers(disk, directory)).length > 0) return directory;
  return join(directory, String(slot));
}
