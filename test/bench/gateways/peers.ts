/** The gateways beside which Lingqu is measured: ungoverned, each as its documentation says, in production mode. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startChild, type Child } from '../children';
import { stripGovernance } from '../subgraphs/strip-governance';
import { startMs, type Gateway, type GatewayContext, type GatewayKind } from './gateway';
import { townSdl } from './lingqu-config';
import { peerSupergraph } from './peer-supergraph';

const modules = join(__dirname, '../node_modules');
const production = { NODE_ENV: 'production' };

export const apollo: GatewayKind = {
  name: 'apollo',
  about: '@apollo/server 5.5.1 with @apollo/gateway 2.14.4; it has no deduplication between requests',
  missing: () => missingModule('@apollo/gateway'),
  async start(context) {
    const file = writeSupergraph(context);
    const script = join(__dirname, 'apollo-server.ts');
    const child = startChild(
      [process.execPath, ...(context.nodeArgs ?? []), join(__dirname, '../typescript.js'), script, file],
      { ...logged(context), env: production },
    );
    const [, url = ''] = await child.says(/^gateway {2}(\S+)$/m, startMs);
    return peer(url, child);
  },
};

export interface HiveSetting {
  readonly rust: boolean;
  /** `deduplicateInflightRequests` of its HTTP transport; on by default. */
  readonly deduplicate: boolean;
}

export function hive(name: string, { rust, deduplicate }: HiveSetting): GatewayKind {
  return {
    name,
    about: `@graphql-hive/gateway 2.15.1 ${rust ? 'with @graphql-hive/router-runtime 1.4.23 (\`--hive-router-runtime\`)' : 'with \`--jit\`'}, \`deduplicateInflightRequests: ${String(deduplicate)}\``,
    missing: () => missingModule(rust ? '@graphql-hive/router-runtime' : '@graphql-hive/gateway'),
    async start(context) {
      const file = writeSupergraph(context);
      const config = join(context.folder, 'gateway.config.mjs');
      const transport = { '*.http': { options: { deduplicateInflightRequests: deduplicate } } };
      writeFileSync(config, `export const gatewayConfig = { transportEntries: ${JSON.stringify(transport)} };\n`);
      const port = String(await freePort());
      const cli = join(modules, '@graphql-hive/gateway/dist/bin.js');
      const how = rust ? '--hive-router-runtime' : '--jit';
      const where = ['--host', '127.0.0.1', '--port', port, '--fork', '1'];
      const child = startChild(
        [process.execPath, ...(context.nodeArgs ?? []), cli, 'supergraph', file, '-c', config, ...where, how],
        { ...logged(context), env: production, cwd: context.folder },
      );
      return whenItAnswers(`http://127.0.0.1:${port}/graphql`, child);
    },
  };
}

const grafbaseBinary = join(modules, '@grafbase/cli-x86_64-unknown-linux-musl/grafbase');

/** npm has its command line only, whose `dev` serves; the gateway's own binary is not on a registry. */
export function grafbase(name: string, deduplicate: boolean): GatewayKind {
  return {
    name,
    about: `Grafbase CLI 0.103.0 (\`grafbase dev\`), \`inflight_deduplication = ${String(deduplicate)}\``,
    missing: () =>
      existsSync(grafbaseBinary) ? null : 'its binary is for Linux on x86-64 and did not install here from npm',
    async start(context) {
      mkdirSync(context.folder, { recursive: true });
      const sections = townSdl().map(({ name: subgraph, sdl }) => {
        const file = join(context.folder, `${subgraph}.graphql`);
        writeFileSync(file, stripGovernance(sdl));
        const url = context.subgraphs.urls[subgraph] ?? '';
        return `[subgraphs.${subgraph}]\nurl = "${url}"\nschema_path = "${file}"\n`;
      });
      const config = join(context.folder, 'grafbase.toml');
      const shaping = `[traffic_shaping]\ninflight_deduplication = ${String(deduplicate)}\n`;
      writeFileSync(config, [shaping, ...sections].join('\n'));
      const address = `127.0.0.1:${String(await freePort())}`;
      const child = startChild([grafbaseBinary, 'dev', '-c', config, '--listen-address', address], {
        ...logged(context),
        cwd: context.folder,
        // What it writes for itself stays in the folder, too.
        env: { HOME: context.folder },
      });
      return whenItAnswers(`http://${address}/graphql`, child);
    },
  };
}

function missingModule(name: string): string | null {
  return existsSync(join(modules, name, 'package.json')) ? null : `\`${name}\` is not installed`;
}

function writeSupergraph({ folder, subgraphs }: GatewayContext): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, peerSupergraph(subgraphs.urls));
  return file;
}

function logged({ folder }: GatewayContext): { readonly core: 'gateway'; readonly logFile: string } {
  return { core: 'gateway', logFile: join(folder, 'gateway.log') };
}

function peer(url: string, child: Child): Gateway {
  return { url, child, headers: () => Promise.resolve({}) };
}

/** Peers that say nothing usable when they are ready are asked until they answer. */
async function whenItAnswers(url: string, child: Child): Promise<Gateway> {
  let ended: unknown = null;
  void child.ended.then((how) => (ended = { how }));
  for (const deadline = Date.now() + startMs; Date.now() < deadline;) {
    if (ended !== null) throw new Error(`a gateway ended before it answered at ${url}: see gateway.log in its folder`);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: '{"query":"{ __typename }"}',
      });
      await response.text();
      if (response.status === 200) return peer(url, child);
    } catch {
      // Not yet.
    }
    await new Promise((wake) => setTimeout(wake, 200));
  }
  throw new Error(`no gateway answers at ${url}`);
}

/** Free a moment ago: peers cannot tell which port they took. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
