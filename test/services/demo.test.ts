/** `npm start` as somebody meets it who has just cloned this: one process, everything up, commands to copy that do what they say. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { demoProviders } from '../../subgraphs/demo-providers';
import { copyDemo, type DemoCopy } from '../e2e/demo-copy';
import { cli, start, type Started } from './real-processes';

const root = join(__dirname, '../..');
let files: DemoCopy;
let demo: Started;
beforeAll(() => {
  files = copyDemo();
  // Its providers take the ports of supergraph.yaml: this test fails where another demo is running.
  demo = start([cli, 'demo', '--config', files.config], { LINGQU_LISTEN__PORT: '0' });
});
afterAll(async () => {
  demo.child.kill('SIGKILL');
  await demo.ended;
  files.remove();
});

const listens = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect').then(
    () => {
      socket.destroy();
      return true;
    },
    () => false,
  );
};

test('a line per component, and commands that print a permitted, a masked, a denied and an open answer', async () => {
  await demo.says(/Ctrl-C stops everything/);
  for (const { name, port } of demoProviders)
    expect(demo.said()).toContain(`${name.padEnd(16)} http://127.0.0.1:${port}/graphql`);
  expect(demo.said()).toMatch(/^gateway +http:\/\/127\.0\.0\.1:\d+\/graphql$/m);

  const commands = demo.said().match(/^curl -s (?:.*\\\n)*.*$/gm) ?? [];
  const env = { ...process.env, LINGQU_IDENTITY__KEY_FILE: files.path('data/identity/development.jwk.json') };
  const answers: unknown[] = [];
  for (const command of commands) {
    const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd: root, env });
    const { data, errors } = JSON.parse(stdout) as { data: unknown; errors?: { extensions: { code: string } }[] };
    answers.push({ data, codes: errors?.map(({ extensions }) => extensions.code) ?? [] });
  }
  expect(answers).toEqual([
    { data: { person: { name: '黄样本', eligible: true } }, codes: [] },
    { data: { person: { name: '韦示例', idNumber: '450103************' } }, codes: [] },
    { data: { person: { name: '韦示例', wanted: null } }, codes: ['NOT_SHARED'] },
    { data: { residentCount: 5477 }, codes: [] },
  ]);
}, 120_000);

test('a second demo says which port is taken, and leaves the first one alone', async () => {
  const second = start([cli, 'demo', '--config', files.config], { LINGQU_LISTEN__PORT: '0' });
  expect(await second.ended).toBe(1);
  expect(second.said()).toMatch(/^port 410\d of subgraph `[a-z-]+` is in use: stop what listens there$/m);
  expect(await listens(4101)).toBe(true);
}, 60_000);

test('Ctrl-C stops everything', async () => {
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(0);
  for (const { port } of demoProviders) expect([port, await listens(port)]).toEqual([port, false]);
}, 60_000);
