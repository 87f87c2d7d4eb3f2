/** One writer per log directory: a lock file names the process that holds it, and one left behind by a dead process is replaced. */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

export interface Lock {
  release(): Promise<void>;
}

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Boot and start time of the process, where the system tells: pids are used again. */
  readonly started: string | null;
}

/** Locks of this very process, whose pid tells nothing. */
const held = new Set<string>();

/** @throws Error where another process writes into this directory. */
export async function takeLock(directory: string): Promise<Lock> {
  const path = join(directory, 'lock');
  if (held.has(path)) throw new Error(`this process already writes to the access log in \`${directory}\``);
  held.add(path);
  try {
    await acquire(directory, path);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  return {
    async release() {
      await rm(path, { force: true });
      held.delete(path);
    },
  };
}

async function acquire(directory: string, path: string): Promise<void> {
  const own = join(directory, `lock-${randomUUID()}`);
  const holder: Holder = { host: hostname(), pid: process.pid, started: await startOf(process.pid) };
  await writeFile(own, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        // A link appears with its content or not at all.
        await link(own, path);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      await removeStale(directory, path);
    }
    throw new Error(`the lock \`${path}\` changes hands too quickly; start one gateway per log directory`);
  } finally {
    await rm(own, { force: true });
  }
}

async function removeStale(directory: string, path: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const holder = read(text);
  if (holder === null || holder.host !== hostname() || (await isAlive(holder))) {
    const who = holder === null ? 'an unknown process' : `process ${String(holder.pid)} on \`${holder.host}\``;
    throw new Error(
      `${who} writes to the access log in \`${directory}\`; give this gateway a directory of its own, or remove \`${path}\` if that process is gone`,
    );
  }
  // Taken aside first: of two processes that find the same stale lock, one gets it.
  const aside = join(directory, `lock-${randomUUID()}`);
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== text) await link(aside, path);
  await rm(aside, { force: true });
}

function read(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Partial<Holder>;
    if (typeof holder.host !== 'string' || typeof holder.pid !== 'number') return null;
    return { host: holder.host, pid: holder.pid, started: holder.started ?? null };
  } catch {
    return null;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  // A lock of our own pid that is not in `held` is from a process before us with the same pid (pid 1 of a container).
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = await startOf(holder.pid);
  return started === null || holder.started === null || started === holder.started;
}

async function startOf(pid: number): Promise<string | null> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    // The name of the program may hold spaces and brackets; what follows its last bracket does not.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return start === undefined ? null : `${boot.trim()} ${start}`;
  } catch {
    return null;
  }
}
