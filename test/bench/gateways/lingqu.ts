/** Lingqu as its operators run it: `lingqu serve` from a built checkout, over a configuration of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startChild } from '../children';
import { startMs, type Gateway, type GatewayContext, type GatewayKind } from './gateway';
import { writeLingquConfig, type LingquSetting } from './lingqu-config';

export const benchPurpose = 'aid.check';

export function lingqu(name: string, about: string, setting: LingquSetting): GatewayKind {
  return {
    name,
    about,
    async start(context) {
      const config = writeLingquConfig(context.folder, context.subgraphs.urls, setting);
      const cli = lingquCli(context.lingquRoot);
      const child = startChild([process.execPath, ...(context.nodeArgs ?? []), cli, 'serve', '--config', config], {
        core: 'gateway',
        logFile: join(context.folder, 'gateway.log'),
      });
      const [, url = ''] = await child.says(/^gateway {2}(\S+)$/m, startMs);
      return { url, child, headers: lingquHeaders(context, config) };
    },
  };
}

export function lingquCli(root: string): string {
  return join(root, 'dist/gateway/cli/main.js');
}

/** Tokens are made once per client, by the command that developers use. */
export function lingquHeaders({ lingquRoot }: Pick<GatewayContext, 'lingquRoot'>, config: string): Gateway['headers'] {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = async (client: string): Promise<string> => {
    const args = [lingquCli(lingquRoot), 'token', '--client', client, '--ttl', '86400', '--config', config];
    return (await promisify(execFile)(process.execPath, args)).stdout.trim();
  };
  return async ({ client }): Promise<Readonly<Record<string, string>>> => {
    if (client === 'anonymous') return {};
    const token = tokens.get(client) ?? tokenOf(client);
    tokens.set(client, token);
    return { authorization: `Bearer ${await token}`, 'lingqu-purpose': benchPurpose };
  };
}
