/** Ten minutes of load on a governed gateway, and the heap that each full collection leaves: flat, or it leaks. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayKind } from './gateways/all-gateways';
import { openLoad } from './measuring/load';
import { lineThrough } from './measuring/statistics';
import { usageOf } from './measuring/process-tree';
import { requestOf } from './measuring/window';
import { progress } from './progress';
import { queries } from './queries';
import { startSubgraphs } from './subgraphs/start';

export interface Soaked {
  readonly minutes: number;
  readonly requests: number;
  /** Heap after full collections: minutes since the start, megabytes. */
  readonly heap: readonly (readonly [minute: number, mb: number])[];
  /** Megabytes per minute over the later four fifths. */
  readonly slope: number;
  readonly rssMb: number;
}

/** What V8 prints with `--trace-gc`: process and isolate, milliseconds, then heap before and after, each with what is committed. */
const collection = /^\[\d+:(\S+)\]\s+(\d+) ms: Mark-Compact[^\n]*? [\d.]+ \([\d.]+\) -> ([\d.]+) \(/gm;

/** Of the thread that serves: the one with the largest heap. Plans are made on another, with a heap of its own. */
export function fullCollections(log: string): Soaked['heap'] {
  const byIsolate = new Map<string, (readonly [minute: number, mb: number])[]>();
  for (const [, isolate = '', ms, mb] of log.matchAll(collection)) {
    const its = byIsolate.get(isolate) ?? [];
    its.push([Number(ms) / 60_000, Number(mb)]);
    byIsolate.set(isolate, its);
  }
  const most = (heap: Soaked['heap']): number => Math.max(...heap.map(([, mb]) => mb));
  return [...byIsolate.values()].sort((a, b) => most(b) - most(a))[0] ?? [];
}

export async function soak(folder: string, lingquRoot: string, minutes: number): Promise<Soaked> {
  const subgraphs = await startSubgraphs(0);
  const place = join(folder, 'soak');
  mkdirSync(place, { recursive: true });
  const nodeArgs = ['--trace-gc'];
  const gateway = await gatewayKind('lingqu-governed').start({ subgraphs, folder: place, lingquRoot, nodeArgs });
  const mixed = await Promise.all(
    [queries.small, queries.public, queries.small, queries.denied, queries.big].map((query) =>
      requestOf(gateway, query),
    ),
  );
  const load = openLoad(gateway.url, 16);
  let requests = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    const done = await load.run((index) => mixed[index % mixed.length]!, { ms: 60_000 });
    requests += done.requests;
    progress(`soak: minute ${String(minute + 1)} of ${String(minutes)}, ${String(requests)} requests`);
  }
  await load.close();
  const { rssMb } = usageOf(gateway.child.pid);
  await gateway.child.stop();
  await subgraphs.stop();
  const heap = fullCollections(readFileSync(join(place, 'gateway.log'), 'utf8'));
  const later = heap.filter(([minute]) => minute >= minutes / 5);
  if (later.length < 3) throw new Error('too few full collections to tell whether the heap is flat');
  return { minutes, requests, heap, slope: lineThrough(later).slope, rssMb };
}
