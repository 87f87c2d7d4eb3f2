/** What of a segment is sound: every line up to the first that is torn, and whether what follows was ever promised to anybody. */
import type { DiskFile } from './disk';

export interface SegmentState {
  readonly entries: number;
  /** Index of the last sound entry; `null` = there is none. */
  readonly lastIndex: number | null;
  /** Bytes up to the end of the last sound line. */
  readonly soundBytes: number;
  /** Bytes of the key block file that sound entries refer to. */
  readonly soundKeyBytes: number;
  readonly totalBytes: number;
  /**
   * Set where a sound entry follows the first bad one from so late a batch that the bad one had been synced before it was
   * written: that is damage, no torn tail, and is not repaired.
   */
  readonly damagedAt: number | null;
}

interface Frame {
  readonly index: number;
  readonly batch: number;
  readonly keyEnd: number;
}

/** @param keyBytes length of the segment's key block file: an entry whose block is not there was never acknowledged */
export async function readSegment(file: DiskFile, keyBytes: number): Promise<SegmentState> {
  let position = 0;
  let soundBytes = 0;
  let soundKeyBytes = 0;
  let entries = 0;
  let last: Frame | null = null;
  let badAt: number | null = null;
  let damagedAt: number | null = null;
  const line = (text: Buffer, end: number): void => {
    const frame = readFrame(text);
    const follows = frame !== null && (last === null || frame.index === last.index + 1) && frame.keyEnd <= keyBytes;
    if (badAt === null && follows) {
      last = frame;
      entries += 1;
      soundBytes = end;
      soundKeyBytes = Math.max(soundKeyBytes, frame.keyEnd);
    } else {
      badAt ??= soundBytes;
      // One batch is on its way at a time: a line of batch N + 2 was written after batch N + 1 was safe.
      if (frame !== null && frame.batch > (last?.batch ?? 0) + 1) damagedAt ??= badAt;
    }
  };
  const chunk = Buffer.alloc(1 << 20);
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const count = await file.read(chunk, position);
    if (count === 0) break;
    const bytes: Buffer = Buffer.concat([rest, chunk.subarray(0, count)]);
    const start = position - rest.length;
    position += count;
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      line(bytes.subarray(from, end), start + end + 1);
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
  return {
    entries,
    lastIndex: (last as Frame | null)?.index ?? null,
    soundBytes,
    soundKeyBytes,
    totalBytes: position,
    damagedAt,
  };
}

function readFrame(line: Buffer): Frame | null {
  try {
    const entry = JSON.parse(line.toString('utf8')) as {
      readonly index?: unknown;
      readonly batch?: unknown;
      readonly keyBlock?: { readonly offset: number; readonly bytes: number } | null;
    } | null;
    if (typeof entry?.index !== 'number' || typeof entry.batch !== 'number') return null;
    const keyEnd = entry.keyBlock == null ? 0 : entry.keyBlock.offset + entry.keyBlock.bytes;
    return Number.isInteger(keyEnd) ? { index: entry.index, batch: entry.batch, keyEnd } : null;
  } catch {
    return null;
  }
}
