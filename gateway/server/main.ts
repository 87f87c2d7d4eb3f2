/** The gateway as a process: starts from a configuration, takes changes of its files over, and ends in order. */
import { destination, pino, type Logger } from 'pino';
import { isFatal } from '../../schema/compose';
import type { Finding } from '../../schema/finding';
import { formatProblem } from '../../schema/strict-yaml';
import type { Supergraph } from '../../schema/supergraph';
import type { Register } from '../policy/register';
import { composeFromConfig, type ConfiguredLaw } from './compose-from-config';
import type { Config } from './config/config';
import { createGateway, type GatewayOptions, type RunningGateway } from './create-gateway';
import { traceOf } from './refusal-of';
import { fingerprint } from './watched-files';

/** Why the gateway does not start: the configuration is wrong (2), or what it names has findings or cannot be had (1). */
export class StartFailure extends Error {
  constructor(
    readonly exitCode: 1 | 2,
    /** One per line, for people. */
    readonly reasons: readonly string[],
  ) {
    super(reasons.join('\n'));
    this.name = 'StartFailure';
  }
}

export interface ServingGateway extends RunningGateway {
  /** Takes the files over as they are now, or keeps the last good ones and says why. @returns whether they were taken over */
  reload(): Promise<boolean>;
}

export interface StartOptions {
  readonly log: Logger;
  /** Default: ends the process. */
  readonly onBroken?: (error: Error) => void;
  readonly plan?: GatewayOptions['plan'];
}

const watchMs = 1_000;
/** Time for requests in flight to be told that they cannot be logged. */
const lastWordsMs = 250;

/** To standard error: standard output belongs to whoever started us. */
export function serverLog(): Logger {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination({ fd: 2, sync: true }));
}

/** @throws StartFailure */
export async function startFromConfig(config: Config, options: StartOptions): Promise<ServingGateway> {
  const { log } = options;
  const { register, supergraph } = lawful(await composeFromConfig(config, Date.now()), log);
  const onBroken = options.onBroken ?? endWhenBroken(log, (code) => process.exit(code));
  let gateway: RunningGateway;
  try {
    gateway = await createGateway({ config, register, supergraph, log, slot: 0, onBroken, plan: options.plan });
  } catch (error) {
    throw new StartFailure(1, [startMessage(error, config)]);
  }
  let known = fingerprint(config);
  let reloading: Promise<boolean> = Promise.resolve(true);

  const reload = async (): Promise<boolean> => {
    known = fingerprint(config);
    try {
      const next = lawful(await composeFromConfig(config, Date.now()), log);
      await gateway.replace(next.register, next.supergraph);
      log.info({ schemaId: next.supergraph.schemaId }, 'configuration taken over');
      return true;
    } catch (error) {
      const why = error instanceof StartFailure ? { reasons: error.reasons } : traceOf(error);
      log.error(why, 'the changed configuration is not taken over; the last good one stays in force');
      return false;
    }
  };
  // One after the other: the last one to begin is the last one to take effect.
  const queued = (): Promise<boolean> => (reloading = reloading.then(reload));
  const onHangUp = (): void => void queued();
  process.on('SIGHUP', onHangUp);
  const watch = setInterval(() => {
    if (fingerprint(config) !== known) void queued();
  }, watchMs).unref();

  return {
    ...gateway,
    reload: queued,
    async stop() {
      clearInterval(watch);
      process.off('SIGHUP', onHangUp);
      await reloading;
      await gateway.stop();
    },
  };
}

/** Runs until SIGTERM or SIGINT, then ends in order. */
export async function serveUntilSignal(gateway: Pick<ServingGateway, 'stop'>, log: Logger): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  log.info({ signal }, 'stopping: no new requests, those in flight are finished');
  await gateway.stop();
}

/** What a gateway does whose access log can no longer be trusted. */
export function endWhenBroken(log: Logger, exit: (code: 1) => void): (error: Error) => void {
  return (error) => {
    log.fatal(traceOf(error), 'the access log can no longer be written; the gateway ends');
    setTimeout(() => exit(1), lastWordsMs);
  };
}

/**
 * A coordinate without a label is served as denied; with any other error nothing is served.
 *
 * @throws StartFailure
 */
export function lawful(
  law: ConfiguredLaw,
  log: Logger,
): { readonly register: Register; readonly supergraph: Supergraph } {
  if (!law.ok) throw new StartFailure(2, law.problems.map(formatProblem));
  const { findings, supergraph } = law.composition;
  if (supergraph === null) throw new StartFailure(1, findings.filter(isFatal).map(formatFinding));
  for (const warning of law.warnings) log.warn(warning);
  const errors = findings.filter(({ severity }) => severity === 'error');
  for (const finding of errors) log.error(`served as denied: ${formatFinding(finding)}`);
  if (findings.length > errors.length) {
    log.warn(`${String(findings.length - errors.length)} findings are warnings: \`lingqu check\` prints them`);
  }
  return { register: law.register, supergraph };
}

export function formatFinding({ code, coordinate, subgraph, line, message }: Finding): string {
  const place = [subgraph, line === null ? null : String(line)].filter((each) => each !== null).join(':');
  return [code, coordinate, place === '' ? null : `(${place})`, message].filter((each) => each !== null).join(' ');
}

export function startMessage(error: unknown, { listen: { host, port } }: Config): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return `port ${String(port)} on ${host} is in use: stop what listens there, or set \`listen.port\` (LINGQU_LISTEN__PORT)`;
  }
  return message;
}
