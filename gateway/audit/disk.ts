/** Port: the few calls by which the log touches the disk, so that a test can make each of them fail. */
import { fdatasync, write } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';

export interface DiskFile {
  /** May write less than asked for: `writeFully` loops. */
  write(bytes: Uint8Array, offset: number, length: number): Promise<number>;
  /** @returns 0 at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** fdatasync */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  /** Device and inode: what a path must still lead to. */
  identity(): Promise<string>;
  close(): Promise<void>;
}

export interface Disk {
  /** Creates missing parents, too. */
  makeDirectory(path: string): Promise<void>;
  /** fsync of a directory: makes the names in it durable. */
  syncDirectory(path: string): Promise<void>;
  list(path: string): Promise<readonly string[]>;
  /** `create`: fails where the file exists; appends. `repair`: reads, appends and truncates what exists. */
  open(path: string, use: 'create' | 'repair'): Promise<DiskFile>;
  /** @returns `null` where nothing is there. */
  identityOf(path: string): Promise<string | null>;
  freeBytes(path: string): Promise<number>;
  /** Mode 600, synced; fails where the file exists. */
  writeNew(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

const flags = { create: 'ax', repair: 'r+' } as const;

export const nodeDisk: Disk = {
  async makeDirectory(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  async syncDirectory(path) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  list: (path) => readdir(path),
  async open(path, use) {
    const handle = await open(path, flags[use], 0o600);
    return {
      // By callback: for every batch of entries, handles that count their own calls cost more than the call.
      write: (bytes, offset, length) =>
        new Promise((resolve, reject) =>
          write(handle.fd, bytes, offset, length, null, (error, written) =>
            error === null ? resolve(written) : reject(error),
          ),
        ),
      read: async (into, position) => (await handle.read(into, 0, into.length, position)).bytesRead,
      sync: () =>
        new Promise((resolve, reject) => fdatasync(handle.fd, (error) => (error === null ? resolve() : reject(error)))),
      truncate: (length) => handle.truncate(length),
      size: async () => (await handle.stat()).size,
      identity: async () => identity(await handle.stat({ bigint: true })),
      close: () => handle.close(),
    };
  },
  async identityOf(path) {
    try {
      return identity(await stat(path, { bigint: true }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  },
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
  writeNew: (path, bytes) => writeFile(path, bytes, { flag: 'wx', mode: 0o600, flush: true }),
  rename,
  remove: (path) => rm(path, { force: true }),
};

function identity(stats: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${String(stats.dev)}:${String(stats.ino)}`;
}
