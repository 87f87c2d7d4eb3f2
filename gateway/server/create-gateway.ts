/** The composition root: every part of the gateway meets the others here, and nowhere else. */
import { createHash, randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Supergraph } from '../../schema/supergraph';
import { apiSchemaOf, loadSupergraphModel } from '../../schema/federation';
import type { AuditLog } from '../audit/audit-log';
import { nodeDisk } from '../audit/disk';
import { openFileLog } from '../audit/file-audit-log';
import { loadHashKeys } from '../audit/hash-keys';
import { nonces } from '../audit/nonces';
import type { SubgraphTransport } from '../executor/execution';
import { httpTransport } from '../executor/http-transport';
import { planExecutor } from '../executor/execute-plan';
import { sharingTransport } from '../executor/sharing-transport';
import { plansInProcess, type PlanSource } from '../planner/plan-source';
import { plansInWorker } from '../planner/plans-in-worker';
import { lawProfile } from '../policy/known-law-profiles';
import type { Register } from '../policy/register';
import { registerGrants } from '../policy/register-grants';
import { graphqlFront, type GraphqlFront } from './apollo-server';
import type { Config } from './config/config';
import { issuerCount } from './config/load';
import { developmentAudience, developmentIssuer, loadDevelopmentIssuer } from './development-issuer';
import { keyFetcher } from './fetch-keys';
import { httpEdge } from './http-edge';
import { slotDirectory } from './log-slot';
import { gatewayMetrics, type Metrics } from './metrics';
import { pseudonymKeys } from './pseudonym-keys';
import { remoteKeys, type FetchKeys } from './remote-keys';
import { requestPipeline, type Exchange } from './request-pipeline';
import { loadSecret } from './secret-file';
import { servedSupergraph, type ServedSupergraph } from './served-supergraph';
import { tokenVerifier, type TrustedIssuer } from './verify-token';

export interface GatewayOptions {
  readonly config: Config;
  readonly register: Register;
  readonly supergraph: Supergraph;
  readonly log: Logger;
  /** The access log can no longer be trusted: the process must end. */
  onBroken(error: Error): void;
  /** Epoch ms; default: the clock of the system. */
  readonly now?: () => number;
  /** Default: signed HTTP to each subgraph's routing URL. */
  readonly transport?: SubgraphTransport;
  /** Default: files in `audit.directory`. */
  readonly audit?: AuditLog;
  /** Default: on a thread of its own. */
  readonly plan?: 'on-a-thread' | 'in-process';
  readonly maxInFlight?: number;
  /** Of the access log (`log-slot.ts`); default: the log lies in `audit.directory` itself. */
  readonly slot?: number;
  /** Default: those of this process alone. */
  readonly metrics?: Metrics;
}

export interface RunningGateway {
  /** Of `/graphql`, with the port that was taken. */
  readonly url: string;
  readonly audit: AuditLog;
  /** From now on requests are decided by these; resolves once that is in the log. */
  replace(register: Register, supergraph: Supergraph): Promise<void>;
  /** Resolves once nothing is released under this grant any more, and that is in the log. @returns whether there is such a grant */
  suspend(grantId: string): Promise<boolean>;
  /** @returns whether it was suspended */
  restore(grantId: string): Promise<boolean>;
  /** Not ready first, then lets requests finish, then closes the log. */
  stop(): Promise<void>;
  /** Ends without refusing anybody, where another process has taken the port over: answers what still comes, then closes the log. */
  retire(): Promise<void>;
}

const drainMs = 10_000;
/** Generated aliases, `__typename`s and split fragments make the rewritten document longer than the client's. */
const rewrittenTokens = 10;

