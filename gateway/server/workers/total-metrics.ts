/** Adds up what several workers counted, those that have ended included: a total that fell would read as a counter that began anew. */
import { AggregatorRegistry } from 'prom-client';
import type { MetricsSnapshot } from '../metrics';

export interface MetricsPage {
  readonly contentType: string;
  readonly text: string;
}

export async function totalPage(snapshots: readonly MetricsSnapshot[]): Promise<MetricsPage> {
  const total = aggregate(snapshots);
  return { contentType: total.contentType, text: await total.metrics() };
}

/** What outlives a process: counters and histograms, not states. */
export async function lastingPart(snapshots: readonly MetricsSnapshot[]): Promise<MetricsSnapshot> {
  const lasting = snapshots.map((snapshot) =>
    snapshot.filter(({ type }) => String(type) === 'counter' || String(type) === 'histogram'),
  );
  return aggregate(lasting).getMetricsAsJSON();
}

function aggregate(snapshots: readonly MetricsSnapshot[]): ReturnType<typeof AggregatorRegistry.aggregate> {
  return AggregatorRegistry.aggregate(snapshots.map((snapshot) => [...snapshot]));
}
