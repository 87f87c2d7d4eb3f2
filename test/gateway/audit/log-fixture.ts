/** A log in a directory of its own, with a hand on its clock, its timers and its disk. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditLog } from '../../../gateway/audit/audit-log';
import { nodeDisk, type Disk, type DiskFile } from '../../../gateway/audit/disk';
import type { RequestEvent } from '../../../gateway/audit/entry';
import { openFileLog, type LogLimits } from '../../../gateway/audit/file-audit-log';
import { hashKeys } from '../../../gateway/audit/hash-keys';

export const testKeys = hashKeys(1, Buffer.alloc(32, 7));

export interface LogFixture {
  readonly directory: string;
  readonly log: AuditLog;
  readonly broken: Error[];
  /** Runs every timer's task once, after the clock moved on. */
  tick(milliseconds: number): void;
  entries(): Record<string, unknown>[];
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'lingqu-log-'));
}

export async function openLog(
  directory: string,
  disk: Disk = nodeDisk,
  limits: Partial<LogLimits> = {},
): Promise<LogFixture> {
  const broken: Error[] = [];
  const tasks = new Set<() => void>();
  let time = 1_767_225_600_000;
  let nonces = 0;
  const log = await openFileLog({
    directory,
    disk,
    keys: testKeys,
    now: () => time,
    monotonic: () => time * 1_000,
    nonce: () => `nonce-${String((nonces += 1))}`,
    every(_milliseconds, task) {
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    onBroken: (error) => void broken.push(error),
    limits: { freeBytes: 0, ...limits },
  });
  return {
    directory,
    log,
    broken,
    tick(milliseconds) {
      time += milliseconds;
      for (const task of [...tasks]) task();
    },
    entries: () => entriesIn(directory),
  };
}

export function segments(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
}

export function entriesIn(directory: string): Record<string, unknown>[] {
  return segments(directory).flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
}

export function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** The real disk, with some calls of its files replaced. */
export function diskWith(change: (file: DiskFile, path: string) => Partial<DiskFile>, more: Partial<Disk> = {}): Disk {
  return {
    ...nodeDisk,
    async open(path, use) {
      const file = await nodeDisk.open(path, use);
      return use === 'create' ? { ...file, ...change(file, path) } : file;
    },
    ...more,
  };
}

export function accessEvent(change: Partial<RequestEvent> = {}): RequestEvent {
  return {
    kind: 'access',
    requestId: 'r-1',
    traceparent: null,
    requester: {
      client: 'welfare-desk',
      organisation: '45-CIV',
      person: 'person-canary',
      actors: [],
      representedParty: null,
      purpose: 'social-assistance.eligibility',
      case: 'case-canary',
      route: 'SHARE',
    },
    policyEpoch: 3,
    shape: {
      operationHash: 'sha256:00',
      schemaId: 'schema',
      lawProfile: 'gx-draft-rev',
      fields: [
        {
          position: 'person',
          coordinate: 'Query.person',
          subgraphs: ['population'],
          owners: ['45-PSB'],
          decision: 'permit',
          mask: null,
          reason: null,
          article: null,
        },
        {
          position: 'person.idNumber',
          coordinate: 'Person.idNumber',
          subgraphs: ['population'],
          owners: ['45-PSB'],
          decision: 'mask',
          mask: 'id-number',
          reason: null,
          article: null,
        },
      ],
    },
    grants: ['G-1'],
    released: [{ type: 'Person', fields: [1], rows: 2 }],
    flows: [],
    subgraphs: ['population'],
    subjects: [{ type: 'Person', key: 'key-canary', receiver: null }],
    outcome: 'released',
    reasons: [],
    ...change,
  };
}
