/** Finds where a log ends, and cuts a torn tail off, keeping it aside; damage before the tail is not repaired. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Disk, DiskFile } from './disk';
import { readSegment } from './read-segment';
import { segmentFiles, segmentNumbers } from './segment';

export interface LogEnd {
  /** Index that the next entry gets. */
  readonly nextIndex: number;
  readonly nextSegment: number;
  /** What was cut, for the `recovery` entry. */
  readonly cuts: readonly {
    readonly file: string;
    readonly bytes: number;
    readonly aside: string;
    readonly sha256: string;
  }[];
}

/** @throws Error where an entry that was promised is no longer readable: that log needs a person. */
export async function recoverLog(disk: Disk, directory: string): Promise<LogEnd> {
  const numbers = await segmentNumbers(disk, directory);
  const cuts: LogEnd['cuts'][number][] = [];
  // Only the last segment can be torn; one without a sound entry leaves its index to those before it.
  for (const number of [...numbers].reverse()) {
    const { lastIndex, cut } = await recoverSegment(disk, directory, number);
    cuts.push(...cut);
    if (lastIndex !== null) return { nextIndex: lastIndex + 1, nextSegment: (numbers.at(-1) ?? 0) + 1, cuts };
  }
  return { nextIndex: 0, nextSegment: (numbers.at(-1) ?? 0) + 1, cuts };
}

async function recoverSegment(
  disk: Disk,
  directory: string,
  number: number,
): Promise<{ readonly lastIndex: number | null; readonly cut: LogEnd['cuts'] }> {
  const paths = segmentFiles(directory, number);
  const lines = await disk.open(paths.lines, 'repair');
  try {
    const hasKeys = (await disk.identityOf(paths.keys)) !== null;
    const keys = hasKeys ? await disk.open(paths.keys, 'repair') : null;
    try {
      const keyBytes = (await keys?.size()) ?? 0;
      const state = await readSegment(lines, keyBytes);
      if (state.damagedAt !== null) {
        throw new Error(
          `\`${paths.lines}\` is damaged at byte ${String(state.damagedAt)}, before entries that were already safe; keep it as evidence and give the gateway a new \`audit.directory\``,
        );
      }
      const cut = [await cutTail(disk, directory, paths.lines, lines, state.soundBytes)];
      if (keys !== null) cut.push(await cutTail(disk, directory, paths.keys, keys, state.soundKeyBytes));
      return { lastIndex: state.lastIndex, cut: cut.filter((each) => each !== null) };
    } finally {
      await keys?.close();
    }
  } finally {
    await lines.close();
  }
}

async function cutTail(
  disk: Disk,
  directory: string,
  path: string,
  file: DiskFile,
  soundBytes: number,
): Promise<LogEnd['cuts'][number] | null> {
  const tail = await readFrom(file, soundBytes);
  if (tail.length === 0) return null;
  const sha256 = createHash('sha256').update(tail).digest('hex');
  const name = path.slice(directory.length + 1);
  const aside = `${name}.torn-at-${String(soundBytes)}-${sha256.slice(0, 12)}`;
  // Kept before it is cut; one that is there already is from a start that was interrupted right here.
  if ((await disk.identityOf(join(directory, aside))) === null) {
    const part = join(directory, `${aside}.part`);
    await disk.remove(part);
    await disk.writeNew(part, tail);
    await disk.rename(part, join(directory, aside));
    await disk.syncDirectory(directory);
  }
  await file.truncate(soundBytes);
  await file.sync();
  return { file: name, bytes: tail.length, aside, sha256 };
}

async function readFrom(file: DiskFile, position: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let at = position;
  for (;;) {
    const chunk = Buffer.alloc(1 << 16);
    const count = await file.read(chunk, at);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
    at += count;
  }
}
