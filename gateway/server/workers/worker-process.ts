/**
 * The executable of one worker: serves what the primary hands it, and does what the primary tells it, over the channel alone.
 * INVARIANT: when the channel closes, the process ends (`node:cluster` sees to it): no worker outlives its primary.
 */
import { serverLog } from '../main';
import { serveAsWorker } from './serve-as-worker';
import type { FromWorker, ToWorker } from './worker-message';

// Sent to the whole group by a terminal or a service manager: the primary decides what they mean.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const) process.on(signal, () => undefined);

const tell = serveAsWorker({
  log: serverLog(),
  send: (message: FromWorker) =>
    new Promise<void>((sent) => {
      if (process.send === undefined) throw new Error('a worker is started by `lingqu serve`, not by hand');
      process.send(message, undefined, undefined, () => sent());
    }),
  exit: (code) => process.exit(code),
});
process.on('message', (message: ToWorker) => tell(message));
