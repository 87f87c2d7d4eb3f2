/** Tokens of the development issuer for clients of the register: what `lingqu token` prints. */
import { randomUUID } from 'node:crypto';
import type { Register } from '../policy/register';
import type { Config } from './config/config';
import { loadDevelopmentIssuer } from './development-issuer';

export interface TokenOrder {
  readonly client: string;
  readonly subject: string | null;
  readonly actors: readonly string[];
  readonly lifetimeSeconds: number;
  /** Epoch seconds. */
  readonly issuedAt: number;
}

/** @returns `refused` with what would make it right */
export async function issueToken(
  { identity }: Pick<Config, 'identity'>,
  { clients }: Pick<Register, 'clients'>,
  order: TokenOrder,
): Promise<{ readonly token: string } | { readonly refused: string }> {
  if (!identity.development) {
    return { refused: 'the development issuer is off: set `identity.development: true` (never in production)' };
  }
  const client = clients.find(({ id }) => id === order.client);
  if (client === undefined || client.organisation === null) {
    const known = clients.filter(({ organisation }) => organisation !== null).map(({ id }) => `\`${id}\``);
    return { refused: `client \`${order.client}\` is not registered: name one of ${known.join(', ')}` };
  }
  const issuer = await loadDevelopmentIssuer(identity.keyFile);
  return { token: await issuer.issue({ ...order, id: randomUUID() }) };
}
