/** Events as the leaves of the log: one JSON object each, at most 65,535 bytes, split into parts where one would be longer. */
import { createHash } from 'node:crypto';
import type { ReleasedRows, RequestEvent, Shape, SystemEvent } from './entry';
import type { HashKeys } from './hash-keys';

/** tlog-tiles' limit for one leaf. */
export const maxLeafBytes = 65_535;

/** Room for what the log itself puts around the content: index, batch, times, part numbers. */
const frameBytes = 512;

export interface KeyBlockPlace {
  readonly hash: string;
  readonly offset: number;
  readonly bytes: number;
  readonly epoch: number;
}

/** The content of an entry, without what the log adds when it numbers it. */
export type Leaf = Readonly<Record<string, unknown>>;

export function shapeHash(shape: Shape): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(shape)).digest('hex')}`;
}

/** Once per segment: what is the same for every request of this form. */
export function shapeLeaves(shape: Shape, hash: string): Leaf[] {
  const { fields, ...rest } = shape;
  return split({ kind: 'shape', shape: hash, ...rest }, { fields });
}

export function requestLeaves(
  event: RequestEvent,
  hash: string,
  keys: HashKeys,
  block: KeyBlockPlace | null,
  nonce: string,
): Leaf[] {
  const { requester } = event;
  return split(
    {
      kind: event.kind,
      requestId: event.requestId,
      traceparent: event.traceparent,
      client: requester.client,
      organisation: requester.organisation,
      person: requester.person === null ? null : keys.person(requester.person),
      actors: requester.actors,
      representedParty: requester.representedParty,
      purpose: requester.purpose,
      case: requester.case === null ? null : keys.case(requester.case),
      route: requester.route,
      lawProfile: event.shape.lawProfile,
      policyEpoch: event.policyEpoch,
      shape: hash,
      outcome: event.outcome,
      reasons: event.reasons,
      counts: countsByType(event.released),
      nonce,
      keyBlock: block,
    },
    {
      grants: event.grants,
      released: event.released.map((rows) => releasedLeaf(rows, event.shape)),
      flows: event.flows,
      subgraphs: event.subgraphs,
    },
  );
}

export function systemLeaf(event: SystemEvent): Leaf {
  return { kind: event.kind, details: event.details };
}

/** Bit N of the bitmap (least significant bit of the first byte first) stands for field N of the shape. */
export function bitmap(fields: readonly number[]): string {
  const bytes = Buffer.alloc(Math.floor(Math.max(-1, ...fields) / 8) + 1);
  for (const field of fields) bytes.writeUInt8(bytes.readUInt8(field >> 3) | (1 << (field & 7)), field >> 3);
  return bytes.toString('hex');
}

function releasedLeaf({ type, fields, rows }: ReleasedRows, shape: Shape): Leaf {
  const masked = fields.filter((field) => shape.fields[field]?.decision === 'mask');
  return { type, rows, fields: bitmap(fields), ...(masked.length === 0 ? {} : { masked: bitmap(masked) }) };
}

function countsByType(released: readonly ReleasedRows[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { type, rows } of released) counts.set(type, (counts.get(type) ?? 0) + rows);
  return Object.fromEntries(counts);
}

/** Every part repeats the head; the lists are dealt out among the parts, and nothing of them is dropped. */
function split(head: Leaf, lists: Readonly<Record<string, readonly unknown[]>>): Leaf[] {
  const names = Object.keys(lists);
  const room = maxLeafBytes - frameBytes - Buffer.byteLength(JSON.stringify(head));
  const parts: Record<string, unknown[]>[] = [];
  let part = emptyLists(names);
  let used = Buffer.byteLength(JSON.stringify(part));
  for (const [name, items] of Object.entries(lists)) {
    for (const item of items) {
      const bytes = Buffer.byteLength(JSON.stringify(item)) + 1;
      if (used + bytes > room) {
        parts.push(part);
        part = emptyLists(names);
        used = Buffer.byteLength(JSON.stringify(part));
        if (used + bytes > room) throw new Error(`an item of \`${name}\` is longer than a log entry may be`);
      }
      part[name]?.push(item);
      used += bytes;
    }
  }
  parts.push(part);
  if (parts.length === 1) return [{ ...head, ...part }];
  return parts.map((each, index) => ({ ...head, ...each, part: index + 1, parts: parts.length }));
}

function emptyLists(names: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(names.map((name) => [name, []]));
}
