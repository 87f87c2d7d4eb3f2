import { readFileSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { createColors } from 'picocolors';
import { runProgram } from '../../../gateway/cli/program';
import { readArtefacts } from '../../../schema/artefacts';
import { makeProject, people, type Project } from '../../support/project';

let project: Project;
beforeEach(() => void (project = makeProject()));
afterEach(() => project.remove());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

async function run(...args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runProgram(args, {
    out: (text) => void out.push(text),
    error: (text) => void error.push(text),
    colours: createColors(false),
    env: {},
  });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

const lingqu = (command: string, ...args: readonly string[]): Promise<Ran> =>
  run(command, ...args, '--config', project.config);

test.each(['serve', 'compose', 'check', 'flows', 'explain', 'token', 'subgraph-key', 'demo'])(
  '`%s --help` helps',
  async (command) => {
    const { code, out } = await run(command, '--help');
    expect([code, out]).toEqual([0, expect.stringContaining(`lingqu ${command}`)]);
  },
);

test.each([
  [['nonsense']],
  [['check', '--nonsense']],
  [['check', '--format', 'xml']],
  [['explain', '--client', 'desk']],
  [['token']],
  [['token', '--client', 'desk', '--ttl', 'soon']],
  [['subgraph-key']],
  [['check', '--config', '/nowhere/lingqu.yaml']],
])('wrong usage %j exits 2 and says what is wrong', async (args) => {
  const { code, error } = await run(...args);
  expect(code).toBe(2);
  expect(error).not.toBe('');
  expect(error).not.toMatch(/\n\s+at /);
});

test('a sound project has no error', async () => {
  const { code, out } = await lingqu('check');
  expect([code, out]).toEqual([0, expect.stringContaining('0 errors')]);
  expect(out).toMatch(/people\s+sha256:[0-9a-f]{64}/);
});

test('a field without a label is named with its line, and `--fix` prints what is missing', async () => {
  project.write('people.graphql', people.replace(/secret: String .*/, 'secret: String'));
  const text = await lingqu('check', '--fix');
  expect([text.code, text.out]).toEqual([1, expect.stringMatching(/GX3101\s+Person\.secret \(people:6\)\s+Art 31/)]);
  expect(text.out).toContain('# add to the SDL of people');
  const json = await lingqu('check', '--format', 'json');
  const { findings } = JSON.parse(json.out) as { findings: object[] };
  expect([json.code, Object.keys(findings[0] ?? {})]).toEqual([
    1,
    ['code', 'severity', 'coordinate', 'subgraph', 'line', 'message', 'article'],
  ]);
});

test.each([
  ['lingqu.yaml', 'listen: { port: 0 }\nunknown: 1\n', /lingqu\.yaml:2: `unknown`/],
  ['register.yaml', 'organisations: [\n', /register\.yaml:\d+/],
  [
    'supergraph.yaml',
    'subgraphs:\n  people: { routing_url: "http://x/", schema: { file: ./none.graphql } }\n',
    /none\.graphql/,
  ],
])('a mistake in %s exits 2 with file, line and key', async (file, text, expected) => {
  project.write(file, text);
  const { code, error } = await lingqu('check');
  expect([code, error]).toEqual([2, expect.stringMatching(expected)]);
});

test('`compose` writes a supergraph and a label map that belong together, and nothing where there is an error', async () => {
  const output = project.path('out');
  expect((await lingqu('compose', '--output', output)).code).toBe(0);
  const read = (name: string): string => readFileSync(`${output}/${name}`, 'utf8');
  const artefacts = {
    'supergraph.graphql': read('supergraph.graphql'),
    'label-map.json': read('label-map.json'),
  } as const;
  expect(readArtefacts(artefacts).schemaId).toMatch(/^[0-9a-f]{64}$/);
  project.write('people.graphql', people.replace(/secret: String .*/, 'secret: String'));
  expect((await lingqu('compose', '--output', project.path('none'))).code).toBe(1);
  expect(() => readFileSync(project.path('none/label-map.json'))).toThrow();
});

test('`flows` names who gets what through which key, and `--write` the lines that are missing', async () => {
  const { code, out } = await lingqu('flows');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/A\s+Person\.pid\s+money \(B\)\s+Person @key\(fields: "pid"\)\s+aid/),
  ]);
  expect((await lingqu('flows', '--write')).out).toBe('');
  const sdl = readFileSync(project.path('money.graphql'), 'utf8');
  project.write('money.graphql', sdl.replace(/@consumes\([^)]*\)/, ''));
  expect((await lingqu('flows', '--write')).out).toContain('# money\nextend schema @consumes(fields: [');
});

