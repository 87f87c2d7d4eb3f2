/** RESULTS.md: the tables, the bar, the method, and what is not compared. */
import { concurrencyOf } from '../rounds';
import { queries, type QueryName } from '../queries';
import type { Series } from '../growth';
import type { Share } from '../measuring/cpu-shares';
import type { Sample } from '../measuring/window';
import { barLines } from './bar';
import type { Results } from './results';
import { figure } from './svg';

export function resultsMarkdown(results: Results): string {
  const sections = [
    ['# Results of the benchmark', intro(results)],
    ['## The bar', bar(results)],
    ['## CPU per request', comparison(results)],
    ['## How cost grows', growth(results)],
    ['## Where the time goes', profiles(results)],
    ['## One decision, one compilation', micro(results)],
    ['## The heap under load', soaked(results)],
    ['## Method', method(results)],
    ['## What is not compared', notCompared],
  ];
  return `${sections.map((each) => each.join('\n\n')).join('\n\n')}\n`;
}

function intro({ machine, date, quick }: Results): string {
  const { cpu, cores, memoryGb, os, node, fileSystem, pinned } = machine;
  return [
    `Written by \`npm run bench${quick ? ' -- --quick' : ''}\` on ${date.slice(0, 10)}. Ratios hold between gateways of one run on one machine; milliseconds are that machine's.`,
    `Machine: ${cpu}, ${String(cores)} cores, ${String(memoryGb)} GB, ${os}, Node ${node}; access log on ${fileSystem}; ${
      pinned ? 'gateways pinned to one core, load and subgraphs to the other' : 'not pinned'
    }.`,
  ].join('\n\n');
}

function bar({ compared, growth: series }: Results): string {
  const rows = barLines(compared, series).map(({ what, must, is, holds }) => [
    what,
    must,
    is ?? 'not measured',
    holds === null ? '' : holds ? 'holds' : '**does not hold**',
  ]);
  return table(['ratio of medians', 'must be', 'is', ''], rows);
}

function comparison({ compared, kinds, missing }: Results): string {
  const parts = Object.entries(compared.queries).map(([name, byGateway]) => {
    const query = name as QueryName;
    const baseline = byGateway['lingqu-governed']?.cpuMs ?? null;
    const samples = compared.samples[query] ?? {};
    const rows = Object.entries(byGateway).map(([gateway, each]) => [
      `\`${gateway}\``,
      figure(each.cpuMs),
      spread(samples[gateway] ?? []),
      baseline === null ? '' : (each.cpuMs / baseline).toFixed(2),
      figure(each.rps),
      figure(each.p50),
      figure(each.p99),
      figure(each.rssMb),
      figure(each.subgraphRequests),
    ]);
    const rounds = Object.values(byGateway)[0]?.rounds ?? 0;
    const size = `${figure((compared.bytes[query] ?? 0) / 1_000)} KB of data`;
    return [
      `### ${query}`,
      `${queries[query].about} (${size}, ${String(concurrencyOf(query))} clients, medians of ${String(rounds)} ${rounds === 1 ? 'round' : 'rounds'})`,
      table(
        [
          'gateway',
          'CPU ms',
          'least–most',
          'of governed',
          'requests/s',
          'p50 ms',
          'p99 ms',
          'RSS MB',
          'subgraph requests',
        ],
        rows,
      ),
    ].join('\n\n');
  });
  const legend = [
    ...kinds.map(({ name, about }) => `- \`${name}\`: ${about}`),
    ...Object.entries(missing).map(([name, why]) => `- \`${name}\` is **not available** here: ${why}`),
  ].join('\n');
  return ['![CPU milliseconds per request](cpu.svg)', ...parts, '### Who is who', legend].join('\n\n');
}

function spread(samples: readonly Sample[]): string {
  const values = samples.map(({ cpuMs }) => cpuMs);
  return values.length === 0 ? '' : `${figure(Math.min(...values))}–${figure(Math.max(...values))}`;
}

function growth({ growth: series }: Results): string {
  if (series === null) return 'Not measured in this run.';
  return [
    '![Cost by number of entities, subgraphs and principals](growth.svg)',
    'Entities in the answer (`list`):',
    seriesTable('entities', series.entities),
    'Subgraphs asked (one root fetch, the others in parallel; 20 entities each):',
    seriesTable('subgraphs', series.subgraphs),
    'Different principals in turn, each of its own organisation with grants of its own; they fall into two vectors of decisions (`small`). A hit is a request whose decisions and plan were kept from before (`lingqu_compiled_operations_total` of the gateway):',
    principalsTable(series.principals),
  ].join('\n\n');
}

