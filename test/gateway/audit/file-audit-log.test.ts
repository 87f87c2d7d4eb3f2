import { createHash } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { AuditUnavailable } from '../../../gateway/audit/audit-log';
import { nodeDisk } from '../../../gateway/audit/disk';
import { maxLeafBytes } from '../../../gateway/audit/entry-lines';
import { theClient } from '../../../gateway/audit/key-block';
import {
  accessEvent,
  diskWith,
  openLog,
  remove,
  segments,
  temporaryDirectory,
  testKeys,
  type LogFixture,
} from './log-fixture';

let directory: string;
beforeEach(() => void (directory = temporaryDirectory()));
afterEach(() => remove(directory));

const of = (fixture: LogFixture, kind: string): Record<string, unknown>[] =>
  fixture.entries().filter((entry) => entry.kind === kind);

test('an entry says who, what, how much and under which grant, and its shape stands once', async () => {
  const fixture = await openLog(directory);
  await fixture.log.append(accessEvent());
  await fixture.log.append(accessEvent({ requestId: 'r-2' }));
  expect(of(fixture, 'shape')).toHaveLength(1);
  const [entry] = of(fixture, 'access');
  expect(entry).toMatchObject({
    requestId: 'r-1',
    client: 'welfare-desk',
    organisation: '45-CIV',
    purpose: 'social-assistance.eligibility',
    grants: ['G-1'],
    counts: { Person: 2 },
    released: [{ type: 'Person', rows: 2, fields: '02', masked: '02' }],
    shape: of(fixture, 'shape')[0]?.shape,
    lawProfile: 'gx-draft-rev',
    policyEpoch: 3,
    outcome: 'released',
    nonce: 'nonce-1',
  });
  expect(fixture.entries().map((each) => each.index)).toEqual(fixture.entries().map((_each, index) => index));
  await fixture.log.close();
});

test('a person, a case and a data subject stand in the log only as keyed hashes', async () => {
  const fixture = await openLog(directory);
  await fixture.log.append(accessEvent());
  await fixture.log.close();
  const everything = ['00000001.jsonl', '00000001.keys'].map((name) => readFileSync(join(directory, name), 'latin1'));
  expect(everything.join()).not.toContain('canary');
  const [entry] = of(fixture, 'access');
  expect(entry).toMatchObject({ person: testKeys.person('person-canary'), case: testKeys.case('case-canary') });
});

test('a key block holds each subject once per receiver, and the entry commits to it by hash', async () => {
  const fixture = await openLog(directory);
  const subjects = [
    { type: 'Person', key: 'P-2', receiver: '45-TAX' },
    { type: 'Person', key: 'P-1', receiver: null },
    { type: 'Person', key: 'P-1', receiver: null },
  ];
  await fixture.log.append(accessEvent({ subjects: [] }));
  await fixture.log.append(accessEvent({ subjects: subjects.slice(0, 1) }));
  await fixture.log.append(accessEvent({ subjects }));
  await fixture.log.close();
  const blocks = readFileSync(join(directory, '00000001.keys'));
  const places = of(fixture, 'access').map(
    (entry) => entry.keyBlock as { hash: string; offset: number; bytes: number } | null,
  );
  expect(places[0]).toBeNull();
  for (const place of places.slice(1)) {
    const bytes = blocks.subarray(place?.offset ?? 0, (place?.offset ?? 0) + (place?.bytes ?? 0));
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(place?.hash);
  }
  const last = blocks.subarray(places[2]?.offset ?? 0);
  const records = last.subarray(last.length - 24);
  expect(last.readUInt32BE(last.length - 28)).toBe(2);
  expect(records.readUInt16BE(2)).toBe(0);
  expect(records.toString('latin1', 4, 12)).toEqual(testKeys.subject('Person', 'P-2'));
  expect(records.readUInt16BE(14)).toBe(theClient);
  expect(records.toString('latin1', 16)).toEqual(testKeys.subject('Person', 'P-1'));
});

test('an entry resolves only after both files were synced', async () => {
  const order: string[] = [];
  const fixture = await openLog(
    directory,
    diskWith((file, path) => ({
      async sync() {
        await file.sync();
        order.push(path.endsWith('.keys') ? 'keys' : 'lines');
      },
    })),
  );
  order.length = 0;
  await fixture.log.append(accessEvent()).then(() => order.push('resolved'));
  expect(order).toEqual(['keys', 'lines', 'resolved']);
  await fixture.log.close();
});

test('what arrives while a batch is synced shares the next sync', async () => {
  let syncs = 0;
  const fixture = await openLog(
    directory,
    diskWith((file) => ({
      sync() {
        syncs += 1;
        return file.sync();
      },
    })),
  );
  syncs = 0;
  await Promise.all(Array.from({ length: 200 }, () => fixture.log.append(accessEvent({ subjects: [] }))));
  expect(syncs).toBeLessThanOrEqual(4);
  expect(of(fixture, 'access')).toHaveLength(200);
  await fixture.log.close();
});

test('a disk that writes less than asked is asked again', async () => {
  const fixture = await openLog(
    directory,
    diskWith((file) => ({ write: (bytes, offset, length) => file.write(bytes, offset, Math.min(length, 7)) })),
  );
  await fixture.log.append(accessEvent());
  expect(of(fixture, 'access')).toHaveLength(1);
  await fixture.log.close();
});

