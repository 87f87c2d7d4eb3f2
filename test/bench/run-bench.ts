/** One whole run: install, start, compare, grow, profile, and write it down. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pinned, startChild } from './children';
import { gatewayKind, gatewayKinds } from './gateways/all-gateways';
import { writeLingquConfig } from './gateways/lingqu-config';
import { manySubgraphsCount, measureGrowth } from './growth';
import { installPeers } from './install-peers';
import { describeMachine } from './measuring/machine';
import type { MicroResult } from './micro';
import type { Options } from './options';
import { profileGateway, type Profiled } from './profile';
import { progress } from './progress';
import { askedQuery, queries, type QueryName } from './queries';
import { writeResults } from './report/write-results';
import { compareGateways } from './rounds';
import { startGateways, stopGateways } from './running-gateways';
import { soak } from './soak';
import { startSubgraphs, type Subgraphs } from './subgraphs/start';

const soakMinutes = 10;

export async function runBench(options: Options, folder: string, lingquRoot: string): Promise<void> {
  const names = (options.only ?? Object.keys(queries)) as readonly QueryName[];
  names.forEach(askedQuery);
  const kinds = options.gateways?.map(gatewayKind) ?? gatewayKinds;
  if (kinds.some(({ missing }) => missing !== undefined)) installPeers(__dirname);
  if (pinned) execFileSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });
  const { quick } = options;
  const windowMs = options.seconds * 1_000;
  const warmUp = quick ? { firstWarmUpMs: 3_000, warmUpMs: 700 } : { firstWarmUpMs: 15_000, warmUpMs: 5_000 };
  const date = new Date().toISOString();

  const subgraphs = await startSubgraphs(manySubgraphsCount);
  const { running, missing } = await startGateways(kinds, { subgraphs, folder, lingquRoot });
  const compared = await compareGateways({
    ...{ running, subgraphs, names, rounds: options.rounds, windowMs, ...warmUp },
  });
  await stopGateways(running);

  // A part of a run is for development: what is not about gateways side by side stays out of it.
  const whole = options.only === null && options.gateways === null;
  const growth = whole
    ? await measureGrowth({ subgraphs, folder, lingquRoot, windowMs: windowMs / 2, rounds: quick ? 2 : 3, quick })
    : null;
  const micro = whole ? await measureMicro(subgraphs, folder, lingquRoot) : [];
  await subgraphs.stop();
  const profiles = whole ? await profiled(folder, lingquRoot, quick ? 3 : 15) : {};
  const soaked = options.soak ? await soak(folder, lingquRoot, soakMinutes) : null;
  const out = options.out ?? __dirname;
  writeResults(out, {
    ...{ machine: describeMachine(folder), date, quick, windowMs, ...warmUp, kinds, missing },
    ...{ compared, growth, micro, profiles, soaked },
  });
  progress(`written to ${out}`);
}

export async function measureMicro(
  subgraphs: Subgraphs,
  folder: string,
  lingquRoot: string,
): Promise<readonly MicroResult[]> {
  progress('micro-benchmarks of decide and compile');
  const setting = { law: 'governed', supergraph: 'town', principals: 0 } as const;
  const config = writeLingquConfig(join(folder, 'micro'), subgraphs.urls, setting);
  const script = [join(__dirname, 'typescript.js'), join(__dirname, 'micro.ts'), lingquRoot, config];
  const child = startChild([process.execPath, ...script], { core: 'gateway' });
  const [, json = '[]'] = await child.says(/^results (.*)$/m, 120_000);
  return JSON.parse(json) as readonly MicroResult[];
}

async function profiled(
  folder: string,
  lingquRoot: string,
  seconds: number,
): Promise<Readonly<Partial<Record<QueryName, Profiled>>>> {
  const all: Partial<Record<QueryName, Profiled>> = {};
  for (const name of ['big', 'small'] as const) {
    progress(`profile of lingqu-governed, ${name}`);
    const place = join(folder, `profile-${name}`);
    mkdirSync(place, { recursive: true });
    all[name] = await profileGateway({
      ...{ gateway: 'lingqu-governed', query: queries[name], seconds, concurrency: 16, lingquRoot, folder: place },
    });
  }
  return all;
}
