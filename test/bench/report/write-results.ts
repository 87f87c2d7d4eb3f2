/** Writes RESULTS.md, results.json and the charts of one run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from './results';
import { resultsJson } from './results';
import { resultsMarkdown } from './markdown';
import { barChart, lineChart } from './svg';

export function writeResults(folder: string, results: Results): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('results.json', `${JSON.stringify(resultsJson(results), null, 2)}\n`);
  write('RESULTS.md', resultsMarkdown(results));
  write('cpu.svg', cpuChart(results));
  if (results.growth !== null) write('growth.svg', growthChart(results.growth));
}

function cpuChart({ compared }: Results): string {
  const groups = Object.entries(compared.queries).map(([title, byGateway]) => ({
    title,
    bars: Object.entries(byGateway).map(([label, { cpuMs }]) => ({
      label,
      value: cpuMs,
      ours: label.startsWith('lingqu'),
    })),
  }));
  return barChart('CPU milliseconds per request (logarithmic; less is better)', 'ms', groups);
}

function growthChart({ entities, subgraphs, principals }: NonNullable<Results['growth']>): string {
  const lines = (what: string, series: typeof entities): { label: string; points: (readonly [number, number])[] }[] =>
    series.map(({ gateway, points }) => ({
      label: series.length > 1 ? `${what}, ${gateway.replace('lingqu-', '')}` : what,
      points: points.map(({ x, cpuMs }) => [x, cpuMs] as const),
    }));
  return lineChart('How cost grows', 'entities, subgraphs or principals', 'CPU ms per request', [
    ...lines('entities', entities),
    ...lines('subgraphs', subgraphs),
    ...lines('principals', principals),
  ]);
}
