/** The machine, described without its name. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { pinned } from '../children';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  readonly node: string;
  /** Of the folder with the access log. */
  readonly fileSystem: string;
  readonly pinned: boolean;
}

export function describeMachine(folder: string): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    // The version number alone: builds are named after hosts.
    os: `${systemName()}, Linux ${/^\d+\.\d+/.exec(release())?.[0] ?? ''}`,
    node: process.version,
    fileSystem: execFileSync('stat', ['-f', '-c', '%T', folder]).toString().trim(),
    pinned,
  };
}

function systemName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
