/** CPU and memory of a process and its descendants. */
import { parseStat, treeOf, usageOf } from './process-tree';

const line =
  '4242 (a (strange) name) S 17 4242 4242 0 -1 4194304 100 0 0 0 250 50 7 3 20 0 11 0 12345 987654321 2560 18446744073709551615 1 1';

test('a stat line is read behind the last parenthesis; waited-for children count', () => {
  expect(parseStat(line)).toEqual({ pid: 4242, parent: 17, ticks: 250 + 50 + 7 + 3, pages: 2560 });
});

test('a tree holds the root and all below it, and nobody else', () => {
  const each = (pid: number, parent: number) => ({ pid, parent, ticks: 1, pages: 1 });
  const all = [each(1, 0), each(10, 1), each(11, 10), each(12, 11), each(20, 1), each(13, 10)];
  expect(treeOf(10, all).map(({ pid }) => pid)).toEqual([10, 11, 12, 13]);
  expect(treeOf(99, all)).toEqual([]);
});

test('what this process burns is seen', () => {
  const before = usageOf(process.pid);
  const own = process.cpuUsage();
  while (process.cpuUsage(own).user < 300_000);
  const after = usageOf(process.pid);
  expect(after.cpuMs - before.cpuMs).toBeGreaterThanOrEqual(250);
  expect(after.rssMb).toBeGreaterThan(10);
  expect(after.processes).toBeGreaterThanOrEqual(1);
});
