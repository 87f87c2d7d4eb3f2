/** One segment of the log: a file of JSON lines and the key blocks that they commit to. Written from its start by one process. */
import { join } from 'node:path';
import type { Disk, DiskFile } from './disk';
import { writeFully } from './write-fully';

export interface Segment {
  readonly number: number;
  /** Key blocks first, so that a line that is there has its block. Resolves once both are on the disk. */
  write(lines: Buffer, keyBlocks: Buffer): Promise<void>;
  /** Whether the names in the directory still lead to the open files: a deleted log still syncs without an error. */
  isInPlace(): Promise<boolean>;
  close(): Promise<void>;
}

export function segmentFiles(directory: string, number: number): { readonly lines: string; readonly keys: string } {
  const name = join(directory, String(number).padStart(8, '0'));
  return { lines: `${name}.jsonl`, keys: `${name}.keys` };
}

/** Numbers of the segments in a directory, ascending. */
export async function segmentNumbers(disk: Disk, directory: string): Promise<readonly number[]> {
  const names = await disk.list(directory);
  return names
    .filter((name) => /^\d{8}\.jsonl$/.test(name))
    .map((name) => Number(name.slice(0, 8)))
    .sort((a, b) => a - b);
}

export async function createSegment(disk: Disk, directory: string, number: number): Promise<Segment> {
  const paths = segmentFiles(directory, number);
  const lines = await disk.open(paths.lines, 'create');
  const keys = await disk.open(paths.keys, 'create').catch(async (error: unknown) => {
    await lines.close();
    throw error;
  });
  // The names, too, must survive a loss of power.
  await disk.syncDirectory(directory);
  const identities = [
    [paths.lines, await lines.identity()],
    [paths.keys, await keys.identity()],
  ] as const;
  return {
    number,
    async write(lineBytes, keyBytes) {
      await append(keys, keyBytes);
      await append(lines, lineBytes);
    },
    async isInPlace() {
      for (const [path, identity] of identities) if ((await disk.identityOf(path)) !== identity) return false;
      return true;
    },
    async close() {
      await lines.close();
      await keys.close();
    },
  };
}

async function append(file: DiskFile, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) return;
  await writeFully(file, bytes);
  await file.sync();
}
