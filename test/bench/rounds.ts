/** The comparison: answers first, then alternating rounds over all gateways, query by query. */
import { askOnce, difference } from './compare-answers';
import type { Gateway } from './gateways/gateway';
import { measureWindow, requestOf, summary, type Sample, type Summary } from './measuring/window';
import { progress } from './progress';
import { queries, type QueryName } from './queries';
import type { Running } from './running-gateways';
import type { Subgraphs } from './subgraphs/start';

export interface RoundsOrder {
  readonly running: readonly Running[];
  readonly subgraphs: Subgraphs;
  readonly names: readonly QueryName[];
  readonly rounds: number;
  readonly windowMs: number;
  readonly warmUpMs: number;
  /** Of the first query: what the queries have in common is compiled then. */
  readonly firstWarmUpMs: number;
}

export interface Compared {
  /** Query → gateway → medians. */
  readonly queries: Readonly<Partial<Record<QueryName, Readonly<Record<string, Summary>>>>>;
  /** Query → gateway → every round, in order. */
  readonly samples: Readonly<Partial<Record<QueryName, Readonly<Record<string, readonly Sample[]>>>>>;
  /** Bytes of `data` in the ungoverned answer. */
  readonly bytes: Readonly<Partial<Record<QueryName, number>>>;
}

/** Answers of a megabyte are asked for by fewer at a time. */
export function concurrencyOf(name: QueryName): number {
  return name === 'list' ? 4 : 16;
}

/** @throws Error where an answer is not what it must be: a wrong answer's speed means nothing */
export async function compareGateways(order: RoundsOrder): Promise<Compared> {
  const bytes: Partial<Record<QueryName, number>> = {};
  for (const name of order.names) bytes[name] = await compareAnswers(name, order.running);
  const samples: Partial<Record<QueryName, Record<string, Sample[]>>> = {};
  for (const name of order.names) {
    for (const { kind, gateway } of order.running) {
      progress(`warming up ${kind.name}, ${name}`);
      await measure(order, gateway, name, name === order.names[0] ? order.firstWarmUpMs : order.warmUpMs);
    }
    const mine: Record<string, Sample[]> = {};
    samples[name] = mine;
    for (let round = 0; round < order.rounds; round += 1) {
      for (const { kind, gateway } of rotated(order.running, round)) {
        const sample = await measure(order, gateway, name, order.windowMs);
        (mine[kind.name] ??= []).push(sample);
      }
      const shown = Object.entries(mine).map(([gateway, all]) => `${gateway} ${(all.at(-1)?.cpuMs ?? NaN).toFixed(2)}`);
      progress(`${name}, round ${String(round + 1)}, CPU ms: ${shown.join(', ')}`);
    }
  }
  const summaries = Object.entries(samples).map(([name, byGateway]) => [
    name,
    Object.fromEntries(Object.entries(byGateway).map(([gateway, all]) => [gateway, summary(all)])),
  ]);
  return { queries: Object.fromEntries(summaries) as Compared['queries'], samples, bytes };
}

/** Nobody is always first after the change of query. */
function rotated<T>(all: readonly T[], by: number): readonly T[] {
  const shift = all.length === 0 ? 0 : by % all.length;
  return [...all.slice(shift), ...all.slice(0, shift)];
}

/** @returns bytes of the ungoverned answer */
async function compareAnswers(name: QueryName, running: readonly Running[]): Promise<number> {
  const answers = [];
  for (const { kind, gateway } of running) {
    answers.push({ name: kind.name, answer: await askOnce(gateway, queries[name]) });
  }
  // A peer's answer is the measure where there is one.
  const reference =
    answers.find((each) => !each.name.startsWith('lingqu')) ??
    answers.find((each) => !each.name.startsWith('lingqu-governed'));
  if (reference === undefined) {
    progress(`${name}: not compared, for there is no ungoverned gateway among those that run`);
    return answers[0]?.answer.bytes ?? 0;
  }
  const wrong = answers.flatMap((each) => difference(each.name, name, each.answer, reference.answer.data) ?? []);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  progress(`${name}: all answers equal (${String(reference.answer.bytes)} bytes)`);
  return reference.answer.bytes;
}

async function measure(order: RoundsOrder, gateway: Gateway, name: QueryName, ms: number): Promise<Sample> {
  const request = await requestOf(gateway, queries[name]);
  return measureWindow({
    ...{ gateway, subgraphs: order.subgraphs, requestAt: () => request },
    ...{ until: { ms }, concurrency: concurrencyOf(name) },
  });
}
