/** How cost grows: with entities, with subgraphs, and with the number of different principals. */
import { join } from 'node:path';
import type { GatewayKind, Gateway } from './gateways/gateway';
import { lingqu } from './gateways/lingqu';
import { principal } from './gateways/lingqu-register';
import type { LoadRequest } from './measuring/load';
import { measureWindow, requestOf, summary } from './measuring/window';
import { progress } from './progress';
import { listOf, queries } from './queries';
import { manyQuery } from './subgraphs/many-subgraphs';
import type { Subgraphs } from './subgraphs/start';

export interface Point {
  readonly x: number;
  readonly cpuMs: number;
  readonly subgraphRequests: number;
  /** Where each x is so many principals: of requests after everybody's first one, those whose decisions and plan were kept. */
  readonly hitRate?: number;
  /** The same for everybody's first request, and what that one costs. */
  readonly first?: { readonly hitRate: number; readonly cpuMs: number };
}

export interface Series {
  readonly gateway: string;
  readonly points: readonly Point[];
}

export interface Growth {
  readonly entities: readonly Series[];
  readonly subgraphs: readonly Series[];
  readonly principals: readonly Series[];
}

export interface GrowthOrder {
  readonly subgraphs: Subgraphs;
  readonly folder: string;
  readonly lingquRoot: string;
  readonly windowMs: number;
  readonly rounds: number;
  readonly quick: boolean;
}

export const manySubgraphsCount = 64;
export const principalCount = 1_000;
const alone = { coalesce: false, cacheMs: 0 };
const town = { supergraph: 'town', subgraphs: alone } as const;

export async function measureGrowth(order: GrowthOrder): Promise<Growth> {
  const governed = await start(
    order,
    lingqu('growth-governed', '', { ...town, law: 'governed', principals: principalCount }),
  );
  const open = await start(order, lingqu('growth-open', '', { ...town, law: 'open', principals: 0 }));
  const sizes = order.quick ? [1, 10, 100, 1_000, 10_000] : [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000];
  const entities = [
    { gateway: 'lingqu-governed', points: await ofEntities(order, governed, sizes) },
    { gateway: 'lingqu-open', points: await ofEntities(order, open, sizes) },
  ];
  const principals = [{ gateway: 'lingqu-governed', points: await ofPrincipals(order, governed) }];
  await Promise.all([governed.child.stop(), open.child.stop()]);
  const many = await start(
    order,
    lingqu('growth-many', '', {
      supergraph: { subgraphs: manySubgraphsCount },
      law: 'governed',
      principals: 0,
      subgraphs: alone,
    }),
  );
  const subgraphs = [{ gateway: 'lingqu-governed', points: await ofSubgraphs(order, many) }];
  await many.child.stop();
  return { entities, subgraphs, principals };
}

function start(order: GrowthOrder, kind: GatewayKind): Promise<Gateway> {
  progress(`${kind.name}: starting`);
  return kind.start({ ...order, folder: join(order.folder, kind.name) });
}

async function ofEntities(order: GrowthOrder, gateway: Gateway, sizes: readonly number[]): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const x of sizes) {
    const request = await requestOf(gateway, listOf(x));
    points.push(await pointOf(order, gateway, x, () => request, x >= 1_000 ? 4 : 16));
  }
  return points;
}

async function ofSubgraphs(order: GrowthOrder, gateway: Gateway): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (let x = 1; x <= manySubgraphsCount; x *= 2) {
    const query = { query: manyQuery(x), variables: {}, client: 'desk', about: '' };
    const request = await requestOf(gateway, query);
    points.push(await pointOf(order, gateway, x, () => request, 16));
  }
  return points;
}

/** The small query, each time as the next of so many clients of as many organisations; every second may see less. */
async function ofPrincipals(order: GrowthOrder, gateway: Gateway): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const x of [1, 10, 100, principalCount]) {
    const requests = await Promise.all(
      Array.from({ length: x }, (_none, number) => requestOf(gateway, { ...queries.small, client: principal(number) })),
    );
    const requestAt = (index: number): LoadRequest => requests[index % x] ?? requests[0]!;
    const counted = async (measure: () => Promise<Point>): Promise<{ point: Point; hitRate: number | undefined }> => {
      const before = await compiledCounts(gateway);
      const point = await measure();
      const after = await compiledCounts(gateway);
      const [hits, misses] = [after.hit - before.hit, after.miss - before.miss];
      return { point, hitRate: hits + misses === 0 ? undefined : hits / (hits + misses) };
    };
    const first = await counted(async () => {
      const until = { requests: x };
      const sample = await measureWindow({ gateway, subgraphs: order.subgraphs, requestAt, until, concurrency: 16 });
      return { x, ...sample };
    });
    const { point, hitRate } = await counted(() => pointOf(order, gateway, x, requestAt, 16));
    points.push({
      ...point,
      ...(hitRate === undefined ? {} : { hitRate }),
      // Below a hundred requests the kernel's clock is too coarse.
      ...(first.hitRate === undefined || x < 100
        ? {}
        : { first: { hitRate: first.hitRate, cpuMs: first.point.cpuMs } }),
    });
  }
  return points;
}

async function pointOf(
  order: GrowthOrder,
  gateway: Gateway,
  x: number,
  requestAt: (index: number) => LoadRequest,
  concurrency: number,
): Promise<Point> {
  const window = { gateway, subgraphs: order.subgraphs, requestAt, until: { ms: order.windowMs }, concurrency };
  await measureWindow(window);
  const samples = [];
  for (let round = 0; round < order.rounds; round += 1) samples.push(await measureWindow(window));
  const { cpuMs, subgraphRequests } = summary(samples);
  progress(`growth at ${String(x)}: ${cpuMs.toFixed(3)} ms, ${subgraphRequests.toFixed(1)} subgraph requests`);
  return { x, cpuMs, subgraphRequests };
}

/** What the gateway counts of its compiled operations (`GET /metrics`); zeros where it does not say. */
async function compiledCounts(gateway: Gateway): Promise<{ readonly hit: number; readonly miss: number }> {
  const response = await fetch(new URL('/metrics', gateway.url), { headers: { connection: 'close' } });
  const text = await response.text();
  const count = (result: string): number => {
    const [, value] =
      new RegExp(`^lingqu_compiled_operations_total\\{[^}]*result="${result}"[^}]*\\} (\\d+)`, 'm').exec(text) ?? [];
    return Number(value ?? 0);
  };
  return { hit: count('hit'), miss: count('miss') };
}