test('`explain` says per field what happens, why, under which article, and what would help', async () => {
  const operation = project.write('op.graphql', 'query Q($pid: ID!) { p: person(pid: $pid) { name secret income } }');
  const args = ['--operation', operation, '--client', 'desk', '--purpose', 'aid', '--variables', '{"pid":"1"}'];
  const text = await lingqu('explain', ...args);
  expect(text.code).toBe(0);
  expect(text.out).toMatch(/p\.secret\s+Person\.secret\s+deny\s+NOT_SHARED\s+31\s+leave it out/);
  const json = JSON.parse((await lingqu('explain', ...args, '--format', 'json')).out) as Record<string, unknown>;
  expect(Object.keys(json)).toEqual(['operation', 'client', 'purpose', 'fields', 'flows']);
  expect(
    (json.fields as { position: string[]; decision: string }[]).map((each) => [each.position, each.decision]),
  ).toEqual([
    [['p'], 'permit'],
    [['p', 'name'], 'permit'],
    [['p', 'secret'], 'deny'],
    [['p', 'income'], 'permit'],
  ]);
  expect(json.flows).toContainEqual({
    from: 'A',
    to: { subgraph: 'money', organisation: 'B' },
    coordinates: ['Person.pid'],
    via: 'key',
    decision: 'permit',
    grant: null,
  });
});

test.each([
  ['of an unknown client', '{ person(pid: "1") { name } }', ['--client', 'nobody'], 1, /CLIENT_UNKNOWN/],
  [
    'for an unknown purpose',
    '{ person(pid: "1") { name } }',
    ['--client', 'desk', '--purpose', 'x'],
    1,
    /PURPOSE_NOT_ALLOWED/,
  ],
  ['of an unknown field', '{\n person(pid: "1") { nmae } }', ['--client', 'desk'], 1, /line 2: .*nmae/],
  [
    'with variables that are no object',
    '{ person(pid: "1") { name } }',
    ['--client', 'desk', '--variables', '['],
    2,
    /JSON/,
  ],
])('`explain` %s', async (_name, operation, args, code, expected) => {
  const file = project.write('op.graphql', operation);
  const ran = await lingqu('explain', '--operation', file, ...args);
  expect(ran.out + ran.error).toMatch(expected);
  expect(ran.code).toBe(code);
});

test('`token` prints one token for a registered client, and refuses others', async () => {
  const { code, out } = await lingqu('token', '--client', 'desk', '--subject', 'u-1', '--actor', 'X', '--actor', 'Y');
  expect(code).toBe(0);
  expect(out).not.toContain('\n');
  expect(decodeJwt(out)).toMatchObject({ client_id: 'desk', sub: 'u-1', act: { sub: 'X', act: { sub: 'Y' } } });
  expect(await lingqu('token', '--client', 'nobody')).toMatchObject({ code: 1, out: '' });
  expect(await lingqu('token', '--client', 'anonymous')).toMatchObject({ code: 1, out: '' });
  project.write('lingqu.yaml', 'identity: { development: false }\n');
  expect(await lingqu('token', '--client', 'desk')).toMatchObject({
    code: 1,
    out: '',
    error: expect.stringContaining('development issuer is off') as unknown,
  });
});

test('`subgraph-key` prints the same 32 bytes every time, another for each subgraph, and never the master key', async () => {
  const first = await lingqu('subgraph-key', 'people');
  const again = await lingqu('subgraph-key', 'people');
  const other = await lingqu('subgraph-key', 'money');
  expect(Buffer.from(first.out, 'base64url')).toHaveLength(32);
  expect(first.out).toBe(again.out);
  expect(first.out).not.toBe(other.out);
  const master = readFileSync(project.path('data/keys/subgraph-signing.key'), 'utf8').trim();
  expect([first.out, other.out]).not.toContain(master);
  expect((await lingqu('subgraph-key', '../people')).code).toBe(2);
});
