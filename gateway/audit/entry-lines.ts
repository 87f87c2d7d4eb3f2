/** Events as the leaves of the log: one JSON object each, at most 65,535 bytes, split into parts where one would be longer. */
import { createHash } from 'node:crypto';
import type { EntryKind, ReleasedRows, RequestEvent, Shape, SystemEvent } from './entry';
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

/** An entry without what the log adds when it numbers it. */
export interface Leaf {
  readonly kind: EntryKind;
  /** JSON text of its members, without the braces. */
  readonly content: string;
}

/** What of many entries is one object is turned into text once: nobody changes an event. */
const shapeHashes = new WeakMap<Shape, string>();
const itemTexts = new WeakMap<readonly unknown[], List['items']>();

export function shapeHash(shape: Shape): string {
  let known = shapeHashes.get(shape);
  if (known === undefined) {
    known = `sha256:${createHash('sha256').update(JSON.stringify(shape)).digest('hex')}`;
    shapeHashes.set(shape, known);
  }
  return known;
}

/** Once per segment: what is the same for every request of this form. */
export function shapeLeaves({ fields, ...rest }: Shape, hash: string): Leaf[] {
  return split('shape', membersOf({ shape: hash, ...rest }), [
    { name: 'fields', items: fields.map((field) => JSON.stringify(field)) },
  ]);
}

export function requestLeaves(
  event: RequestEvent,
  hash: string,
  keys: HashKeys,
  block: KeyBlockPlace | null,
  nonce: string,
): Leaf[] {
  const { requester } = event;
  const head = membersOf({
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
  });
  return split(event.kind, head, [
    { name: 'grants', items: itemsOf(event.grants) },
    { name: 'released', items: event.released.map((rows) => releasedText(rows, event.shape)) },
    { name: 'flows', items: itemsOf(event.flows) },
    { name: 'subgraphs', items: event.subgraphs.map((name) => JSON.stringify(name)) },
  ]);
}

export function systemLeaf({ kind, details }: SystemEvent): Leaf {
  return { kind, content: membersOf({ details }) };
}

/** Bit N of the bitmap (least significant bit of the first byte first) stands for field N of the shape. */
export function bitmap(fields: readonly number[]): string {
  const bytes = Buffer.alloc(Math.floor(Math.max(-1, ...fields) / 8) + 1);
  for (const field of fields) bytes.writeUInt8(bytes.readUInt8(field >> 3) | (1 << (field & 7)), field >> 3);
  return bytes.toString('hex');
}

function releasedText({ type, fields, rows }: ReleasedRows, shape: Shape): string {
  const masked = fields.filter((field) => shape.fields[field]?.decision === 'mask');
  const maskedText = masked.length === 0 ? '' : `,"masked":"${bitmap(masked)}"`;
  return `{"type":${JSON.stringify(type)},"rows":${String(rows)},"fields":"${bitmap(fields)}"${maskedText}}`;
}

function countsByType(released: readonly ReleasedRows[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { type, rows } of released) counts.set(type, (counts.get(type) ?? 0) + rows);
  return Object.fromEntries(counts);
}

function membersOf(content: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(content).slice(1, -1);
}

function itemsOf(list: readonly unknown[]): List['items'] {
  let items = itemTexts.get(list);
  if (items === undefined) {
    items = list.map((item) => JSON.stringify(item));
    itemTexts.set(list, items);
  }
  return items;
}

interface List {
  readonly name: string;
  /** JSON texts. */
  readonly items: readonly string[];
}

/** Every part repeats the head; the lists are dealt out among the parts, and nothing of them is dropped. */
function split(kind: EntryKind, head: string, lists: readonly List[]): Leaf[] {
  const room = maxLeafBytes - frameBytes;
  const whole = withLists(head, lists);
  // No character takes more than three bytes: most entries need not be measured.
  if (whole.length * 3 <= room || Buffer.byteLength(whole) <= room) return [{ kind, content: whole }];
  const empty = lists.map(({ name }) => ({ name, items: [] as string[] }));
  const least = Buffer.byteLength(withLists(head, empty));
  const parts: { readonly name: string; readonly items: string[] }[][] = [];
  let part = structuredClone(empty);
  let used = least;
  for (const [index, { name, items }] of lists.entries()) {
    for (const item of items) {
      const bytes = Buffer.byteLength(item) + 1;
      if (used + bytes > room) {
        parts.push(part);
        part = structuredClone(empty);
        used = least;
        if (used + bytes > room) throw new Error(`an item of \`${name}\` is longer than a log entry may be`);
      }
      part[index]?.items.push(item);
      used += bytes;
    }
  }
  parts.push(part);
  return parts.map((each, index) => ({
    kind,
    content: `${withLists(head, each)},"part":${String(index + 1)},"parts":${String(parts.length)}`,
  }));
}

function withLists(head: string, lists: readonly List[]): string {
  let text = head;
  for (const { name, items } of lists) text += `,"${name}":[${items.join(',')}]`;
  return text;
}
