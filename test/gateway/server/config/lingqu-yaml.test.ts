/** lingqu.yaml is read strictly: what it does not say is a default of interface.md, and what it says wrongly has file, line and key. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatProblem } from '../../../../schema/strict-yaml';
import type { Config } from '../../../../gateway/server/config/config';
import { readLingquYaml } from '../../../../gateway/server/config/lingqu-yaml';
import { loadConfig, loadRegister } from '../../../../gateway/server/config/load';

const file = '/srv/lingqu/lingqu.yaml';
const hash = `sha256:${'a'.repeat(64)}`;

function config(text: string, env: Record<string, string> = {}): Config {
  const reading = readLingquYaml(file, text, env);
  if (!reading.ok) throw new Error(reading.problems.map(formatProblem).join('\n'));
  return reading.config;
}

function problems(text: string, env: Record<string, string> = {}): readonly string[] {
  const reading = readLingquYaml(file, text, env);
  return reading.ok ? [] : reading.problems.map(formatProblem);
}

test('an empty file means the defaults, with paths beside the file', () => {
  expect(config('')).toEqual({
    file,
    production: false,
    supergraph: '/srv/lingqu/supergraph.yaml',
    register: '/srv/lingqu/register.yaml',
    listen: { host: '127.0.0.1', port: 4000 },
    lawProfile: 'gx-draft-rev',
    introspection: true,
    identity: { development: false, keyFile: '/srv/lingqu/data/identity/development.jwk.json', issuers: [] },
    overlays: {},
    audit: { directory: '/srv/lingqu/data/audit' },
    limits: { depth: 15, aliases: 30, rootFields: 20, tokens: 5000, bodyBytes: 262_144 },
    subgraphs: {
      timeoutMs: 5000,
      maxResponseBytes: 67_108_864,
      maxConcurrent: 256,
      retries: 1,
      coalesce: true,
      cacheMs: 0,
      signingKeyFile: '/srv/lingqu/data/keys/subgraph-signing.key',
    },
    database: { url: '' },
    redis: { url: '' },
    controlPlane: { enabled: true, listen: { host: '127.0.0.1', port: 4001 } },
  });
});

test('the example of interface.md is read', () => {
  const read = config(`
supergraph: ./graph/supergraph.yaml
register: /etc/lingqu/register.yaml
listen: { host: 0.0.0.0, port: 8080 }
lawProfile: gx-draft-rev
identity:
  development: true
  issuers: [{ issuer: "https://id.example", jwksUrl: "https://id.example/jwks", audience: lingqu }]
overlays:
  weather: { provider: { org: "45-MET", kind: GOV_DEPT, level: REGION, region: "450000" }, assume: { share: UNCONDITIONAL, open: UNCONDITIONAL, sdlHash: "${hash}" } }
  legacy:  { file: ./overlays/legacy.graphql }
audit: { directory: ./log }
database: { url: "postgres://127.0.0.1/lingqu" }
redis: { url: "redis://127.0.0.1:6379" }
`);
  expect(read.supergraph).toBe('/srv/lingqu/graph/supergraph.yaml');
  expect(read.register).toBe('/etc/lingqu/register.yaml');
  expect(read.audit.directory).toBe('/srv/lingqu/log');
  expect(read.identity.issuers).toHaveLength(1);
  expect(read.overlays['legacy']).toEqual({
    provider: null,
    assume: null,
    file: '/srv/lingqu/overlays/legacy.graphql',
  });
  expect(read.overlays['weather']?.assume).toMatchObject({ share: 'UNCONDITIONAL', sdlHash: hash, purposes: null });
  expect(read.limits.depth).toBe(15);
});

test('what is read cannot be changed', () => {
  const read = config('overlays: { legacy: { file: x } }');
  expect(Object.isFrozen(read)).toBe(true);
  expect(Object.isFrozen(read.limits)).toBe(true);
  expect(Object.isFrozen(read.overlays['legacy'])).toBe(true);
});

test.each([
  ['listen: { prot: 1 }', `${file}:1: \`listen.prot\`: unknown key \`prot\`: remove it or correct its name`],
  ['\nsuperGraph: x', `${file}:2: \`superGraph\`: unknown key`],
  ['listen:\n  port: "4000"', `${file}:2: \`listen.port\`: expected a number`],
  ['listen:\n  port: 70000', `${file}:2: \`listen.port\`: expected a whole number from 0 to 65535`],
  ['listen:\n  port: 1.5', `${file}:2: \`listen.port\`: expected a whole number`],
  ['limits: { depth: 0 }', `${file}:1: \`limits.depth\`: expected a whole number from 1`],
  [
    'subgraphs: { maxConcurrent: 0 }',
    `${file}:1: \`subgraphs.maxConcurrent\`: expected a whole number from 1 to 65535`,
  ],
  ['subgraphs: { maxResponseBytes: 0 }', `${file}:1: \`subgraphs.maxResponseBytes\`: expected a whole number from 1`],
  ['subgraphs: { retries: 11 }', `${file}:1: \`subgraphs.retries\`: expected a whole number from 0 to 10`],
  ['subgraphs: { coalesce: 1 }', `${file}:1: \`subgraphs.coalesce\`: expected \`true\` or \`false\``],
  ['subgraphs: { cacheMs: 60001 }', `${file}:1: \`subgraphs.cacheMs\`: expected a whole number from 0 to 60000`],
  ['lawProfile: gx-2027', `${file}:1: \`lawProfile\`: expected \`gx-draft-rev\``],
  ['identity: { development: yes }', `${file}:1: \`identity.development\`: expected \`true\` or \`false\``],
  ['identity: { issuers: [{ issuer: a, jwksUrl: b, audience: c }] }', 'expected an address that begins with'],
  ['identity: { issuers: [{ issuer: a, jwksUrl: "file:///b", audience: c }] }', 'expected an address that begins with'],
  [
    'database: { url: "mysql://x" }',
    `${file}:1: \`database.url\`: expected an address that begins with \`postgres://\``,
  ],
  ['redis: { url: localhost }', `${file}:1: \`redis.url\`: expected an address`],
  ['overlays: { weather: {} }', `${file}:1: \`overlays.weather\`: this overlay says nothing`],
  ['overlays: { weather: { assume: { share: FREE, open: NONE, sdlHash: "*" } } }', '`overlays.weather.assume.share`'],
  ['overlays: { weather: { assume: { share: NONE, open: NONE } } }', '`sdlHash` is missing'],
  ['overlays: { weather: { assume: { share: NONE, open: NONE, sdlHash: sha256 } } }', 'expected `sha256:` and 64 hex'],
  ['listen: { port: 1 }\nlisten: { port: 2 }', 'stands twice'],
  ['listen: [', 'this is no valid YAML'],
  ['- a', `${file}:1: expected a mapping`],
])('%j is refused', (text, message) => {
  const found = problems(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(message);
});

test('one issuer is configured once', () => {
  const one = '{ issuer: "https://a.example", jwksUrl: "https://a.example/jwks", audience: x }';
  expect(problems(`identity:\n  issuers:\n    - ${one}\n    - ${one}`)).toEqual([
    `${file}:4: \`identity.issuers.1.issuer\`: issuer \`https://a.example\` stands twice: keep one`,
  ]);
});

describe('the environment', () => {
  test('goes before the file, level by level', () => {
    const read = config('listen: { host: localhost, port: 1 }\noverlays: { civil-affairs: { file: a } }', {
      LINGQU_LISTEN__PORT: '4005',
      LINGQU_LAW_PROFILE: 'gx-draft-rev',
      LINGQU_LIMITS__BODYBYTES: '1024',
      LINGQU_LIMITS__ROOT_FIELDS: '7',
      LINGQU_IDENTITY__DEVELOPMENT: 'true',
      LINGQU_AUDIT__DIRECTORY: './elsewhere',
      LINGQU_CONTROL_PLANE__LISTEN__PORT: '0',
      LINGQU_SUBGRAPHS__TIMEOUT_MS: '100',
      LINGQU_SUBGRAPHS__MAX_RESPONSE_BYTES: '2000',
      LINGQU_SUBGRAPHS__MAX_CONCURRENT: '3',
      LINGQU_SUBGRAPHS__RETRIES: '0',
      LINGQU_SUBGRAPHS__COALESCE: 'false',
      LINGQU_SUBGRAPHS__CACHE_MS: '400',
      LINGQU_OVERLAYS__CIVIL_AFFAIRS__FILE: 'b',
      OTHER: 'x',
      LINGQU: 'x',
    });
    expect(read.listen).toEqual({ host: 'localhost', port: 4005 });
    expect(read.limits).toMatchObject({ bodyBytes: 1024, rootFields: 7, depth: 15 });
    expect(read.subgraphs).toMatchObject({
      timeoutMs: 100,
      maxResponseBytes: 2000,
      maxConcurrent: 3,
      retries: 0,
      coalesce: false,
      cacheMs: 400,
    });
    expect(read.identity.development).toBe(true);
    expect(read.audit.directory).toBe('/srv/lingqu/elsewhere');
    expect(read.controlPlane).toEqual({ enabled: true, listen: { host: '127.0.0.1', port: 0 } });
    expect(read.overlays['civil-affairs']?.file).toBe('/srv/lingqu/b');
  });

  test('may set a whole mapping, and then a key of it', () => {
    const read = config('listen: { host: a, port: 1 }', {
      LINGQU_LISTEN: '{ host: b }',
      LINGQU_LISTEN__PORT: '2',
      LINGQU_IDENTITY__ISSUERS: '[{ issuer: a, jwksUrl: "http://127.0.0.1/jwks", audience: c }]',
    });
    expect(read.listen).toEqual({ host: 'b', port: 2 });
    expect(read.identity.issuers[0]?.audience).toBe('c');
  });

  test('leaves a text a text', () => {
    expect(config('', { LINGQU_SUPERGRAPH: '4711' }).supergraph).toBe('/srv/lingqu/4711');
    expect(config('database: { url: "postgres://x/y" }', { LINGQU_DATABASE__URL: '' }).database.url).toBe('');
  });

  test.each([
    [{ LINGQU_LISTEN__PROT: '1' }, 'environment variable LINGQU_LISTEN__PROT: names no key of lingqu.yaml'],
    [{ LINGQU_LISTEN__PORT__X: '1' }, 'environment variable LINGQU_LISTEN__PORT__X: names no key'],
    [{ LINGQU_OVERLAYS__WEATHER__FILE: 'x' }, 'names no key'],
    [{ LINGQU___PROTO__: 'x' }, 'names no key'],
    [{ LINGQU_LISTEN__PORT: 'many' }, 'environment variable LINGQU_LISTEN__PORT: `listen.port`: expected a number'],
    [{ LINGQU_LISTEN: '{ port: many }' }, 'environment variable LINGQU_LISTEN: `listen.port`: expected a number'],
    [{ LINGQU_LISTEN: '{ port: ' }, 'environment variable LINGQU_LISTEN: is no valid YAML'],
  ])('%j is refused', (env, message) => {
    const found = problems('listen: { port: 1 }', env);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});

describe('production', () => {
  const env = { NODE_ENV: 'production' };
  const assumed = (sdlHash: string): string =>
    `overlays:\n  weather:\n    assume: { share: NONE, open: NONE, sdlHash: "${sdlHash}" }`;

  test('refuses the development issuer', () => {
    expect(problems('identity:\n  development: true', env)).toEqual([
      `${file}:2: \`identity.development\`: production has no development issuer: configure \`identity.issuers\``,
    ]);
    expect(problems('', { ...env, LINGQU_IDENTITY__DEVELOPMENT: 'true' })[0]).toContain('environment variable');
  });

  test('refuses to assume a class for every field', () => {
    expect(problems(assumed('*'), env)).toEqual([
      `${file}:3: \`overlays.weather.assume.sdlHash\`: \`*\` is refused in production: pin it to the hash that \`lingqu check\` prints`,
    ]);
    expect(problems(assumed('*'))).toEqual([]);
    expect(config(assumed(hash), env).production).toBe(true);
  });
});

test('a file that is not there is a problem, not an exception', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lingqu-config-'));
  try {
    const missing = join(directory, 'lingqu.yaml');
    const reading = loadConfig(missing, {});
    expect(reading.ok ? [] : reading.problems.map(formatProblem)).toEqual([
      `${missing}: there is no such file: make it, or name another`,
    ]);
    writeFileSync(missing, '');
    const found = loadConfig(missing, {});
    if (!found.ok) throw new Error('expected the defaults');
    expect(loadRegister(found.config)).toMatchObject({
      ok: false,
      problems: [{ file: join(directory, 'register.yaml') }],
    });
    writeFileSync(found.config.register, 'clients: []');
    expect(loadRegister(found.config).ok).toBe(true);
    expect(loadConfig(directory, {})).toMatchObject({ ok: false, problems: [{ message: 'cannot be read (EISDIR)' }] });
  } finally {
    rmSync(directory, { recursive: true });
  }
});
