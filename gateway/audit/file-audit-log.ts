/**
 * The access log as append-only files of JSON lines. INVARIANT: `append` resolves after the entry and its key block are on the
 * disk, and after an error of the disk it never resolves again: what the disk holds is then unknown.
 */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { AuditUnavailable, type AuditLog } from './audit-log';
import { batchQueue, type Batch } from './batch-queue';
import type { Disk } from './disk';
import type { RequestEvent, SystemEvent } from './entry';
import { maxLeafBytes, requestLeaves, shapeHash, shapeLeaves, systemLeaf, type Leaf } from './entry-lines';
import type { HashKeys } from './hash-keys';
import { keyBlock } from './key-block';
import { takeLock } from './lock-file';
import { recoverLog } from './recover-log';
import { createSegment, type Segment } from './segment';

export interface FileLogOptions {
  readonly directory: string;
  readonly disk: Disk;
  readonly keys: HashKeys;
  /** Epoch ms. */
  now(): number;
  /** Microseconds since some start; never goes back. */
  monotonic(): number;
  /** 128 random bits as base64url. */
  nonce(): string;
  /** Calls `task` again and again. @returns what ends it */
  every(milliseconds: number, task: () => void): () => void;
  /** The log cannot be trusted any more: the process must end. Called once. */
  onBroken(error: Error): void;
  readonly limits?: Partial<LogLimits>;
}

export interface LogLimits {
  readonly queuedEntries: number;
  readonly queuedBytes: number;
  /** Below this, requests are refused, while there is still room for what the gateway has to say about itself. */
  readonly freeBytes: number;
  /** A segment that has grown beyond this is followed by another. */
  readonly segmentBytes: number;
  /** Shapes remembered as written; a forgotten one is written again. */
  readonly shapes: number;
}

const defaultLimits: LogLimits = {
  queuedEntries: 10_000,
  queuedBytes: 64 << 20,
  freeBytes: 64 << 20,
  segmentBytes: 256 << 20,
  shapes: 10_000,
};

const heartbeatMs = 10_000;
const watchMs = 1_000;

