/** What is read from V8's own report of its collections. */
import { fullCollections } from './soak';

test('full collections of the serving thread are found with what they left; scavenges and other threads are not', () => {
  const log = [
    'gateway  http://127.0.0.1:1/graphql',
    '[123:0x5f0]    60000 ms: Scavenge 40.1 (60.2) -> 30.0 (61.2) MB, 1.1 / 0.0 ms  (average mu = 0.99) allocation failure;',
    '[123:0x5f0]   120000 ms: Mark-Compact 80.5 (90.0) -> 41.2 (92.0) MB, 10.2 / 0.0 ms  (average mu = 0.99) finalize;',
    '[123:0x5f0]   180000 ms: Mark-Compact (reduce) 81.5 (90.0) -> 41.3 (60.0) MB, 9 / 0.0 ms  (+ 2.0 ms in 3 steps) task;',
    '[123:0x7fa]   170000 ms: Mark-Compact 16.7 (30.7) -> 12.3 (14.2) MB, 95.56 / 0.01 ms  (average mu = 0.99) task;',
    '',
  ].join('\n');
  expect(fullCollections(log)).toEqual([
    [2, 41.2],
    [3, 41.3],
  ]);
});
