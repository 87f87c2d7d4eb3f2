/**
 * One measured window of one gateway. Load is drained before the clocks are read, so nothing is in flight at either cut and no
 * request is counted in part; a moment more is waited so that what a request leaves behind (log, collector) is charged to it.
 */
import type { Gateway } from '../gateways/gateway';
import { bodyOf, type BenchQuery } from '../queries';
import type { Subgraphs } from '../subgraphs/start';
import { openLoad, type LoadRequest } from './load';
import { usageOf } from './process-tree';
import { median, percentile } from './statistics';

export interface Sample {
  /** utime + stime of the gateway's whole process tree, per request. */
  readonly cpuMs: number;
  readonly rps: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly rssMb: number;
  /** Per request. */
  readonly subgraphRequests: number;
}

export interface Summary extends Sample {
  readonly rounds: number;
}

export interface WindowOrder {
  readonly gateway: Gateway;
  readonly subgraphs: Subgraphs;
  readonly requestAt: (index: number) => LoadRequest;
  readonly until: { readonly ms: number } | { readonly requests: number };
  readonly concurrency: number;
}

const settleMs = 100;

export async function measureWindow(order: WindowOrder): Promise<Sample> {
  const { gateway, subgraphs } = order;
  const load = openLoad(gateway.url, order.concurrency);
  try {
    await subgraphs.count();
    const before = usageOf(gateway.child.pid);
    const { requests, seconds, latencies } = await load.run(order.requestAt, order.until);
    await new Promise((wake) => setTimeout(wake, settleMs));
    const after = usageOf(gateway.child.pid);
    return {
      cpuMs: (after.cpuMs - before.cpuMs) / requests,
      rps: requests / seconds,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      rssMb: after.rssMb,
      subgraphRequests: (await subgraphs.count()) / requests,
    };
  } finally {
    await load.close();
  }
}

/** The request of one query, the same every time. */
export async function requestOf(gateway: Gateway, query: BenchQuery): Promise<LoadRequest> {
  return {
    headers: { 'content-type': 'application/json', ...(await gateway.headers(query)) },
    body: bodyOf(query),
  };
}

/** Medians, each on its own. */
export function summary(samples: readonly Sample[]): Summary {
  const of = (pick: (sample: Sample) => number): number => median(samples.map(pick));
  return {
    cpuMs: of(({ cpuMs }) => cpuMs),
    rps: of(({ rps }) => rps),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    rssMb: of(({ rssMb }) => rssMb),
    subgraphRequests: of(({ subgraphRequests }) => subgraphRequests),
    rounds: samples.length,
  };
}