/** @throws Error where the directory has another writer, or holds a log that is damaged. */
export async function openFileLog(options: FileLogOptions): Promise<AuditLog> {
  const { directory, disk } = options;
  await disk.makeDirectory(directory);
  await disk.syncDirectory(dirname(directory));
  const lock = await takeLock(directory);
  try {
    const end = await recoverLog(disk, directory);
    const segment = await createSegment(disk, directory, end.nextSegment);
    const writer = new FileAuditLog(options, segment, end.nextIndex, () => lock.release());
    for (const cut of end.cuts) await writer.append({ kind: 'recovery', details: { ...cut } });
    await writer.append({ kind: 'admin', details: { event: 'log-opened', segment: end.nextSegment } });
    return writer;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Content {
  readonly leaves: readonly Leaf[];
  readonly block: Buffer | null;
  /** Hash of the shape that the leaves refer to. */
  readonly shape: string | null;
}

function systemContent(event: SystemEvent): Content {
  return { leaves: [systemLeaf(event)], block: null, shape: null };
}

/** @throws Error where the leaf, without the end of its line, is longer than one may be */
function lineBytes(line: string): number {
  const bytes = Buffer.byteLength(line);
  if (bytes > maxLeafBytes + 1) throw new Error('a log entry is longer than a leaf may be');
  return bytes;
}

class FileAuditLog implements AuditLog {
  private readonly limits: LogLimits;
  private readonly queue = batchQueue();
  private readonly written = new Set<string>();
  private readonly stop: (() => void)[];
  private segmentBytes = 0;
  private keyBytes = 0;
  private writing: Promise<void> | null = null;
  private lastAppend: number;
  private enoughSpace = true;
  private broken: AuditUnavailable | null = null;
  private closing: Promise<void> | null = null;

  constructor(
    private readonly options: FileLogOptions,
    private segment: Segment,
    private nextIndex: number,
    private readonly release: () => Promise<void>,
  ) {
    this.limits = { ...defaultLimits, ...options.limits };
    this.lastAppend = options.monotonic();
    this.stop = [options.every(watchMs, () => void this.watch()), options.every(watchMs, () => this.beat())];
  }

  available(): boolean {
    return this.obstacle() === null;
  }

  async append(event: RequestEvent | SystemEvent): Promise<number> {
    const obstacle = 'details' in event ? this.broken : this.obstacle();
    if (obstacle !== null) throw obstacle;
    if (this.closing !== null) throw new AuditUnavailable('the access log is closed');
    return this.enqueue(event);
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    for (const stop of this.stop) stop();
    try {
      if (this.broken === null) await this.enqueue({ kind: 'seal', details: { event: 'log-closed' } });
    } finally {
      await this.writing;
      await this.segment.close();
      await this.release();
    }
  }

  /** Why a request cannot be logged now. */
  private obstacle(): AuditUnavailable | null {
    if (this.broken !== null) return this.broken;
    if (this.closing !== null) return new AuditUnavailable('the access log is being closed');
    if (!this.enoughSpace) return new AuditUnavailable('the access log is short of disk space', 30);
    if (this.queue.entries >= this.limits.queuedEntries || this.queue.bytes >= this.limits.queuedBytes) {
      return new AuditUnavailable('the access log cannot keep up; try again shortly');
    }
    return null;
  }

  private async enqueue(event: RequestEvent | SystemEvent): Promise<number> {
    if (this.segmentBytes >= this.limits.segmentBytes) this.startSegment();
    const { leaves, block, shape } = 'details' in event ? systemContent(event) : this.requestContent(event);
    const batch = this.queue.filling();
    // Nothing is counted before every line stands: a number that was skipped would read as an entry that was removed.
    let bytes = 0;
    const lines = leaves.map((leaf, offset) => {
      const line = this.line(leaf, this.nextIndex + offset, batch);
      bytes += lineBytes(line);
      return line;
    });
    this.nextIndex += lines.length;
    const index = this.nextIndex - 1;
    if (shape !== null) this.written.add(shape);
    this.segmentBytes += bytes;
    this.keyBytes += block?.length ?? 0;
    this.lastAppend = this.options.monotonic();
    const durable = this.queue.add(batch, lines, bytes, block);
    this.writing ??= this.write();
    await durable;
    return index;
  }

  private requestContent(event: RequestEvent): Content {
    const { keys } = this.options;
    const hash = shapeHash(event.shape);
    const block = keyBlock(event.subjects, keys);
    const place =
      block === null
        ? null
        : {
            hash: `sha256:${createHash('sha256').update(block).digest('hex')}`,
            offset: this.keyBytes,
            bytes: block.length,
            epoch: keys.epoch,
          };
    if (this.written.size >= this.limits.shapes) this.written.clear();
    const shape = this.written.has(hash) ? [] : shapeLeaves(event.shape, hash);
    return { leaves: [...shape, ...requestLeaves(event, hash, keys, place, this.options.nonce())], block, shape: hash };
  }

  private line({ kind, content }: Leaf, index: number, batch: Batch): string {
    const time = new Date(this.options.now()).toISOString();
    const place = `"index":${String(index)},"batch":${String(batch.number)},"kind":"${kind}"`;
    return `{${place},"time":"${time}","monotonicMicros":${String(this.options.monotonic())},${content}}\n`;
  }

  private startSegment(): void {
    this.queue.startSegment();
    this.written.clear();
    this.segmentBytes = 0;
    this.keyBytes = 0;
  }

  /** Group commit: what arrives while one batch is being synced is the next batch. */
  private async write(): Promise<void> {
    // Whoever appends in this tick shares the batch.
    await Promise.resolve();
    for (let batch = this.queue.take(); batch !== null; batch = this.queue.take()) {
      try {
        if (batch.opensSegment) await this.nextSegment();
        await this.segment.write(Buffer.from(batch.lines.join('')), Buffer.concat(batch.keyBlocks));
        // What happened meanwhile (the file was removed, say) holds for this batch, too.
        this.queue.settle(batch, this.broken);
      } catch (error) {
        this.distrust(error as Error);
        this.queue.settle(batch, this.broken);
      }
      if (this.broken !== null) this.queue.rejectAll(this.broken);
    }
    this.writing = null;
  }

  private async nextSegment(): Promise<void> {
    const before = this.segment;
    this.segment = await createSegment(this.options.disk, this.options.directory, before.number + 1);
    await before.close();
  }

  /** A failed sync may have dropped the very pages it failed on: asking again would succeed and prove nothing. */
  private distrust(error: Error): void {
    if (this.broken !== null) return;
    this.broken = new AuditUnavailable('the access log can no longer be written; the gateway ends', null);
    for (const stop of this.stop) stop();
    this.options.onBroken(error);
  }

  private async watch(): Promise<void> {
    if (this.broken !== null || this.closing !== null) return;
    const { disk, directory } = this.options;
    try {
      const segment = this.segment;
      const inPlace = await segment.isInPlace();
      if (!inPlace && segment === this.segment && !this.isClosing()) {
        this.distrust(new Error(`the access log in \`${directory}\` was removed or replaced while it was open`));
      }
      this.enoughSpace = (await disk.freeBytes(directory)) >= this.limits.freeBytes;
    } catch (error) {
      if (!this.isClosing()) this.distrust(error as Error);
    }
  }

  private isClosing(): boolean {
    return this.closing !== null;
  }

  private beat(): void {
    if (this.options.monotonic() - this.lastAppend < heartbeatMs * 1_000) return;
    // A failure of it is the failure of the log, which `distrust` has told.
    this.append({ kind: 'heartbeat', details: {} }).catch(() => undefined);
  }
}
