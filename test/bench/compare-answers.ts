/** Before anything is timed: every gateway's answer to every query, compared deep. */
import { isDeepStrictEqual } from 'node:util';
import { request } from 'undici';
import { governedAnswer } from './expected';
import type { Gateway } from './gateways/gateway';
import { requestOf } from './measuring/window';
import type { BenchQuery, QueryName } from './queries';

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly unknown[];
  readonly bytes: number;
}

export async function askOnce(gateway: Gateway, query: BenchQuery): Promise<Answer> {
  const { headers, body } = await requestOf(gateway, query);
  const options = {
    method: 'POST' as const,
    headers,
    body,
    headersTimeout: 300_000,
    bodyTimeout: 300_000,
    reset: true,
  };
  const { statusCode, body: stream } = await request(gateway.url, options);
  const text = await stream.text();
  if (statusCode !== 200) throw new Error(`status ${String(statusCode)}: ${text.slice(0, 500)}`);
  const { data, errors = [] } = JSON.parse(text) as { readonly data: unknown; readonly errors?: readonly unknown[] };
  return { data, errors, bytes: Buffer.byteLength(JSON.stringify(data)) };
}

/** @returns what is wrong with it; `null` where it is what it must be */
export function difference(name: string, query: QueryName, answer: Answer, open: unknown): string | null {
  const governed = name.startsWith('lingqu-governed');
  const denied = governed && query === 'denied';
  if (denied !== answer.errors.length > 0) {
    return `${name} answers \`${query}\` with ${String(answer.errors.length)} errors: ${JSON.stringify(answer.errors).slice(0, 500)}`;
  }
  const expected = governed ? governedAnswer(query, open as Parameters<typeof governedAnswer>[1]) : open;
  return isDeepStrictEqual(answer.data, expected) ? null : `${name} answers \`${query}\` otherwise than expected`;
}
