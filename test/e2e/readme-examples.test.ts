/** README.md says nothing that is not so: every example is run as it stands there, and compared with the answer that is printed. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from '../support/start-demo';
import { lingqu } from './run-lingqu';

const root = join(__dirname, '../..');

interface Block {
  readonly language: string;
  readonly text: string;
}

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks: readonly Block[] = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
  language: language ?? '',
  text: text ?? '',
}));

function blockAfter(block: Block | undefined): Block {
  const next = block === undefined ? undefined : blocks[blocks.indexOf(block) + 1];
  if (next === undefined) throw new Error('README.md has no block there');
  return next;
}

const containing = (text: string): Block => {
  const block = blocks.find((each) => each.text.includes(text));
  if (block === undefined) throw new Error(`README.md has no block with \`${text}\``);
  return block;
};

/** `cat > NAME <<'TAG'` … `TAG` */
function filesIn({ text }: Block): readonly (readonly [name: string, text: string])[] {
  return [...text.matchAll(/^cat > (\S+) <<'(\w+)'\n([\s\S]*?)^\2$/gm)].map(([, name, , content]) => [
    name ?? '',
    content ?? '',
  ]);
}

let directory: string;
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'lingqu-readme-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('each `ask` gets the answer that stands below it', async () => {
  const asked = blocks.flatMap((block) => {
    const [, client, purpose, query] = /^ask (\S+) (\S+) '(.*)'\n$/.exec(block.text) ?? [];
    return query === undefined ? [] : [{ client: client ?? '', purpose: purpose ?? '', query, block }];
  });
  expect(asked.length).toBeGreaterThanOrEqual(5);
  const demo = await startDemo();
  try {
    for (const { client, purpose, query, block } of asked) {
      const { body } = await demo.ask(query, {
        ...(client === "''" ? {} : { as: client }),
        ...(purpose === "''" ? {} : { purpose }),
      });
      const errors = body.errors?.map(({ message, extensions: { code, article } }) => ({ message, code, article }));
      const printed = JSON.stringify({ data: body.data, errors });
      expect(printed).toBe(JSON.stringify(JSON.parse(blockAfter(block).text)));
    }
  } finally {
    await demo.stop();
  }
}, 90_000);

test('`explain` prints the table that stands below it', async () => {
  const block = containing('npx lingqu explain');
  const [[name, operation] = ['', '']] = filesIn(block);
  const file = join(directory, name);
  writeFileSync(file, operation);
  const command = /^npx lingqu (explain .*)$/m.exec(block.text)?.[1] ?? '';
  const args = command.split(' ').map((arg) => (arg === name ? file : arg));
  const { code, out } = await lingqu(...args, '--config', join(root, 'lingqu.yaml'));
  const [table, flows] = out.split('\n\n');
  expect([code, `${table ?? ''}\n`]).toEqual([0, blockAfter(block).text]);
  expect(flows).toMatch(/^FLOW FROM/);
});

test('the SDL that shows how to label a subgraph has no error', async () => {
  const sdl = containing('type Query {\n  person(pid').text;
  const project = join(directory, 'labelled');
  mkdirSync(project);
  const write = (name: string, text: string): void => writeFileSync(join(project, name), text);
  write('population.graphql', sdl);
  write(
    'supergraph.yaml',
    'subgraphs:\n  population: { routing_url: "http://127.0.0.1:4999/", schema: { file: ./population.graphql } }\n',
  );
  write('lingqu.yaml', '');
  const register = (hash: string): string =>
    JSON.stringify({
      organisations: [{ id: '45-PSB', kind: 'GOV_DEPT', level: 'REGION', region: '450000' }],
      purposes: [{ code: 'social-assistance' }],
      evidence: [
        {
          ...{ id: 'E-1', kind: 'DEIDENTIFICATION', owner: '45-PSB', coordinate: 'Person.idNumber' },
          ...{ technique: 'id-number', classes: { share: 'UNCONDITIONAL' } },
        },
      ],
      reviews: [{ subgraph: 'population', sdlHash: hash, reviewedBy: '45-PSB' }],
    });
  const check = (): ReturnType<typeof lingqu> => lingqu('check', '--config', join(project, 'lingqu.yaml'));
  write('register.yaml', register(`sha256:${'0'.repeat(64)}`));
  const unreviewed = await check();
  const hash = /population\s+(sha256:\w+)/.exec(unreviewed.out)?.[1] ?? '';
  expect([unreviewed.code, unreviewed.out]).toEqual([1, expect.stringContaining('GX')]);
  write('register.yaml', register(hash));
  const { code, out } = await check();
  expect([code, out.match(/^error .*$/gm)]).toEqual([0, null]);
});

test('the overlay of the weather subgraph ends with its hash and `0 errors`, and `assume` with that hash does, too', async () => {
  const block = containing('cat > weather.graphql');
  for (const [name, text] of filesIn(block)) writeFileSync(join(directory, name), text);
  const config = join(directory, 'lingqu.yaml');
  expect(block.text).toMatch(/npx lingqu check --config \S*weather\/lingqu\.yaml\n$/);
  const assumed = blockAfter(block).text;
  const hash = /sha256:[0-9a-f]{64}/.exec(assumed)?.[0] ?? 'none';
  for (const yaml of [null, assumed]) {
    if (yaml !== null) writeFileSync(config, yaml);
    const { code, out } = await lingqu('check', '--config', config);
    expect(code).toBe(0);
    expect(out.split('\n').slice(-2)).toEqual([`weather  ${hash}`, expect.stringMatching(/^0 errors, \d+ warnings?$/)]);
  }
});

test('every command and option of the table exists, and `--help` names no command that the table lacks', async () => {
  const rows = [...readme.matchAll(/^\| .*?`lingqu ([a-z-]+)([^`]*)`/gm)].map(([, name = '', rest = '']) => ({
    name,
    options: rest.match(/--[a-z]+/g) ?? [],
  }));
  expect(rows.length).toBeGreaterThanOrEqual(8);
  for (const { name, options } of rows) {
    const { code, out } = await lingqu(name, '--help');
    expect([name, code]).toEqual([name, 0]);
    for (const option of options) expect(out).toContain(option);
  }
  const commands = [...(await lingqu('--help')).out.matchAll(/^ {2}([a-z-]+) (?:\[|<)/gm)].map(([, name]) => name);
  expect(commands.filter((name) => name !== 'help').sort()).toEqual(rows.map(({ name }) => name).sort());
});

test('every npm script and file that README.md and CONTRIBUTING.md name exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const text = readme + readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const named = [...text.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name]) => name ?? '');
  const own = new Set(['ci', 'run', 'install', ...Object.keys(scripts)]);
  expect(named.filter((name) => !own.has(name))).toEqual([]);
  const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path ?? '');
  expect(linked.length).toBeGreaterThan(5);
  for (const path of linked) expect(() => readFileSync(join(root, path))).not.toThrow();
});