test.each([
  ['a sync fails', { sync: () => Promise.reject(new Error('EIO')) }],
  ['nothing more can be written', { write: () => Promise.resolve(0) }],
])('once %s, nothing is acknowledged any more, and the process is told to end', async (_name, fault) => {
  let failing = false;
  const fixture = await openLog(
    directory,
    diskWith((file) => ({
      write: (bytes, offset, length) =>
        failing && 'write' in fault ? fault.write() : file.write(bytes, offset, length),
      sync: () => (failing && 'sync' in fault ? fault.sync() : file.sync()),
    })),
  );
  failing = true;
  const appends = [1, 2, 3].map(() => fixture.log.append(accessEvent()));
  for (const append of appends) await expect(append).rejects.toMatchObject({ retryAfter: null });
  failing = false; // the disk claims to be well again
  await expect(fixture.log.append(accessEvent())).rejects.toBeInstanceOf(AuditUnavailable);
  await expect(fixture.log.append({ kind: 'admin', details: {} })).rejects.toBeInstanceOf(AuditUnavailable);
  expect(fixture.log.available()).toBe(false);
  expect(fixture.broken).toHaveLength(1);
  await fixture.log.close();
});

test('a full queue refuses new requests with a time to come back, and forgets none that it took', async () => {
  let free = (): void => undefined;
  const held = new Promise<void>((resolve) => (free = resolve));
  let holding = false;
  const fixture = await openLog(
    directory,
    diskWith((file) => ({
      async sync() {
        if (holding) await held;
        await file.sync();
      },
    })),
    { queuedEntries: 3 },
  );
  holding = true;
  const taken = [1, 2, 3].map(() => fixture.log.append(accessEvent()));
  expect(fixture.log.available()).toBe(false);
  await expect(fixture.log.append(accessEvent())).rejects.toMatchObject({ retryAfter: 1 });
  free();
  await Promise.all(taken);
  expect(fixture.log.available()).toBe(true);
  expect(of(fixture, 'access')).toHaveLength(3);
  await fixture.log.close();
});

test('short of disk space, requests are refused while the gateway can still say its last word', async () => {
  let freeBytes = 1e12;
  const fixture = await openLog(
    directory,
    { ...nodeDisk, freeBytes: () => Promise.resolve(freeBytes) },
    {
      freeBytes: 1e6,
    },
  );
  freeBytes = 10;
  fixture.tick(1_000);
  await settled(() => !fixture.log.available());
  await expect(fixture.log.append(accessEvent())).rejects.toMatchObject({ retryAfter: 30 });
  await fixture.log.append({ kind: 'admin', details: { event: 'still-here' } });
  await fixture.log.close();
  expect(fixture.entries().at(-1)?.kind).toBe('seal');
});

test('a log that was moved away under the gateway ends it', async () => {
  const fixture = await openLog(directory);
  renameSync(join(directory, '00000001.jsonl'), join(directory, 'elsewhere'));
  fixture.tick(1_000);
  await settled(() => fixture.broken.length > 0);
  await expect(fixture.log.append(accessEvent())).rejects.toMatchObject({ retryAfter: null });
  await fixture.log.close();
});

test('an idle log says every ten seconds that it lives', async () => {
  const fixture = await openLog(directory);
  fixture.tick(9_000);
  fixture.tick(2_000);
  fixture.tick(1_000);
  await fixture.log.close();
  expect(of(fixture, 'heartbeat')).toHaveLength(1);
});

test('an entry longer than a leaf may be is split, and nothing of it is lost', async () => {
  const fixture = await openLog(directory);
  const flows = Array.from({ length: 1_500 }, (_each, index) => ({
    from: '45-PSB',
    toSubgraph: 'tax',
    toOrganisation: '45-TAX',
    coordinate: `Person.field${String(index)}`,
    decision: 'permit' as const,
    grants: ['G-1'],
  }));
  const event = accessEvent({ flows });
  const [field] = event.shape.fields;
  const fields = flows.map((_each, index) => ({ ...field!, position: `person.${String(index)}` }));
  await fixture.log.append({ ...event, shape: { ...event.shape, fields } });
  await fixture.log.close();
  expect(of(fixture, 'access').flatMap((entry) => entry.flows)).toEqual(flows);
  expect(of(fixture, 'shape').flatMap((entry) => entry.fields)).toEqual(fields);
  expect(of(fixture, 'access').length).toBeGreaterThan(1);
  for (const line of readFileSync(join(directory, '00000001.jsonl'), 'utf8').split('\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(maxLeafBytes);
  }
});

test('a segment that is full is followed by another, which repeats the shapes it refers to', async () => {
  const fixture = await openLog(directory, nodeDisk, { segmentBytes: 4_000 });
  for (let count = 0; count < 20; count += 1) await fixture.log.append(accessEvent());
  await Promise.all(Array.from({ length: 20 }, () => fixture.log.append(accessEvent())));
  await fixture.log.close();
  expect(segments(directory).length).toBeGreaterThan(2);
  expect(of(fixture, 'shape')).toHaveLength(segments(directory).length);
  expect(fixture.entries().map((each) => each.index)).toEqual(fixture.entries().map((_each, index) => index));
  const again = await openLog(directory);
  await again.log.close();
  expect(again.entries().map((each) => each.index)).toEqual(again.entries().map((_each, index) => index));
});

test('two gateways cannot write into one directory', async () => {
  const fixture = await openLog(directory);
  await expect(openLog(directory)).rejects.toThrow('already writes');
  await fixture.log.close();
  await (await openLog(directory)).log.close();
});

async function settled(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !holds(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(holds()).toBe(true);
}
