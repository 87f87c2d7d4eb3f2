/** What the gateway counts. INVARIANT: no label holds client text; codes, outcomes and names of subgraphs only. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  answered(status: number, seconds: number): void;
  refused(code: string): void;
  denied(reason: string): void;
  subgraphFailed(subgraph: string, code: string): void;
  subgraphRetried(subgraph: string): void;
  /** Whether what the law makes of an operation was known already. */
  compiled(result: 'hit' | 'miss'): void;
  inFlight(count: number): void;
  policyEpoch(epoch: number): void;
  page(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** The same as plain data, to be added up with those of other processes. */
  snapshot(): Promise<MetricsSnapshot>;
}

/** As prom-client puts it; `workers/total-metrics.ts` adds several up. */
export type MetricsSnapshot = readonly {
  readonly name: string;
  /** `counter`, `histogram`, `gauge` or `summary`. */
  readonly type: unknown;
}[];

export function gatewayMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'lingqu_' });
  const requests = new Histogram({
    name: 'lingqu_request_seconds',
    help: 'Time from the first byte of a request to the last byte of its answer.',
    labelNames: ['status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const refusals = new Counter({
    name: 'lingqu_refused_total',
    help: 'Requests refused whole, by code.',
    labelNames: ['code'],
    registers,
  });
  const denials = new Counter({
    name: 'lingqu_denied_total',
    help: 'Fields denied, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const failures = new Counter({
    name: 'lingqu_subgraph_failures_total',
    help: 'Failures of subgraphs that clients were told of.',
    labelNames: ['subgraph', 'code'],
    registers,
  });
  const compiled = new Counter({
    name: 'lingqu_compiled_operations_total',
    help: 'Operations asked, by whether their decisions and plan were kept from before (hit) or made anew (miss).',
    labelNames: ['result'],
    registers,
  });
  let running = 0;
  new Gauge({
    name: 'lingqu_requests_in_flight',
    help: 'Requests being answered.',
    registers,
    collect() {
      this.set(running);
    },
  });
  const retries = new Counter({
    name: 'lingqu_subgraph_retries_total',
    help: 'Queries sent once more, because their connection was closed before a byte came back.',
    labelNames: ['subgraph'],
    registers,
  });
  const epoch = new Gauge({
    name: 'lingqu_policy_epoch',
    help: 'State of the grants in force.',
    registers,
    // Of several workers, the one that lags behind.
    aggregator: 'min',
  });
  // Asked with every request: found once, not by its labels each time.
  const results = { hit: compiled.labels('hit'), miss: compiled.labels('miss') };
  const byStatus = new Map<number, ReturnType<typeof requests.labels>>();
  return {
    answered(status, seconds) {
      let histogram = byStatus.get(status);
      if (histogram === undefined) byStatus.set(status, (histogram = requests.labels(String(status))));
      histogram.observe(seconds);
    },
    refused: (code) => refusals.inc({ code }),
    denied: (reason) => denials.inc({ reason }),
    subgraphFailed: (subgraph, code) => failures.inc({ subgraph, code }),
    compiled: (result) => results[result].inc(),
    inFlight: (count) => void (running = count),
    subgraphRetried: (subgraph) => retries.inc({ subgraph }),
    policyEpoch: (value) => epoch.set(value),
    page: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    snapshot: () => registry.getMetricsAsJSON(),
  };
}
