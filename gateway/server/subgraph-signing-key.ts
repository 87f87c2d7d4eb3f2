/** The signing key of one subgraph as its provider gets it; the master key it is derived from is made on first use. */
import { subgraphKey } from '../executor/subgraph-key';
import type { Config } from './config/config';
import { loadSecret } from './secret-file';

/** @returns 32 bytes as base64url */
export async function subgraphSigningKey({ subgraphs }: Pick<Config, 'subgraphs'>, name: string): Promise<string> {
  return subgraphKey(await loadSecret(subgraphs.signingKeyFile), name).toString('base64url');
}
