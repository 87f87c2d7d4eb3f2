/** What the primary makes of changed files: the register in place, the rest by replacing workers, mistakes not at all. */
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { loadConfig } from '../../../../gateway/server/config/load';
import { StartFailure } from '../../../../gateway/server/main';
import { supervise, type SupervisedGateway } from '../../../../gateway/server/workers/supervise';
import type { ServedLaw, ToWorker } from '../../../../gateway/server/workers/worker-message';
import { makeProject, people, type Project } from '../../../support/project';
import { fakeWorkers, sound, type FakeWorkers } from './fake-workers';

let project: Project;
let workers: FakeWorkers;
let gateway: SupervisedGateway | null;
let said: string[];

beforeEach(() => {
  project = makeProject();
  [workers, gateway, said] = [fakeWorkers(), null, []];
});
afterEach(async () => {
  await gateway?.stop();
  project.remove();
});

async function start(): Promise<SupervisedGateway> {
  const reading = loadConfig(project.config, {});
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  gateway = await supervise(reading.config, {
    workers: 2,
    log: pino({}, { write: (line: string) => void said.push(line) }),
    readAgain: () => loadConfig(project.config, {}),
    spawn: workers.spawn,
  });
  return gateway;
}

/** Per worker, since its start. */
const told = (): ToWorker['type'][][] => workers.all.map((worker) => worker.told.map(({ type }) => type));
const laws = (): (ServedLaw | undefined)[] =>
  workers.all.map((worker) => {
    const [message] = worker.told;
    return message?.type === 'serve' ? message.law : undefined;
  });
const news = people.replace(
  'type Query {',
  'type Query { news: String @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")',
);

test('every worker gets the same port, although any free one was asked for', async () => {
  await start();
  const [one, other] = laws();
  expect(one?.config.listen.port).toBeGreaterThan(0);
  expect(other?.config.listen).toEqual(one?.config.listen);
});

test('nobody is started for files that are wrong, or a port that is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  project.write('lingqu.yaml', `listen: { port: ${String(port)} }\n`);
  await expect(start()).rejects.toThrow(`port ${String(port)} on 127.0.0.1 is in use`);
  other.close();
  project.write('people.graphql', 'type Query {');
  await expect(start()).rejects.toBeInstanceOf(StartFailure);
  expect(workers.all).toEqual([]);
});

test('a change of the register alone is told to every worker, and replaces none', async () => {
  const running = await start();
  const register = readFileSync(project.path('register.yaml'), 'utf8');
  project.write('register.yaml', register.replace('id: desk', 'id: counter'));
  expect(await running.reload()).toBe(true);
  expect(told()).toEqual([
    ['serve', 'register'],
    ['serve', 'register'],
  ]);
});

test('a changed supergraph replaces every worker, and what the register says is told before that', async () => {
  const running = await start();
  project.write('people.graphql', news);
  expect(await running.reload()).toBe(true);
  expect(told()).toEqual([['serve', 'register', 'retire'], ['serve', 'register', 'retire'], ['serve'], ['serve']]);
  const [before, , after] = laws();
  expect(before?.supergraph.supergraphSdl).not.toContain('news');
  expect(after?.supergraph.supergraphSdl).toContain('news');
});

test('a changed lingqu.yaml replaces every worker, but for `listen`, and says so', async () => {
  const running = await start();
  const port = laws()[0]?.config.listen.port;
  project.write('lingqu.yaml', 'listen: { port: 1 }\nidentity: { development: true }\nlimits: { depth: 3 }\n');
  expect(await running.reload()).toBe(true);
  expect(laws().map((law) => [law?.config.limits.depth, law?.config.listen.port])).toEqual([
    [15, port],
    [15, port],
    [3, port],
    [3, port],
  ]);
  expect(said.join('')).toContain('`listen` is not changed while the gateway runs');
});

test('all are replaced on demand, although nothing changed; else nothing is done', async () => {
  const running = await start();
  expect(await running.reload('restart-all')).toBe(true);
  expect(workers.all.map(({ alive }) => alive())).toEqual([false, false, true, true]);
  expect(await running.reload()).toBe(true);
  expect(workers.all).toHaveLength(4);
});

test.each([
  ['register.yaml', 'organisations: ['],
  ['supergraph.yaml', 'subgraphs: {'],
  ['people.graphql', 'type Query {'],
  ['lingqu.yaml', 'supergrph: x\n'],
])('a broken %s is told to nobody; a dead worker is replaced by one that serves what was sound', async (name, text) => {
  const running = await start();
  const [served] = laws();
  const before = workers.all[0]?.told.length;
  project.write(name, text);
  expect(await running.reload()).toBe(false);
  expect(said.join('')).toContain('the last good one stays in force');
  expect(workers.all.map((worker) => worker.told.length)).toEqual([before, before]);
  workers.all[0]?.dies();
  while (workers.all.length < 3) await new Promise(setImmediate);
  expect(laws()[2]).toEqual(served);
});

test('where no worker for the change can be started, the former ones serve on, and the change is tried again', async () => {
  const running = await start();
  workers.behave((message, worker) => {
    if (message.type === 'register') return [{ type: 'applied', change: message.change }];
    if (message.type === 'serve') worker.says({ type: 'refused', reasons: ['no room'] });
    return 'dies';
  });
  project.write('people.graphql', news);
  expect(await running.reload()).toBe(false);
  expect(workers.all.map(({ alive }) => alive())).toEqual([true, true, false]);
  expect(said.join('')).toMatch(/no room[\s\S]*SIGHUP tries again/);
  workers.behave(sound);
  expect(await running.reload()).toBe(true);
  expect(workers.alive().length).toBe(2);
  expect(laws().at(-1)?.supergraph.supergraphSdl).toContain('news');
});

test('where none is left and none can be started, it says why', async () => {
  const running = await start();
  workers.behave((message, worker) => {
    if (message.type === 'serve') worker.says({ type: 'refused', reasons: ['the log is damaged'] });
    return 'dies';
  });
  for (const worker of workers.alive()) worker.dies();
  expect(await running.fallen).toEqual(['the log is damaged']);
});