function seriesTable(unit: string, series: readonly Series[]): string {
  const xs = series[0]?.points.map(({ x }) => x) ?? [];
  const head = [unit, ...series.flatMap(({ gateway }) => [`${gateway}, CPU ms`, 'µs each'])];
  const rows = xs.map((x) => [
    x.toLocaleString('en-US'),
    ...series.flatMap(({ points }) => {
      const cpuMs = points.find((each) => each.x === x)?.cpuMs ?? NaN;
      return [figure(cpuMs), figure((1_000 * cpuMs) / x)];
    }),
  ]);
  return table(head, rows);
}

function principalsTable(series: readonly Series[]): string {
  const percent = (share: number | undefined): string => (share === undefined ? '' : `${(100 * share).toFixed(1)} %`);
  const rows = (series[0]?.points ?? []).map(({ x, cpuMs, hitRate, first }) => [
    x.toLocaleString('en-US'),
    first === undefined ? '' : figure(first.cpuMs),
    percent(first?.hitRate),
    figure(cpuMs),
    percent(hitRate),
  ]);
  return table(['principals', 'first request, CPU ms', 'hits', 'later requests, CPU ms', 'hits'], rows);
}

const shown = 14;

function profiles({ profiles: byQuery }: Results): string {
  const parts = Object.entries(byQuery).map(([query, { parts: all }]) => {
    const rest = all.slice(shown).reduce((sum, { percent }) => sum + percent, 0);
    const row = ({ part, percent }: Share): readonly string[] => [part, `${percent.toFixed(1)} %`];
    return [
      `\`lingqu-governed\`, \`${query}\`: busy time of the serving process by part (\`--cpu-prof\`):`,
      table(['part', 'share'], [...all.slice(0, shown).map(row), ['everything else', `${rest.toFixed(1)} %`]]),
    ].join('\n\n');
  });
  return parts.length === 0 ? 'Not measured in this run.' : parts.join('\n\n');
}

function micro({ micro: all }: Results): string {
  if (all.length === 0) return 'Not measured in this run.';
  return table(
    ['what', 'CPU µs', 'times'],
    all.map(({ what, cpuUs, times }) => [what, figure(cpuUs), times.toLocaleString('en-US')]),
  );
}

function soaked({ soaked: result, quick }: Results): string {
  if (result === null) {
    return quick
      ? 'Left out by `--quick`: `npm run bench -- --soak` loads a governed gateway for ten minutes.'
      : 'Not measured in this run: `npm run bench -- --soak`.';
  }
  const { minutes, requests, heap, slope, rssMb } = result;
  const sizes = heap.map(([, mb]) => mb);
  return `${String(minutes)} minutes, ${requests.toLocaleString('en-US')} requests of all kinds to \`lingqu-governed\`: the heap that ${String(heap.length)} full collections left lay between ${figure(Math.min(...sizes))} and ${figure(Math.max(...sizes))} MB; slope over the later four fifths ${slope.toFixed(3)} MB per minute; RSS at the end ${figure(rssMb)} MB.`;
}

function method({ windowMs, warmUpMs, firstWarmUpMs }: Results): string {
  return [
    '- Four subgraphs of four organisations in one process; each answers by a look-up of the request body, so they cost little and the same to all. They check no signature: peers send none.',
    '- All gateways run at once and take turns: per query, each is warmed up, then measured in rounds, each round starting with the next gateway. Idle gateways use no CPU.',
    `- A window is ${figure(windowMs / 1_000)} s of a closed loop (warm-up: ${figure(firstWarmUpMs / 1_000)} s with the first query, ${figure(warmUpMs / 1_000)} s with each later one). Load is drained before the clocks are read, so no request is in flight at either cut.`,
    '- CPU per request is utime + stime of the whole process tree of the gateway (threads, workers, supervisor; /proc) over the requests answered, a tenth of a second of aftermath included.',
    '- Before anything is timed, every answer is compared deep: ungoverned gateways must agree, governed ones must answer what a second, naive reading of the law makes of that answer.',
    '- `rps`, `p50` and `p99` are of one core under that many clients; a faster gateway queues less.',
    '- Lingqu runs as `lingqu serve` from `dist/`, with tokens (ES256) as real clients have, a signature on every subgraph request, and the access log synced to disk before each answer is released; peers run as their documentation says, `NODE_ENV=production`, with neither tokens nor log.',
  ].join('\n');
}

const notCompared = [
  '- Requests per second of several processes: everything here is one core.',
  '- Peers with tokens, signatures or logs of their own: they are measured at their cheapest.',
  '- Cold starts and cold plans, other than what warming up hides; TLS; subgraphs that are slow or far away.',
  '- Grafbase is its command line (`grafbase dev`), the only one of its binaries on npm; its gateway binary may be faster.',
  '- Lingqu sets flags of the JavaScript engine for itself; peers written in Node run with the flags that they set for themselves.',
  '- Apollo Router, Cosmo and Hive Router are no npm packages.',
].join('\n');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_cell, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
