/** Shares of a CPU profile. */
import { functionOf, partOf, sharesOf, type CpuProfile } from './cpu-shares';

const frame = (functionName: string, url: string, lineNumber = 0) => ({ functionName, url, lineNumber });
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)', '') },
    { id: 2, callFrame: frame('(idle)', '') },
    { id: 3, callFrame: frame('write', 'file:///x/dist/gateway/executor/write-answer.js', 41) },
    { id: 4, callFrame: frame('dispatch', '/x/node_modules/undici/lib/pool.js') },
    { id: 5, callFrame: frame('(garbage collector)', '') },
  ],
  samples: [3, 2, 3, 4, 5, 3],
  startTime: 1_000_000,
  // Samples at 1001, 1002, 1003, 1004, 1005 and 2000 ms.
  timeDeltas: [1_000, 1_000, 1_000, 1_000, 1_000, 995_000],
};

test('idle time and samples outside the window do not count; the rest adds up to a hundred percent', () => {
  const shares = sharesOf(profile, { from: 1_000, to: 1_500 });
  expect(shares).toEqual([
    { part: 'gateway/executor/write-answer', ms: 2, percent: 50 },
    { part: 'undici', ms: 1, percent: 25 },
    { part: 'garbage collection', ms: 1, percent: 25 },
  ]);
});

test('parts are our files, packages, node and the collector', () => {
  expect(partOf(frame('f', '/a/node_modules/@apollo/server/dist/x.js'))).toBe('@apollo/server');
  expect(partOf(frame('f', '/a/node_modules/x/node_modules/y/x.js'))).toBe('y');
  expect(partOf(frame('f', 'node:internal/crypto/hash'))).toBe('node:internal/crypto/hash');
  expect(partOf(frame('(program)', ''))).toBe('native code without a stack');
  expect(partOf(frame('(idle)', ''))).toBeNull();
  expect(functionOf(frame('', '/x/dist/gateway/a.js', 9))).toBe('(anonymous) (gateway/a:10)');
});
