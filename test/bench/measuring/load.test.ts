/** The load generator: what it counts, and that nothing is in flight once it says that it is done. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openLoad } from './load';

const request = { headers: { 'content-type': 'application/json' }, body: '{}' };

async function serve(answer: (response: ServerResponse, index: number) => void) {
  const seen = { requests: 0, inFlight: 0, most: 0 };
  const server = createServer((incoming, response) => {
    seen.requests += 1;
    seen.inFlight += 1;
    seen.most = Math.max(seen.most, seen.inFlight);
    response.on('close', () => (seen.inFlight -= 1));
    incoming.resume().on('end', () => answer(response, seen.requests));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
  return { url, seen, stop: () => server.close() };
}

test('so many requests are in flight, and when a run ends all that were sent are answered and counted', async () => {
  const waiting: ServerResponse[] = [];
  // Nobody is answered before all seven clients wait; then the time is long over.
  const { url, seen, stop } = await serve((response) => {
    if (waiting.push(response) === 7) for (const each of waiting.splice(0)) each.end('{}');
  });
  const load = openLoad(url, 7);
  const { requests, latencies, seconds } = await load.run(() => request, { ms: 0 });
  expect([requests, seen.requests, seen.most, waiting.length]).toEqual([7, 7, 7, 0]);
  expect(latencies).toHaveLength(7);
  expect([...latencies].sort((a, b) => a - b)).toEqual(latencies);
  expect(latencies.at(-1)! / 1_000).toBeLessThanOrEqual(seconds);
  await load.close();
  stop();
});

test('a run of so many requests sends exactly those, in turn', async () => {
  const { url, seen, stop } = await serve((response) => response.end('{}'));
  const load = openLoad(url, 4);
  const asked: number[] = [];
  const { requests } = await load.run(
    (index) => {
      asked.push(index);
      return request;
    },
    { requests: 10 },
  );
  expect([requests, seen.requests]).toEqual([10, 10]);
  expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await load.close();
  stop();
});

test('an answer that is not 200 ends the measurement', async () => {
  const { url, stop } = await serve((response, index) => {
    response.statusCode = index === 5 ? 503 : 200;
    response.end('{}');
  });
  const load = openLoad(url, 2);
  await expect(load.run(() => request, { requests: 20 })).rejects.toThrow('status 503');
  await load.close();
  stop();
});
