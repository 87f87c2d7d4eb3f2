/** Makes a secret file that is there whole or not at all: of several processes that need it at once, one makes it and all read the same. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Mode 600, synced. @returns `false` where the file was there already: whoever was faster wins, so read it */
export async function makeFileOnce(path: string, text: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, text, { flag: 'wx', mode: 0o600, flush: true });
  try {
    // A link appears with its content, where a new file would be read half written.
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(own, { force: true });
  }
}
