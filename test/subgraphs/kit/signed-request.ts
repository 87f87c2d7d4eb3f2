/** Requests as the gateway sends them, signed with the gateway's own code, and ways to send anything else. */
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { requestSigner } from '../../../gateway/executor/sign-request';

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

export interface SignedRequest {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export async function signedRequest(
  target: string,
  key: Buffer,
  payload: object | string,
  options: { subgraph: string; instant?: number; nonce?: string },
): Promise<SignedRequest> {
  const url = new URL(target);
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const { subgraph, instant = Date.now(), nonce = randomUUID() } = options;
  const signed = requestSigner(subgraph, key, url).sign(body, instant, nonce);
  return { url, body, headers: { 'content-type': 'application/json', ...signed } };
}

export function send({ url, body, headers }: SignedRequest, method = 'POST'): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(method === 'GET' ? undefined : body);
  });
}

/** @returns `data` of a signed query; fails on anything else */
export async function ask<T>(
  url: string,
  subgraph: string,
  key: Buffer,
  query: string,
  variables: object = {},
): Promise<T> {
  const answer = await send(await signedRequest(url, key, { query, variables }, { subgraph }));
  const body = JSON.parse(answer.text) as { data?: T; errors?: unknown };
  if (answer.status !== 200 || body.errors !== undefined || body.data === undefined) {
    throw new Error(`${answer.status}: ${answer.text}`);
  }
  return body.data;
}
