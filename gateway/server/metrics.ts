/** What the gateway counts. INVARIANT: no label holds client text; codes, outcomes and names of subgraphs only. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  answered(status: number, seconds: number): void;
  refused(code: string): void;
  denied(reason: string): void;
  subgraphFailed(subgraph: string, code: string): void;
  inFlight(count: number): void;
  policyEpoch(epoch: number): void;
  page(): Promise<{ readonly contentType: string; readonly text: string }>;
}

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
  const inFlight = new Gauge({ name: 'lingqu_requests_in_flight', help: 'Requests being answered.', registers });
  const epoch = new Gauge({ name: 'lingqu_policy_epoch', help: 'State of the grants in force.', registers });
  return {
    answered: (status, seconds) => requests.observe({ status: String(status) }, seconds),
    refused: (code) => refusals.inc({ code }),
    denied: (reason) => denials.inc({ reason }),
    subgraphFailed: (subgraph, code) => failures.inc({ subgraph, code }),
    inFlight: (count) => inFlight.set(count),
    policyEpoch: (value) => epoch.set(value),
    page: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
