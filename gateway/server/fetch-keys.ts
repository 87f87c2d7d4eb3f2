/** How a JWKS is fetched: a total deadline, a bound on its size, no redirects. */
import { Agent, request } from 'undici';
import type { FetchKeys } from './remote-keys';

const maxBytes = 256 << 10;
const deadlineMs = 3_000;

export function keyFetcher(): { readonly fetchKeys: FetchKeys; close(): Promise<void> } {
  const agent = new Agent({ maxResponseSize: maxBytes, connections: 4 });
  return {
    async fetchKeys(url) {
      const { statusCode, body } = await request(url, {
        dispatcher: agent,
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(deadlineMs),
      });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`the issuer answered ${String(statusCode)}`);
      return text;
    },
    close: () => agent.close(),
  };
}
