/** Writes every byte or fails: on a full disk Node writes less than it was given, without an error. */
import type { DiskFile } from './disk';

export async function writeFully(file: DiskFile, bytes: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < bytes.length) {
    const written = await file.write(bytes, offset, bytes.length - offset);
    if (written <= 0) throw new Error('the disk takes no more bytes; free space on the volume of `audit.directory`');
    offset += written;
  }
}
