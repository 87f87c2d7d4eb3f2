/** Everything that one run has found out; `results.json` is its first part, in the shape that others read. */
import type { GatewayKind } from '../gateways/gateway';
import type { Growth } from '../growth';
import type { Machine } from '../measuring/machine';
import type { Summary } from '../measuring/window';
import type { MicroResult } from '../micro';
import type { Profiled } from '../profile';
import type { QueryName } from '../queries';
import type { Compared } from '../rounds';
import type { Soaked } from '../soak';

export interface Results {
  readonly machine: Machine;
  /** ISO 8601. */
  readonly date: string;
  readonly quick: boolean;
  readonly windowMs: number;
  readonly warmUpMs: number;
  readonly firstWarmUpMs: number;
  readonly kinds: readonly GatewayKind[];
  readonly missing: Readonly<Record<string, string>>;
  readonly compared: Compared;
  readonly growth: Growth | null;
  readonly micro: readonly MicroResult[];
  /** Query → what a profile of `lingqu-governed` shows. */
  readonly profiles: Readonly<Partial<Record<QueryName, Profiled>>>;
  readonly soaked: Soaked | null;
}

export interface ResultsJson {
  readonly machine: Machine;
  readonly date: string;
  readonly queries: Readonly<Partial<Record<QueryName, Readonly<Record<string, Summary>>>>>;
}

export function resultsJson({ machine, date, compared }: Results): ResultsJson {
  const rounded = Object.entries(compared.queries).map(([query, byGateway]) => [
    query,
    Object.fromEntries(Object.entries(byGateway).map(([gateway, summary]) => [gateway, roundedSummary(summary)])),
  ]);
  return { machine, date, queries: Object.fromEntries(rounded) as ResultsJson['queries'] };
}

/** Four significant digits: more would pretend. */
function roundedSummary(summary: Summary): Summary {
  const entries = Object.entries(summary).map(([key, value]) => [key, Number((value as number).toPrecision(4))]);
  return Object.fromEntries(entries) as unknown as Summary;
}
