/** Workers as processes of `node:cluster`: the primary takes connections and deals them out in turn, so that the port outlives each of them. */
import cluster from 'node:cluster';
import { join } from 'node:path';
import type { Spawn } from './worker';
import type { FromWorker } from './worker-message';

/** A request's garbage dies young: measured 15–20 % less CPU per request. It must be said before the process begins. */
const semiSpace = '--max-semi-space-size=64';

/** @param file the built `worker-process.js` */
export function clusterSpawn(file = join(__dirname, 'worker-process.js')): Spawn {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  // Advanced: a register holds sets.
  cluster.setupPrimary({ exec: file, args: [], execArgv: [semiSpace, ...process.execArgv], serialization: 'advanced' });
  return ({ heard, ended }) => {
    const worker = cluster.fork();
    worker.on('message', (message: FromWorker) => heard(message));
    // Where it could not be started or told: it ends, and that is what counts.
    worker.on('error', () => undefined);
    let how = '';
    let open = 2;
    const closed = (): void => {
      if ((open -= 1) === 0) ended(how);
    };
    worker.once('exit', (code, signal) => {
      how = signal ?? `exit code ${String(code)}`;
      closed();
    });
    // Its last words may come after its end.
    worker.once('disconnect', closed);
    return {
      pid: worker.process.pid ?? 0,
      send(message) {
        if (worker.isConnected()) worker.send(message, () => undefined);
      },
      kill: () => void worker.process.kill('SIGKILL'),
    };
  };
}
