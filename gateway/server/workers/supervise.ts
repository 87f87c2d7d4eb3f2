/** The primary: reads and composes, hands the result to workers, watches the files, and ends everything in order. It answers no request. */
import { createServer, type AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { formatProblem } from '../../../schema/strict-yaml';
import { composeFromConfig } from '../compose-from-config';
import type { Config } from '../config/config';
import type { ConfigReading } from '../config/lingqu-yaml';
import { sameSupergraph } from '../create-gateway';
import { lawful, startMessage, StartFailure } from '../main';
import { traceOf } from '../refusal-of';
import { fingerprint, stateOf } from '../watched-files';
import { clusterSpawn } from './cluster-spawn';
import type { Spawn } from './worker';
import type { ServedLaw } from './worker-message';
import { workerPool, type WorkerPool } from './worker-pool';

export interface SupervisedGateway {
  readonly url: string;
  /** Takes the files over as they are now, or keeps the last good ones and says why. @returns whether they were taken over */
  reload(how?: 'where-changed' | 'restart-all'): Promise<boolean>;
  stop(): Promise<void>;
  /** Resolves with the reasons when no worker is left and none can be started. */
  readonly fallen: Promise<readonly string[]>;
}

export interface SuperviseOptions {
  readonly workers: number;
  readonly log: Logger;
  /** Reads lingqu.yaml again. */
  readAgain(): ConfigReading;
  /** Default: processes of `node:cluster`. */
  readonly spawn?: Spawn;
}

const watchMs = 1_000;

/** @throws StartFailure */
export async function supervise(stated: Config, options: SuperviseOptions): Promise<SupervisedGateway> {
  const { log } = options;
  const law = await composed(stated, log);
  const listen = await withPort(stated);
  let current: ServedLaw = { ...law, config: { ...law.config, listen } };
  let config = stated;
  let tellFallen!: (reasons: readonly string[]) => void;
  const fallen = new Promise<readonly string[]>((tell) => (tellFallen = tell));
  const pool = workerPool({
    ...{ size: options.workers, law: current, log, onFallen: tellFallen },
    spawn: options.spawn ?? clusterSpawn(),
    now: () => performance.now(),
    after(milliseconds, task) {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  const url = await firstStart(pool);
  /** Last read, whether or not it could be taken over. */
  let watched = stated;
  const stamp = (): string => `${stateOf(watched.file)}\n${fingerprint(watched)}`;
  let known = stamp();

  const reload = async (how: 'where-changed' | 'restart-all'): Promise<boolean> => {
    known = stamp();
    let next: ServedLaw;
    try {
      const reading = options.readAgain();
      if (!reading.ok) throw new StartFailure(2, reading.problems.map(formatProblem));
      watched = reading.config;
      // Before they are read: what changes from here on is a change to come.
      known = stamp();
      const { register, supergraph } = await composed(reading.config, log);
      if (JSON.stringify(reading.config.listen) !== JSON.stringify(config.listen)) {
        log.warn('`listen` is not changed while the gateway runs: start it anew for that');
      }
      const same = JSON.stringify(reading.config) === JSON.stringify(config);
      // The same objects stand for the same law: a pool replaces workers whose law is another one.
      next = {
        config: same && how === 'where-changed' ? current.config : { ...reading.config, listen },
        supergraph: sameSupergraph(supergraph, current.supergraph) ? current.supergraph : supergraph,
        register,
      };
      config = reading.config;
    } catch (error) {
      const why = error instanceof StartFailure ? { reasons: error.reasons } : traceOf(error);
      log.error(why, 'the changed configuration is not taken over; the last good one stays in force');
      return false;
    }
    // What the register takes away must not wait for workers to be replaced: as if it had been changed first, the rest after it.
    await pool.apply(next.register);
    const inPlace = next.config === current.config && next.supergraph === current.supergraph;
    current = { ...current, register: next.register };
    if (!inPlace) {
      if (!(await pool.roll(next))) {
        log.error('the workers could not be replaced: the register is taken over, the rest is not; SIGHUP tries again');
        return false;
      }
      current = next;
    }
    const schemaId = next.supergraph.schemaId;
    log.info({ schemaId, restarted: !inPlace }, 'configuration taken over');
    return true;
  };
  // One after the other: the last one to begin is the last one to take effect.
  let reloading: Promise<boolean> = Promise.resolve(true);
  const queued = (how: 'where-changed' | 'restart-all' = 'where-changed'): Promise<boolean> =>
    (reloading = reloading.then(() => reload(how)));
  const onHangUp = (): void => void queued();
  const onUser = (): void => void queued('restart-all');
  process.on('SIGHUP', onHangUp);
  process.on('SIGUSR2', onUser);
  const watch = setInterval(() => {
    if (stamp() !== known) void queued();
  }, watchMs).unref();

  return {
    ...{ url, fallen, reload: queued },
    async stop() {
      clearInterval(watch);
      process.off('SIGHUP', onHangUp);
      process.off('SIGUSR2', onUser);
      await pool.stop();
      await reloading;
    },
  };
}

async function composed(config: Config, log: Logger): Promise<ServedLaw> {
  return { config, ...lawful(await composeFromConfig(config, Date.now()), log) };
}

async function firstStart(pool: WorkerPool): Promise<string> {
  const started = await pool.start();
  if (started.ok) return started.url;
  await pool.stop();
  throw new StartFailure(1, started.reasons);
}

/** "Any free port" must be the same one for every worker, and for those that come after them. */
async function withPort(config: Config): Promise<Config['listen']> {
  const { host, port } = config.listen;
  const server = createServer();
  try {
    return await new Promise<Config['listen']>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve({ host, port: (server.address() as AddressInfo).port }));
    });
  } catch (error) {
    throw new StartFailure(1, [startMessage(error, config)]);
  } finally {
    await new Promise<void>((closed) => server.close(() => closed()));
  }
}
