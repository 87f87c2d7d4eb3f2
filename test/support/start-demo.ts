/** The whole demo on free ports: seven subgraphs behind their signatures, the committed register, and a gateway in front. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { httpTransport } from '../../gateway/executor/http-transport';
import { subgraphKey } from '../../gateway/executor/subgraph-key';
import { composeFromConfig } from '../../gateway/server/compose-from-config';
import { readLingquYaml } from '../../gateway/server/config/lingqu-yaml';
import type { Finding } from '../../schema/finding';
import { demoProviders } from '../../subgraphs/demo-providers';
import { startGateway, type GatewayFixture } from './start-gateway';

export interface DemoFixture extends GatewayFixture {
  readonly findings: readonly Finding[];
}

const root = join(__dirname, '../..');

export async function startDemo(): Promise<DemoFixture> {
  const file = join(root, 'lingqu.yaml');
  const reading = readLingquYaml(file, readFileSync(file, 'utf8'), {});
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const law = await composeFromConfig(reading.config, Date.now());
  if (!law.ok) throw new Error(JSON.stringify(law.problems));
  const { supergraph, findings } = law.composition;
  if (supergraph === null) throw new Error(JSON.stringify(findings));

  const masterKey = randomBytes(32);
  const running = await Promise.all(
    demoProviders.map(({ name, start }) => start({ key: subgraphKey(masterKey, name), port: 0 })),
  );
  const transport = httpTransport({
    routingUrls: Object.fromEntries(running.map(({ name, url }) => [name, url])),
    masterKey,
    timeoutMs: 20_000,
    now: Date.now,
    nonce: randomUUID,
  });
  const fixture = await startGateway({ supergraph, register: law.register, transport });
  return {
    ...fixture,
    findings,
    async stop() {
      await fixture.stop();
      await Promise.all(running.map((provider) => provider.stop()));
    },
  };
}
