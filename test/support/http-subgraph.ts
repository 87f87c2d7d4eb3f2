/** A subgraph on loopback whose answers a test writes by hand, and a record of all that reached it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  readonly message: IncomingMessage;
  readonly body: Buffer;
}

export interface HttpSubgraph {
  readonly origin: string;
  readonly seen: SeenRequest[];
  /** Of every connection that was opened, in order. */
  readonly sockets: readonly Socket[];
  /** What is done with a request once all of it is there. */
  respond: (response: ServerResponse, message: IncomingMessage) => void;
  close(): Promise<void>;
}

export async function httpSubgraph(): Promise<HttpSubgraph> {
  const seen: SeenRequest[] = [];
  const sockets: Socket[] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      seen.push({ message, body: Buffer.concat(chunks) });
      subgraph.respond(response, message);
    });
  });
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const subgraph: HttpSubgraph = {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    seen,
    sockets,
    respond: (response) => json(response, '{"data":{}}'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return subgraph;
}

export function json(response: ServerResponse, text: string | Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
}