/** @throws Error with a message for the operator where something that the gateway needs cannot be had */
export async function createGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { config, log } = options;
  const now = options.now ?? Date.now;
  const monotonic = (): number => performance.now();
  const profile = lawProfile(config.lawProfile);
  if (profile === undefined) throw new Error(`law profile \`${config.lawProfile}\` is not known`);
  const keyFolder = dirname(config.subgraphs.signingKeyFile);
  const pseudonyms = pseudonymKeys(await loadSecret(join(keyFolder, 'pseudonyms.key')));
  const masterKey = await loadSecret(config.subgraphs.signingKeyFile);
  const jwks = keyFetcher();
  const tokens = tokenVerifier(await trustedIssuers(config, jwks.fetchKeys, now), now);
  const metrics = options.metrics ?? gatewayMetrics();
  const audit = options.audit ?? (await openLog(options, join(keyFolder, 'access-log.json'), now));
  let register = options.register;
  const grants = registerGrants(register);

  const serving = new WeakMap<GraphQLSchema, ServedSupergraph>();
  const serve = (supergraph: Supergraph): ServedSupergraph => {
    const direct =
      options.transport ??
      httpTransport({
        routingUrls: Object.fromEntries(
          Object.values(supergraph.subgraphs).map((each) => [each.name, each.routingUrl]),
        ),
        masterKey,
        ...config.subgraphs,
        now,
        nonce: randomUUID,
        onRetry: (subgraph) => metrics.subgraphRetried(subgraph),
      });
    const plans: PlanSource =
      options.plan === 'in-process' ? plansInProcess(supergraph.planningSdl) : plansInWorker(supergraph.planningSdl);
    const served = servedSupergraph({
      supergraph,
      apiSchema: apiSchemaOf(loadSupergraphModel(supergraph.supergraphSdl)),
      plans,
      execute: planExecutor(supergraph.planningSdl),
      // Made anew with each supergraph: what was open under another's labels is not remembered.
      transport: sharingTransport(direct, { ...config.subgraphs, monotonic }),
      async close() {
        await plans.close();
        if ('close' in direct) await (direct as { close(): Promise<void> }).close();
      },
    });
    serving.set(served.apiSchema, served);
    return served;
  };

  let current: ServedSupergraph;
  let front: GraphqlFront<Exchange>;
  const pipeline = requestPipeline({
    ...{ profile, grants, audit, pseudonyms, metrics, log, now, tokens },
    register: () => register,
    issuers: issuerCount(config.identity),
    maxTokens: config.limits.tokens * rewrittenTokens,
    front: () => front,
    current: () => current,
    servedBy(schema) {
      const served = serving.get(schema);
      if (served === undefined) throw new Error('an operation was validated against a schema that was never served');
      return served;
    },
  });
  const edge = httpEdge({
    ...{ limits: config.limits, metrics, log, monotonic, maxInFlight: options.maxInFlight },
    answer: (request) => pipeline.answer(request),
    ready: () => audit.available(),
    requestId: randomUUID,
  });
  const logPolicy = async (event: string): Promise<void> => {
    const { epoch } = grants.current();
    metrics.policyEpoch(epoch);
    const grantsHash = createHash('sha256').update(JSON.stringify(register.grants)).digest('hex');
    const { schemaId } = current.supergraph;
    await audit.append({
      kind: 'policy',
      details: { event, policyEpoch: epoch, schemaId, lawProfile: profile.name, grantsHash: `sha256:${grantsHash}` },
    });
  };
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      await front.stop();
      await current.retire();
      await jwks.close();
      await audit.close();
    })());

  try {
    current = serve(options.supergraph);
    front = await graphqlFront<Exchange>({
      schema: current.apiSchema,
      introspection: config.introspection,
      maxTokens: config.limits.tokens,
      log,
      run: (operation) => pipeline.run(operation),
    });
    await logPolicy('start');
    const { address, family, port } = await edge.listen(config.listen.host, config.listen.port);
    const host = family === 'IPv6' ? `[${address}]` : address;
    return {
      url: `http://${host}:${String(port)}/graphql`,
      audit,
      async replace(nextRegister, nextSupergraph) {
        const before = current;
        if (!sameSupergraph(nextSupergraph, before.supergraph)) {
          const next = serve(nextSupergraph);
          front.serve(next.apiSchema);
          current = next;
          before.retire().catch(() => log.warn('a supergraph that was replaced could not be closed'));
        }
        register = nextRegister;
        grants.replace(nextRegister);
        await logPolicy('reload');
      },
      async suspend(grant) {
        if (!grants.suspend(grant)) return false;
        await audit.append({ kind: 'suspend', details: { grant, policyEpoch: grants.current().epoch } });
        return true;
      },
      async restore(grant) {
        if (!grants.restore(grant)) return false;
        await audit.append({ kind: 'resume', details: { grant, policyEpoch: grants.current().epoch } });
        return true;
      },
      async stop() {
        await edge.drain(drainMs);
        await close();
      },
      async retire() {
        await edge.handOver(drainMs);
        await close();
      },
    };
  } catch (error) {
    await jwks.close();
    await audit.close();
    throw error;
  }
}

/** The schema id leaves out what only planning and flows depend on: `@consumes`, and what the register says about keys. */
export function sameSupergraph(a: Supergraph, b: Supergraph): boolean {
  return (
    a.schemaId === b.schemaId &&
    a.planningSdl === b.planningSdl &&
    JSON.stringify(a.subgraphs) === JSON.stringify(b.subgraphs)
  );
}

async function trustedIssuers(
  { identity }: Config,
  fetchKeys: FetchKeys,
  now: () => number,
): Promise<readonly TrustedIssuer[]> {
  const configured = identity.issuers.map(({ issuer, audience, jwksUrl }) => ({
    issuer,
    audience,
    keys: remoteKeys({ url: jwksUrl, fetchKeys, now }),
  }));
  if (!identity.development) return configured;
  const { publicKey } = await loadDevelopmentIssuer(identity.keyFile);
  return [
    ...configured,
    { issuer: developmentIssuer, audience: developmentAudience, keys: () => Promise.resolve(publicKey) },
  ];
}

async function openLog(
  { config, slot, onBroken }: GatewayOptions,
  keyFile: string,
  now: () => number,
): Promise<AuditLog> {
  const { directory } = config.audit;
  return openFileLog({
    directory: slot === undefined ? directory : await slotDirectory(nodeDisk, directory, slot),
    disk: nodeDisk,
    keys: await loadHashKeys(keyFile, directory),
    now,
    monotonic: () => Math.round(performance.now() * 1_000),
    nonce: nonces(),
    every(milliseconds, task) {
      const timer = setInterval(task, milliseconds).unref();
      return () => clearInterval(timer);
    },
    onBroken,
  });
}
