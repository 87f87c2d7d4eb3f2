/**
 * The process of all benchmark subgraphs: one port each, chosen by the system. Tells its parent `{ urls }` once all listen, and
 * answers `count` with how many requests came since the last time.
 *
 * Requests are not authenticated: peers sign nothing, and checking only ours would cost only us.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersOf, type Answer } from './answers';
import { manySubgraphs } from './many-subgraphs';
import { stripGovernance } from './strip-governance';
import { townResolvers } from './town-resolvers';

export interface SubgraphsRunning {
  readonly urls: Readonly<Record<string, string>>;
}

export interface SubgraphsCounted {
  readonly count: number;
}

let count = 0;

function listen(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    count += 1;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answered = answer((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8'));
      if (Buffer.isBuffer(answered)) write(response, answered);
      else
        answered.then(
          (body) => write(response, body),
          (error: unknown) => fail(request, response, error),
        );
    });
  });
  server.keepAliveTimeout = 120_000;
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`);
    });
  });
}

function write(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  process.stderr.write(`benchmark subgraph ${String(request.socket.localPort)}: ${String(error)}\n`);
  response.writeHead(500);
  response.end();
}

async function main(): Promise<void> {
  const many = manySubgraphs(Number(process.argv[2] ?? 0));
  const town = Object.entries(townResolvers).map(([name, resolvers]) => ({
    name,
    sdl: readFileSync(join(__dirname, 'sdl', `${name}.graphql`), 'utf8'),
    resolvers,
  }));
  const urls: Record<string, string> = {};
  for (const { name, sdl, resolvers } of [...town, ...many]) {
    urls[name] = await listen(answersOf(stripGovernance(sdl), resolvers));
  }
  process.on('message', (message) => {
    if (message !== 'count') return;
    process.send?.({ count } satisfies SubgraphsCounted);
    count = 0;
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ urls } satisfies SubgraphsRunning);
}

void main();
