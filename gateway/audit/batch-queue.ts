/** Entries on their way to the disk: one batch is written while the next one fills; bounded in entries and in bytes. */

/** Entries that become durable together. */
export interface Batch {
  readonly number: number;
  /** The first batch of a segment that does not exist yet. */
  readonly opensSegment: boolean;
  readonly lines: string[];
  readonly keyBlocks: Buffer[];
  readonly waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[];
  bytes: number;
}

export interface BatchQueue {
  /** The batch that fills now. */
  filling(): Batch;
  /** Closes the batch that fills; the next one opens a segment. */
  startSegment(): void;
  /** @param lineBytes of all the lines in UTF-8 */
  add(batch: Batch, lines: readonly string[], lineBytes: number, keyBlock: Buffer | null): Promise<void>;
  /** The oldest batch, to be written now; `null` = nothing waits. */
  take(): Batch | null;
  /** A taken batch is safe, or lost. */
  settle(batch: Batch, error: Error | null): void;
  /** Nothing that waits will be written any more. */
  rejectAll(error: Error): void;
  /** Waiting and being written. */
  readonly entries: number;
  readonly bytes: number;
}

const maxBatchBytes = 4 << 20;

export function batchQueue(): BatchQueue {
  let number = 0;
  let entries = 0;
  let bytes = 0;
  const queue: Batch[] = [];
  const open = (opensSegment: boolean): Batch => {
    number = opensSegment ? 1 : number + 1;
    const batch: Batch = { number, opensSegment, lines: [], keyBlocks: [], waiting: [], bytes: 0 };
    queue.push(batch);
    return batch;
  };
  const filling = (): Batch => {
    const last = queue.at(-1);
    return last === undefined || last.bytes >= maxBatchBytes ? open(false) : last;
  };
  const forget = (batch: Batch): void => {
    entries -= batch.waiting.length;
    bytes -= batch.bytes;
  };
  return {
    filling,
    startSegment() {
      if (queue.at(-1)?.waiting.length === 0) queue.pop();
      open(true);
    },
    add(batch, lines, lineBytes, keyBlock) {
      const added = lineBytes + (keyBlock?.length ?? 0);
      batch.lines.push(...lines);
      if (keyBlock !== null) batch.keyBlocks.push(keyBlock);
      batch.bytes += added;
      bytes += added;
      entries += 1;
      return new Promise((resolve, reject) => batch.waiting.push({ resolve, reject }));
    },
    take() {
      const [first] = queue;
      if (first === undefined || first.waiting.length === 0) return null;
      queue.shift();
      return first;
    },
    settle(batch, error) {
      forget(batch);
      for (const each of batch.waiting) {
        if (error === null) each.resolve();
        else each.reject(error);
      }
    },
    rejectAll(error) {
      for (const batch of queue.splice(0)) {
        forget(batch);
        for (const each of batch.waiting) each.reject(error);
      }
    },
    get entries() {
      return entries;
    },
    get bytes() {
      return bytes;
    },
  };
}
