/**
 * The data subjects of one entry as keyed hashes, in binary, beside the log: the entry commits to the block by its hash.
 *
 * Form (big endian): `LQKB`, version (1), epoch (4), count of types (2), each as length (1) and UTF-8, count of receivers (2)
 * likewise, count of records (4), each as type (2), receiver (2; 0xffff = the client) and hash (8); records ascending, unique.
 */
import type { TracedSubject } from './entry';
import type { HashKeys } from './hash-keys';

export const theClient = 0xffff;

/** @returns `null` where nobody is traced. */
export function keyBlock(subjects: readonly TracedSubject[], keys: HashKeys): Buffer | null {
  if (subjects.length === 0) return null;
  const types = [...new Set(subjects.map((each) => each.type))].sort();
  const receivers = [...new Set(subjects.flatMap((each) => each.receiver ?? []))].sort();
  const typeNumbers = new Map(types.map((type, number) => [type, number] as const));
  const receiverNumbers = new Map(receivers.map((receiver, number) => [receiver, number] as const));
  const records = new Map<string, Buffer>();
  for (const { type, key, receiver } of subjects) {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(typeNumbers.get(type) ?? 0, 0);
    record.writeUInt16BE(receiver === null ? theClient : (receiverNumbers.get(receiver) ?? 0), 2);
    keys.subject(type, key).copy(record, 4);
    records.set(record.toString('latin1'), record);
  }
  const head = Buffer.alloc(9);
  head.write('LQKB', 'latin1');
  head.writeUInt8(1, 4);
  head.writeUInt32BE(keys.epoch, 5);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(records.size);
  return Buffer.concat([
    head,
    names(types),
    names(receivers),
    count,
    ...[...records.values()].sort((a, b) => a.compare(b)),
  ]);
}

function names(list: readonly string[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeUInt16BE(list.length);
  return Buffer.concat([
    count,
    ...list.map((name) => {
      const bytes = Buffer.from(name, 'utf8');
      if (bytes.length > 255) throw new Error('a name in a key block is longer than 255 bytes');
      return Buffer.concat([Buffer.from([bytes.length]), bytes]);
    }),
  ]);
}
