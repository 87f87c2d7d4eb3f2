import { z } from 'zod';
import { formatProblem, readYaml, type YamlProblem } from '../../schema/strict-yaml';

const shape = z.strictObject({
  name: z.string(),
  port: z.int().min(1).optional(),
  list: z.array(z.strictObject({ id: z.string(), kind: z.enum(['A', 'B']) })).optional(),
  scope: z.union([z.literal('ALL'), z.record(z.string(), z.array(z.string()))]).optional(),
  map: z.record(z.string(), z.strictObject({ url: z.string() })).optional(),
});

function problems(text: string, env?: Record<string, string>): readonly YamlProblem[] {
  const reading = readYaml({ file: 'f.yaml', text, env }, shape);
  return reading.ok ? [] : reading.problems;
}
const printed = (text: string, env?: Record<string, string>) => problems(text, env).map(formatProblem);

test('a file of the right shape is its value', () => {
  const reading = readYaml({ file: 'f.yaml', text: 'name: x\nport: 3\n' }, shape);
  expect(reading).toMatchObject({ ok: true, value: { name: 'x', port: 3 } });
});

test('a duplicate key is refused with its line', () => {
  expect(printed('name: x\nport: 1\nname: y\n')).toEqual(['f.yaml:3: key `name` stands twice: keep one']);
});

test('an unknown key is refused with its line, at any depth', () => {
  expect(printed('name: x\nlist:\n  - id: a\n    kind: A\n    more: 1\n')).toEqual([
    'f.yaml:5: `list.0.more`: unknown key `more`: remove it or correct its name',
  ]);
});

test('a wrong type, a missing key and an unknown word name key and line', () => {
  expect(printed('name: 3\nlist:\n  - kind: C\n')).toEqual([
    'f.yaml:1: `name`: expected a text',
    'f.yaml:3: `list.0.id`: `id` is missing: it is a text',
    'f.yaml:3: `list.0.kind`: expected `A` or `B`',
  ]);
});

test('an empty file is a wrong shape, not a crash', () => {
  expect(problems('')).toEqual([{ file: 'f.yaml', line: null, key: '', message: 'expected a mapping' }]);
});

test('broken YAML names the line and throws nothing', () => {
  for (const text of [
    'name: [1, 2\nport: 3',
    'name: "x',
    'a: b: c',
    '\tname: x',
    'name: !!foo x',
    '%YAML 9.9\n---\nname: x\n',
  ]) {
    const found = problems(text);
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) {
      expect(each.message).toMatch(/^this is no valid YAML: /);
      expect(each.line).toBeGreaterThan(0);
    }
  }
});

test('two documents in one file are refused', () => {
  expect(problems('name: x\n---\nname: y\n')).not.toEqual([]);
});

test('aliases are refused', () => {
  expect(printed('name: &a x\nmap: { m: { url: *a } }\n')).toEqual([
    'f.yaml:2: aliases (`*a`) are not allowed: write the value out',
  ]);
});

test('a variable is expanded; one that is not set is refused', () => {
  const reading = readYaml({ file: 'f.yaml', text: 'name: "http://${env.HOST}:1"', env: { HOST: 'h' } }, shape);
  expect(reading).toMatchObject({ ok: true, value: { name: 'http://h:1' } });
  expect(printed('port: 1\nname: ${env.NOPE}\n', {})).toEqual([
    'f.yaml:2: `${env.NOPE}` is not set: set the environment variable `NOPE`',
  ]);
});

test('of several forms the closest says what is wrong', () => {
  expect(printed('name: x\nscope: { region: 45 }\n')).toEqual(['f.yaml:2: `scope.region`: expected a list']);
});
