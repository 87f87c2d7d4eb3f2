/** Profiles one gateway under one query: a V8 CPU profile, and what its parts cost in percent. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bodyOf, type BenchQuery } from './queries';
import { gatewayKind } from './gateways/all-gateways';
import { openLoad } from './measuring/load';
import { usageOf } from './measuring/process-tree';
import { startSubgraphs } from './subgraphs/start';
import { functionOf, monotonicMs, partOf, sharesOf, type CpuProfile, type Share } from './measuring/cpu-shares';

export interface ProfileOrder {
  readonly gateway: string;
  readonly query: BenchQuery;
  readonly seconds: number;
  readonly concurrency: number;
  readonly lingquRoot: string;
  /** Where the configuration, the log and the profile are left. */
  readonly folder: string;
}

export interface Profiled {
  readonly cpuMs: number;
  readonly requests: number;
  /** The `.cpuprofile` of the busiest process, for a browser's developer tools. */
  readonly file: string;
  readonly parts: readonly Share[];
  readonly functions: readonly Share[];
}

const warmUpShare = 0.5;

export async function profileGateway(order: ProfileOrder): Promise<Profiled> {
  const profiles = join(order.folder, 'profiles');
  mkdirSync(profiles, { recursive: true });
  const subgraphs = await startSubgraphs(0);
  const gateway = await gatewayKind(order.gateway).start({
    subgraphs,
    folder: join(order.folder, order.gateway),
    lingquRoot: order.lingquRoot,
    nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
  });
  const request = {
    headers: { 'content-type': 'application/json', ...(await gateway.headers(order.query)) },
    body: bodyOf(order.query),
  };
  const load = openLoad(gateway.url, order.concurrency);
  await load.run(() => request, { ms: order.seconds * warmUpShare * 1_000 });
  const before = usageOf(gateway.child.pid);
  const from = monotonicMs();
  const { requests } = await load.run(() => request, { ms: order.seconds * 1_000 });
  const window = { from, to: monotonicMs() };
  const after = usageOf(gateway.child.pid);
  await load.close();
  await gateway.child.stop();
  await subgraphs.stop();
  const [busiest] = readdirSync(profiles)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => {
      const profile = JSON.parse(readFileSync(join(profiles, name), 'utf8')) as CpuProfile;
      const [parts, functions] = [partOf, functionOf].map((nameOf) => sharesOf(profile, window, nameOf));
      return { file: join(profiles, name), parts: parts ?? [], functions: functions ?? [] };
    })
    .sort((a, b) => busyMs(b.parts) - busyMs(a.parts));
  if (busiest === undefined) {
    throw new Error(`gateway \`${order.gateway}\` left no profile: it is no node process, or ended badly`);
  }
  return { cpuMs: (after.cpuMs - before.cpuMs) / requests, requests, ...busiest };
}

function busyMs(shares: readonly Share[]): number {
  return shares.reduce((total, { ms }) => total + ms, 0);
}
