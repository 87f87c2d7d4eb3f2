/** The process of Lingqu with a log that keeps nothing, put together by hand from a built checkout. */
import { readFileSync } from 'node:fs';
import { builtModules } from '../built-lingqu';
import { discardLog } from './discard-log';

interface Built {
  readonly createGateway: typeof import('../../../gateway/server/create-gateway').createGateway;
  readonly composeFromConfig: typeof import('../../../gateway/server/compose-from-config').composeFromConfig;
  readonly readLingquYaml: typeof import('../../../gateway/server/config/lingqu-yaml').readLingquYaml;
  readonly serverLog: typeof import('../../../gateway/server/main').serverLog;
}

const parts = ['create-gateway', 'compose-from-config', 'config/lingqu-yaml', 'main'];

async function main(): Promise<void> {
  const [root = '', file = ''] = process.argv.slice(2);
  const { createGateway, composeFromConfig, readLingquYaml, serverLog } = builtModules<Built>(
    root,
    parts.map((part) => `gateway/server/${part}`),
  );
  const reading = readLingquYaml(file, readFileSync(file, 'utf8'), {});
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const law = await composeFromConfig(reading.config, Date.now());
  if (!law.ok || law.composition.supergraph === null) throw new Error('the benchmark does not compose');
  const gateway = await createGateway({
    config: reading.config,
    register: law.register,
    supergraph: law.composition.supergraph,
    log: serverLog(),
    onBroken: (error) => {
      throw error;
    },
    audit: discardLog(),
  });
  process.stdout.write(`gateway  ${gateway.url}\n`);
  process.once('SIGTERM', () => void gateway.stop().then(() => process.exit(0)));
}

void main();
