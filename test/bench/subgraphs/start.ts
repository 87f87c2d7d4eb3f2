/** Starts the process of the benchmark's subgraphs, beside the load generator and away from the gateways. */
import { join } from 'node:path';
import { startChild } from '../children';
import type { SubgraphsCounted, SubgraphsRunning } from './serve';

export interface Subgraphs {
  readonly urls: Readonly<Record<string, string>>;
  /** Requests since the last time it was asked. */
  count(): Promise<number>;
  stop(): Promise<void>;
}

/** @param many how many small subgraphs beside the town's four */
export async function startSubgraphs(many: number): Promise<Subgraphs> {
  const script = join(__dirname, '../typescript.js');
  const child = startChild([process.execPath, script, join(__dirname, 'serve.ts'), String(many)], {
    core: 'load',
    channel: true,
  });
  const { urls } = (await child.tells()) as SubgraphsRunning;
  return {
    urls,
    async count() {
      const answer = child.tells();
      child.ask('count');
      return ((await answer) as SubgraphsCounted).count;
    },
    stop: () => child.stop(),
  };
}
