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
  const typeSet = new Set<string>();
  const receiverSet = new Set<string>();
  for (const { type, receiver } of subjects) {
    typeSet.add(type);
    if (receiver !== null) receiverSet.add(receiver);
  }
  const types = [...typeSet].sort();
  const receivers = [...receiverSet].sort();
  // Bytes as characters: short strings are compared and joined far faster than as many buffers.
  const heads = new Map<string | null, Map<string, string>>();
  for (const receiver of [null, ...receivers]) {
    const place = twoBytes(receiver === null ? theClient : receivers.indexOf(receiver));
    heads.set(receiver, new Map(types.map((type, index) => [type, twoBytes(index) + place])));
  }
  const records = new Set<string>();
  for (const { type, key, receiver } of subjects) {
    const head = heads.get(receiver)?.get(type) ?? '';
    records.add(head + keys.subject(type, key));
  }
  const front = `LQKB\u0001${fourBytes(keys.epoch)}${names(types)}${names(receivers)}${fourBytes(records.size)}`;
  return Buffer.from(front + [...records].sort().join(''), 'latin1');
}

function twoBytes(value: number): string {
  return String.fromCharCode(value >> 8, value & 0xff);
}

function fourBytes(value: number): string {
  return twoBytes(value >>> 16) + twoBytes(value & 0xffff);
}

function names(list: readonly string[]): string {
  return twoBytes(list.length) + list.map(name).join('');
}

function name(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 255) throw new Error('a name in a key block is longer than 255 bytes');
  return String.fromCharCode(bytes.length) + bytes.toString('latin1');
}
