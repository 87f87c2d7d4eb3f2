/** What a process and all its descendants have used, as the kernel counts it in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  /** utime + stime. */
  readonly cpuMs: number;
  /** Resident memory, shared pages counted in each process. */
  readonly rssMb: number;
  readonly processes: number;
}

export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  readonly pages: number;
}

/** `getconf CLK_TCK` and the page size of every Linux that Node supports on x86-64 and most others. */
const ticksPerSecond = 100;
const bytesPerPage = 4_096;

/** @param line of /proc/PID/stat (proc(5)): the name in parentheses may hold anything, even parentheses */
export function parseStat(line: string): ProcessStat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    pid: Number.parseInt(line, 10),
    parent: field(4),
    // Children that ended and were waited for stand in cutime and cstime (16, 17).
    ticks: field(14) + field(15) + field(16) + field(17),
    pages: field(24),
  };
}

/** @returns the root and everything below it */
export function treeOf(root: number, all: readonly ProcessStat[]): readonly ProcessStat[] {
  const below = all.filter(({ parent }) => parent === root).flatMap(({ pid }) => treeOf(pid, all));
  return [...all.filter(({ pid }) => pid === root), ...below];
}

export function usageOf(root: number): Usage {
  const tree = treeOf(root, allProcesses());
  const sum = (pick: (each: ProcessStat) => number): number => tree.reduce((total, each) => total + pick(each), 0);
  return {
    cpuMs: (sum(({ ticks }) => ticks) * 1_000) / ticksPerSecond,
    rssMb: (sum(({ pages }) => pages) * bytesPerPage) / 1e6,
    processes: tree.length,
  };
}

function allProcesses(): readonly ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [parseStat(readFileSync(`/proc/${name}/stat`, 'latin1'))];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}
