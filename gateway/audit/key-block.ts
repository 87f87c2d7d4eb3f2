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
  const heads = new Map<string, string>();
  // Bytes as characters: short strings are compared and joined far faster than as many buffers.
  const records = new Set<string>();
  for (const { type, key, receiver } of subjects) {
    const place = receiver === null ? type : `${type}\u0000${receiver}`;
    let head = heads.get(place);
    if (head === undefined) {
      head = twoBytes(types.indexOf(type)) + twoBytes(receiver === null ? theClient : receivers.indexOf(receiver));
      heads.set(place, head);
    }
    records.add(head + keys.subject(type, key));
  }
  const head = Buffer.alloc(9);
  head.write('LQKB', 'latin1');
  head.writeUInt8(1, 4);
  head.writeUInt32BE(keys.epoch, 5);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(records.size);
  const sorted = Buffer.from([...records].sort().join(''), 'latin1');
  return Buffer.concat([head, names(types), names(receivers), count, sorted]);
}

function twoBytes(value: number): string {
  return String.fromCharCode(value >> 8, value & 0xff);
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
