/** However the benchmark ends, what it started ends with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'INVARIANT: no child outlives the benchmark (%s)',
  async (signal) => {
    const held: Socket[] = [];
    const server = createServer((socket) => held.push(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const script = join(__dirname, 'fixtures/starts-children.ts');
    const bench = spawn(process.execPath, [join(__dirname, 'typescript.js'), script, String(port)], {
      stdio: 'ignore',
    });
    while (held.length < 2) await once(server, 'connection');
    const closed = held.map(
      (socket) =>
        new Promise((end) => {
          socket.on('close', end).on('error', end).resume();
        }),
    );
    bench.kill(signal);
    const [code] = (await once(bench, 'exit')) as [number | null];
    expect(code).toBeGreaterThan(128);
    // A process that lived on would hold its connection.
    await Promise.all(closed);
    expect(held.every(({ destroyed }) => destroyed)).toBe(true);
    server.close();
  },
);
