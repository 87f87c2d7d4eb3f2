/** The built gateway as a process of its own, before real subgraph processes: it answers a load, drains, and starts again. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load, type Asked } from './load';
import { logOf, startRealDemo, type RealDemo } from './real-processes';

const root = join(__dirname, '../..');
let demo: RealDemo;
let asked: Asked;
beforeAll(async () => {
  demo = await startRealDemo();
  const token = await demo.lingqu('token', '--client', 'welfare-desk', '--ttl', '3600');
  const query = '{ person(pid: "P-000004") { name eligible } }';
  asked = { query, token, purpose: 'social-assistance.eligibility' };
}, 120_000);
afterAll(() => demo.stop());

const answer = { person: { name: '黄样本', eligible: true } };

test('under load every answer is right; SIGTERM fails none of them, and the next process goes on where it ended', async () => {
  let indices = 0;
  for (let round = 1; round <= 2; round += 1) {
    const gateway = await demo.serve();
    const clients = load(gateway.url, asked, 8);
    await clients.reaches(200);
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
    await clients.stop();

    const answered = clients.ended.filter(({ status }) => status === 200);
    expect(answered.length).toBeGreaterThanOrEqual(200);
    for (const { data, code } of answered) expect([data, code]).toEqual([answer, null]);
    // Nobody is cut off: who comes later is turned away by an answer that says so, or by a port where nobody listens.
    const turnedAway = clients.ended
      .filter(({ status }) => status !== 200)
      .map(({ status, code }) => `${String(status)} ${String(code)}`);
    expect(turnedAway.filter((how) => !['503 OVERLOADED', '0 ECONNREFUSED'].includes(how))).toEqual([]);

    const entries = logOf(demo.auditDirectory, 0);
    const ids = new Set(entries.filter(({ kind }) => kind === 'access').map(({ requestId }) => requestId));
    expect(answered.filter(({ decisionId }) => !ids.has(decisionId))).toEqual([]);
    expect(entries.map(({ index }) => index)).toEqual(entries.map((_entry, index) => index));
    expect(entries.at(-1)).toMatchObject({ kind: 'seal' });
    expect(entries.length).toBeGreaterThan(indices);
    indices = entries.length;
    expect(gateway.said()).not.toMatch(/"level":(50|60)/);
  }
}, 180_000);

test('changed files are taken over by the running process without a signal, and broken ones are not', async () => {
  const gateway = await demo.serve();
  const clients = load(gateway.url, asked, 2);
  await clients.reaches(10);
  demo.files.change('register.yaml', 'organisations:', 'organisation:');
  await gateway.says(/not taken over; the last good one stays in force/);
  const before = clients.ended.length;
  await clients.reaches(before + 10);
  demo.files.change('register.yaml', 'organisation:', 'organisations:');
  await gateway.says(/configuration taken over/);
  await clients.reaches(clients.ended.length + 10);
  await clients.stop();
  expect(clients.ended.filter(({ status, code }) => status !== 200 || code !== null)).toEqual([]);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
}, 120_000);

test('the shell function of README.md, word for word, gets the printed answer', async () => {
  const gateway = await demo.serve();
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, ask = ''] = /^```bash\n(ask\(\) \{[\s\S]*?)^```$/m.exec(readme) ?? [];
  const [, example = '', printed = ''] =
    /^```bash\n(ask welfare-desk .*)\n```\n\n```json\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  const script = `${ask}\n${example}`.replace('http://127.0.0.1:4000/graphql', gateway.url);
  const env = { ...process.env, LINGQU_IDENTITY__KEY_FILE: demo.files.path('data/identity/development.jwk.json') };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: root, env });
  expect(JSON.parse(stdout)).toEqual(JSON.parse(printed));
  gateway.child.kill('SIGTERM');
  await gateway.ended;
}, 60_000);
