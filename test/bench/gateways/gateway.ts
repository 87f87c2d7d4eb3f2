/** What the benchmark knows of a gateway: how to start it, and what a request to it carries. */
import type { Child } from '../children';
import type { BenchQuery } from '../queries';
import type { Subgraphs } from '../subgraphs/start';

export interface GatewayContext {
  readonly subgraphs: Subgraphs;
  /** A folder of its own, empty. */
  readonly folder: string;
  /** Of a built checkout of Lingqu. */
  readonly lingquRoot: string;
  /** Given to node before the script: `--cpu-prof`. */
  readonly nodeArgs?: readonly string[];
}

export interface Gateway {
  readonly url: string;
  readonly child: Child;
  headers(query: BenchQuery): Promise<Readonly<Record<string, string>>>;
}

export interface GatewayKind {
  readonly name: string;
  /** What is on and off in it, for the report. */
  readonly about: string;
  /** Why it cannot be started on this machine; `null` where it can. */
  missing?(): string | null;
  start(context: GatewayContext): Promise<Gateway>;
}

export const startMs = 120_000;
