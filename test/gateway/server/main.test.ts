/** Starting from files, taking changes of them over, and refusing what may not be served. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { loadConfig } from '../../../gateway/server/config/load';
import { startFromConfig, type ServingGateway, type StartFailure } from '../../../gateway/server/main';
import { makeProject, people, type Project } from '../../support/project';

let project: Project;
let gateway: ServingGateway | null;
let said: string[];

beforeEach(() => {
  project = makeProject();
  gateway = null;
  said = [];
});
afterEach(async () => {
  await gateway?.stop();
  project.remove();
});

async function start(env: Record<string, string> = {}): Promise<ServingGateway> {
  const reading = loadConfig(project.config, env);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const log = pino({}, { write: (line: string) => void said.push(line) });
  gateway = await startFromConfig(reading.config, { log, plan: 'in-process', onBroken: () => undefined });
  return gateway;
}

async function ask(query: string): Promise<{ codes: unknown[]; epoch: unknown }> {
  const response = await fetch(gateway?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as {
    errors?: { extensions: { code: unknown } }[];
    extensions?: { lingqu: { policyEpoch: unknown } };
  };
  return {
    codes: (body.errors ?? []).map((error) => error.extensions.code),
    epoch: body.extensions?.lingqu.policyEpoch,
  };
}

const failure = async (env?: Record<string, string>): Promise<StartFailure> =>
  start(env).then(
    () => {
      throw new Error('it started');
    },
    (error: unknown) => error as StartFailure,
  );

test('a coordinate without a label is served as denied, and loudly so', async () => {
  project.write('people.graphql', people.replace(/name: String .*/, 'name: String'));
  project.write('op.graphql', '');
  await start();
  expect(said.join('')).toMatch(/served as denied: GX3101 Person\.name/);
  expect((await ask('{ __typename }')).codes).toEqual([]);
});

test('any other error of the composition refuses to start, and says which', async () => {
  project.write('people.graphql', people.replace('basis: ["LAW"])', ')'));
  expect(await failure()).toMatchObject({
    exitCode: 1,
    reasons: expect.arrayContaining([expect.stringMatching(/^GX3\d\d\d /)]) as unknown,
  });
});

test('a wrong register is wrong configuration', async () => {
  project.write('register.yaml', 'organisations: 7\n');
  expect(await failure()).toMatchObject({ exitCode: 2, reasons: [expect.stringMatching(/register\.yaml:1/)] });
});

test('a port that is taken is named', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const refused = await failure({ LINGQU_LISTEN__PORT: String(port) });
  expect(refused.reasons.join()).toContain(`port ${String(port)} on 127.0.0.1 is in use`);
  other.close();
});

test('a changed register is taken over under a new policy epoch, and a broken one is not', async () => {
  await start();
  const before = await ask('{ __typename }');
  expect(await gateway?.reload()).toBe(true);
  const after = await ask('{ __typename }');
  expect(Number(after.epoch)).toBeGreaterThan(Number(before.epoch));
  project.write('register.yaml', 'organisations: [');
  expect(await gateway?.reload()).toBe(false);
  expect((await ask('{ __typename }')).epoch).toBe(after.epoch);
  expect(said.join('')).toContain('the last good one stays in force');
});

test('a changed supergraph is served to the next request, and one with an error is not', async () => {
  await start();
  expect((await ask('{ __type(name: "Person") { name } news }')).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  const open = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';
  project.write('people.graphql', people.replace('type Query {', `type Query { news: String ${open}`));
  expect(await gateway?.reload()).toBe(true);
  expect((await ask('{ news }')).codes).toEqual(['SUBGRAPH_UNAVAILABLE']);
  project.write('people.graphql', 'type Query {');
  expect(await gateway?.reload()).toBe(false);
  expect((await ask('{ news }')).codes).toEqual(['SUBGRAPH_UNAVAILABLE']);
});
