/** Lingqu as its operators run it: `lingqu serve` from a built checkout, over a configuration of its own. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builtModules } from '../built-lingqu';
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
      const cli = join(context.lingquRoot, 'dist/gateway/cli/main.js');
      const child = startChild(
        [process.execPath, ...(context.nodeArgs ?? []), cli, 'serve', '--config', config, ...workers(context)],
        { core: 'gateway', logFile: join(context.folder, 'gateway.log') },
      );
      const [, url = ''] = await child.says(/^gateway {2}(\S+)$/m, startMs);
      return { url, child, headers: lingquHeaders(context, config) };
    },
  };
}

/** The same, put together by hand with a log that keeps nothing (`lingqu-unlogged.ts`). */
export function lingquUnlogged(name: string, about: string, setting: LingquSetting): GatewayKind {
  return {
    name,
    about,
    async start(context) {
      const config = writeLingquConfig(context.folder, context.subgraphs.urls, setting);
      const script = join(__dirname, 'lingqu-unlogged.ts');
      const child = startChild(
        [
          ...[process.execPath, ...(context.nodeArgs ?? [])],
          ...[join(__dirname, '../typescript.js'), script, context.lingquRoot, config],
        ],
        { core: 'gateway', logFile: join(context.folder, 'gateway.log') },
      );
      const [, url = ''] = await child.says(/^gateway {2}(\S+)$/m, startMs);
      return { url, child, headers: lingquHeaders(context, config) };
    },
  };
}

/** A profile is of one process: the one that serves. */
function workers({ lingquRoot, nodeArgs }: GatewayContext): readonly string[] {
  const known = existsSync(join(lingquRoot, 'dist/gateway/server/workers'));
  return known && nodeArgs !== undefined ? ['--workers', '0'] : [];
}

interface Issuers {
  readonly loadDevelopmentIssuer: typeof import('../../../gateway/server/development-issuer').loadDevelopmentIssuer;
}

/** Tokens of the development issuer (ES256), made once per client: those that `lingqu token` prints. */
export function lingquHeaders({ lingquRoot }: Pick<GatewayContext, 'lingquRoot'>, config: string): Gateway['headers'] {
  const { loadDevelopmentIssuer } = builtModules<Issuers>(lingquRoot, ['gateway/server/development-issuer']);
  const issuer = loadDevelopmentIssuer(join(dirname(config), 'data/identity/development.jwk.json'));
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = async (client: string): Promise<string> => {
    const issuedAt = Math.floor(Date.now() / 1_000);
    const claims = { client, subject: null, actors: [], issuedAt, lifetimeSeconds: 86_400, id: randomUUID() };
    return (await issuer).issue(claims);
  };
  return async ({ client }): Promise<Readonly<Record<string, string>>> => {
    if (client === 'anonymous') return {};
    const token = tokens.get(client) ?? tokenOf(client);
    tokens.set(client, token);
    return { authorization: `Bearer ${await token}`, 'lingqu-purpose': benchPurpose };
  };
}
