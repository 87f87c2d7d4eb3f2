import { labelMapFile, readArtefacts, supergraphFile, writeArtefacts } from '../../schema/artefacts';
import { compose, composeSdls, type CompositionInput } from '../../schema/compose';
import type { RegisterView } from '../../schema/register-view';
import { emptyRegister, governed } from '../support/governed-subgraphs';

const open = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL") @catalogue(id: "c", title: "t")';
const a = governed(
  'A',
  `type Query { p: P ${open} }\ntype P @key(fields: "id") @catalogue(id: "c", title: "t") { id: ID! ${open} x(first: Int): Int ${open} }`,
);
const b = governed(
  'B',
  `type P @key(fields: "id") { id: ID! y: Int ${open} }\nenum E { constructor }\ntype toString { valueOf(e: E): Int ${open} }\nextend type P { z: toString ${open} }`,
);

const settings = { register: emptyRegister(), lawProfile: 'gx-draft-rev', production: false, now: 0 };
const input = (name: string, sdl: string) => ({ name, routingUrl: `http://${name}`, sdl, overlay: null });

function composeText(yaml: string, files: Record<string, string>, more: Partial<CompositionInput> = {}) {
  return compose({
    ...settings,
    supergraphYaml: { file: '/demo/supergraph.yaml', text: yaml, env: { PORT: '4101' } },
    overlays: {},
    sources: {
      readText: (path) => {
        const text = files[path];
        if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
        return text;
      },
      fetchSdl: () => Promise.reject(Object.assign(new Error('secret text'), { code: 'ECONNREFUSED' })),
    },
    ...more,
  });
}

const yaml = `federation_version: =2.11.0
subgraphs:
  b:
    routing_url: http://127.0.0.1:\${env.PORT}/
    schema: { file: ./b.graphql }
  a:
    routing_url: http://127.0.0.1:1/
    schema:
      file: ./a.graphql
`;
const files = { '/demo/a.graphql': a, '/demo/b.graphql': b };

test('a lawful composition yields a supergraph, the same whatever the order', async () => {
  const { problems, findings, supergraph } = await composeText(yaml, files);
  expect(problems).toEqual([]);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(supergraph?.schemaId).toMatch(/^[0-9a-f]{64}$/);
  expect(supergraph?.supergraphSdl).not.toMatch(/lingqu|@share/);
  expect(supergraph?.subgraphs.b).toMatchObject({
    organisation: 'B',
    kind: 'GOV_DEPT',
    routingUrl: 'http://127.0.0.1:4101/',
  });
  const swapped = await composeSdls([input('a', a), input('b', b)], settings);
  const again = await composeSdls([input('b', b), input('a', a)], settings);
  expect(again.supergraph).toEqual(swapped.supergraph);
  expect(JSON.stringify(again.supergraph)).toBe(JSON.stringify(swapped.supergraph));
});

test('every field of the supergraph stands in the label map, names of prototypes included', async () => {
  const { supergraph, labelMap } = await composeSdls([input('a', a), input('b', b)], settings);
  expect(Object.keys(labelMap?.fields ?? {})).toEqual(['P.id', 'P.x', 'P.y', 'P.z', 'Query.p', 'toString.valueOf']);
  expect(supergraph?.labelMap.enumValues['E.constructor']).toEqual({ influences: [] });
  expect(supergraph?.labelMap.types.hasOwnProperty).toBeUndefined();
});

test('a label changes the schema id, although the supergraph SDL stays the same', async () => {
  const before = await composeSdls([input('a', a), input('b', b)], settings);
  const after = await composeSdls(
    [
      input('a', a),
      input('b', b.replace('@open(class: "UNCONDITIONAL")', '@open(class: "NONE", basis: ["L"], reason: ["LAW"])')),
    ],
    settings,
  );
  expect(after.supergraph?.supergraphSdl).toBe(before.supergraph?.supergraphSdl);
  expect(after.supergraph?.schemaId).not.toBe(before.supergraph?.schemaId);
});

test('a field without a label is an error, and what is left can be served', async () => {
  const { findings, supergraph } = await composeSdls(
    [input('a', a.replace(`x(first: Int): Int ${open}`, 'x: Int'))],
    settings,
  );
  expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'GX3101', coordinate: 'P.x' },
  ]);
  expect(supergraph?.labelMap.fields['P.x']?.label).toBeNull();
});

test.each([
  ['unknown class', a.replace('UNCONDITIONAL', 'SOME'), 'GX0001'],
  ['no provider', a.replace(/@provider\([^)]*\)/, ''), 'GX0301'],
  ['unregistered organisation', a.replace('org: "A"', 'org: "X"'), 'GX0301'],
  ['a composition error', a.replace('fields: "id"', 'fields: "nope"'), 'COMPOSITION'],
  ['no SDL at all', 'type', 'COMPOSITION'],
])('%s: nothing is served', async (_name, sdl, code) => {
  const { findings, supergraph } = await composeSdls([input('a', sdl), input('b', b)], settings);
  expect(supergraph).toBeNull();
  expect(findings.filter(({ severity }) => severity === 'error').map((finding) => finding.code)).toContain(code);
});

describe('features that the gateway cannot load', () => {
  const feature = (imports: string, use: string) =>
    a.replace('"@key",', `"@key", ${imports},`).replace(`x(first: Int): Int`, `x(first: Int): Int ${use}`);

  test.each([
    ['"@authenticated"', '@authenticated'],
    ['"@requiresScopes"', '@requiresScopes(scopes: [["s"]])'],
    ['"@policy"', '@policy(policies: [["p"]])'],
    ['{name: "@policy", as: "@rule"}', '@rule(policies: [["p"]])'],
    ['"@tag"', '@federation__authenticated'],
    ['"@cacheTag"', '@cacheTag(format: "f")'],
  ])('%s is refused with its line', async (imports, use) => {
    const sdl = feature(imports, use).replace('/v2.11', '/v2.12');
    const { findings, supergraph } = await composeSdls([input('a', sdl)], settings);
    expect(supergraph).toBeNull();
    expect(findings.filter(({ code }) => code === 'GX0002')).toMatchObject([
      { subgraph: 'a', line: 3, severity: 'error' },
    ]);
  });

  test('a foreign feature that is for security is refused, although composition forgets that it is', async () => {
    const foreign = a
      .replace(
        'extend schema',
        'extend schema @link(url: "https://example.org/guard/v1.0", import: ["@guard"], for: SECURITY)',
      )
      .replace('type Query { p: P', 'directive @guard on FIELD_DEFINITION\ntype Query { p: P @guard');
    const { findings, supergraph } = await composeSdls([input('a', foreign)], settings);
    expect(supergraph).toBeNull();
    expect(findings.filter(({ code }) => code === 'GX0002')).toMatchObject([
      { subgraph: 'a', line: 1, message: expect.stringContaining('https://example.org/guard/v1.0') as string },
    ]);
  });
});

describe('configuration', () => {
  const problemsOf = async (text: string, more: Partial<CompositionInput> = {}) =>
    (await composeText(text, files, more)).problems.map(({ line, key, message }) => `${line} ${key} ${message}`);

  test.each([
    [
      'a missing file',
      'subgraphs:\n  a:\n    routing_url: http://x/\n    schema: { file: ./no.graphql }\n',
      /^4 subgraphs.a.schema.file cannot read `\/demo\/no.graphql` \(ENOENT\)/,
    ],
    [
      'an unknown key',
      'subgraphs:\n  a:\n    routing_url: http://x/\n    url: y\n    schema: { file: ./a.graphql }\n',
      /^4 subgraphs.a.url unknown key `url`/,
    ],
    [
      'two subgraphs with one name',
      'subgraphs:\n  a: { routing_url: "http://x/", schema: { file: ./a.graphql } }\n  a: { routing_url: "http://x/", schema: { file: ./a.graphql } }\n',
      /^3  key `a` stands twice/,
    ],
    [
      'no routing URL',
      'subgraphs:\n  a: { schema: { file: ./a.graphql } }\n',
      /^2 subgraphs.a.routing_url `routing_url` is missing/,
    ],
    [
      'an unset variable',
      'subgraphs:\n  a: { routing_url: "http://${env.HOST}/", schema: { file: ./a.graphql } }\n',
      /^2  `\$\{env.HOST\}` is not set/,
    ],
    [
      'no URL',
      'subgraphs:\n  a: { routing_url: "4101", schema: { file: ./a.graphql } }\n',
      /^2 subgraphs.a.routing_url this is no http\(s\) URL/,
    ],
    [
      'a bad name',
      'subgraphs:\n  9a: { routing_url: "http://x/", schema: { file: ./a.graphql } }\n',
      /^2 subgraphs.9a a subgraph is named by/,
    ],
    [
      'Federation 1',
      'federation_version: 1\nsubgraphs:\n  a: { routing_url: "http://x/", schema: { file: ./a.graphql } }\n',
      /^1 federation_version only Federation 2/,
    ],
    ['no subgraphs', 'subgraphs: {}\n', /^1 subgraphs name at least one subgraph/],
    [
      'an unreachable subgraph',
      'subgraphs:\n  a: { schema: { subgraph_url: "http://x/" } }\n',
      /^2 subgraphs.a.schema.subgraph_url cannot reach `http:\/\/x\/` \(ECONNREFUSED\)/,
    ],
    ['broken YAML', 'subgraphs: [\n', /this is no valid YAML/],
  ])('%s is a problem with its line', async (_name, text, expected) => {
    expect(await problemsOf(text)).toEqual([expect.stringMatching(expected)]);
  });

  test('a subgraph tells its SDL itself', async () => {
    const asked: unknown[] = [];
    const sources = {
      readText: () => '',
      fetchSdl: (request: unknown) => {
        asked.push(request);
        return Promise.resolve({ data: { _service: { sdl: a } } });
      },
    };
    const { supergraph, problems } = await composeText(
      'subgraphs:\n  a: { schema: { subgraph_url: "http://x/" } }\n',
      {},
      { sources },
    );
    expect(problems).toEqual([]);
    expect(supergraph?.subgraphs.a?.routingUrl).toBe('http://x/');
    expect(asked).toEqual([{ subgraph: 'a', url: 'http://x/', query: '{ _service { sdl } }' }]);
  });

  test.each([null, {}, { data: null }, { data: { _service: { sdl: '' } } }, '<html>'])(
    'an answer without SDL is a problem: %j',
    async (body) => {
      const sources = { readText: () => '', fetchSdl: () => Promise.resolve(body) };
      expect(await problemsOf('subgraphs:\n  a: { schema: { subgraph_url: "http://x/" } }\n', { sources })).toEqual([
        expect.stringContaining('does not tell its SDL'),
      ]);
    },
  );

  test('an overlay for an unknown subgraph, or without its file, is a problem', async () => {
    const overlay = { provider: null, assume: null, file: '/demo/o.graphql' };
    expect(await problemsOf(yaml, { overlays: { c: overlay } })).toEqual([
      expect.stringContaining('overlays.c there is no subgraph `c`'),
      expect.stringContaining('overlays.c.file cannot read'),
    ]);
  });

  test('an overlay labels a subgraph whose owner cannot edit it', async () => {
    const assume = {
      share: 'UNCONDITIONAL',
      open: 'UNCONDITIONAL',
      basis: null,
      reason: null,
      conditions: null,
      scope: null,
      purposes: null,
      sdlHash: '*',
    } as const;
    const provider = { org: 'A', kind: 'GOV_DEPT', level: 'REGION', region: '450000', sector: null } as const;
    const { supergraph, findings } = await composeText(
      'subgraphs:\n  w: { routing_url: "http://x/", schema: { file: w.graphql } }\n',
      { '/demo/w.graphql': 'type Query { x: Int }' },
      { overlays: { w: { provider, assume, file: null } } },
    );
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(supergraph?.labelMap.fields['Query.x']?.label?.owners.A).toMatchObject({
      share: 'UNCONDITIONAL',
      open: 'UNCONDITIONAL',
    });
  });
});

test('an assumption reaches keys that every subgraph only echoes or refers to', async () => {
  const assume = {
    share: 'UNCONDITIONAL',
    open: 'UNCONDITIONAL',
    basis: null,
    reason: null,
    conditions: null,
    scope: null,
    purposes: null,
    sdlHash: '*',
  } as const;
  const overlay = (organisation: string) => ({
    provider: { organisation, kind: 'GOV_DEPT', level: 'REGION', region: '450000', sector: null } as const,
    assume,
    file: null,
  });
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])\n';
  const refers = `${link}type Query { p: P } type P @key(fields: "id", resolvable: false) { id: ID! }`;
  const echoes = `${link}type P @key(fields: "id") { id: ID! x: Int }`;
  const { findings, supergraph } = await composeSdls(
    [
      { ...input('a', refers), overlay: overlay('A') },
      { ...input('b', echoes), overlay: overlay('B') },
    ],
    settings,
  );
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(Object.keys(supergraph?.labelMap.fields['P.id']?.label?.owners ?? {})).toEqual(['A', 'B']);
});

describe('artefacts', () => {
  const composed = async (register: RegisterView = settings.register) => {
    const { supergraph } = await composeSdls([input('a', a), input('b', b)], { ...settings, register });
    if (supergraph === null) throw new Error('does not compose');
    return supergraph;
  };

  test('what is written is read back, and is the same at every run', async () => {
    const supergraph = await composed();
    const written = writeArtefacts(supergraph);
    expect(writeArtefacts(await composed())).toEqual(written);
    const read = readArtefacts(written);
    expect(read).toEqual({
      schemaId: supergraph.schemaId,
      supergraphSdl: supergraph.supergraphSdl,
      labelMap: supergraph.labelMap,
    });
    expect(read.labelMap.fields['P.x']?.arguments.constructor).toBeUndefined();
    expect(JSON.parse(written[labelMapFile])).toMatchObject({
      schemaId: supergraph.schemaId,
      lawProfile: 'gx-draft-rev',
      coordinates: {
        'P.y': { owners: { B: { share: 'UNCONDITIONAL', deidentified: null } }, grade: null, bySubgraph: { b: {} } },
      },
    });
  });

  test('a change of either file is noticed', async () => {
    const written = writeArtefacts(await composed());
    const laxer = written[labelMapFile].replace('"noOnward": false', '"noOnward": true');
    expect(laxer).not.toBe(written[labelMapFile]);
    expect(() => readArtefacts({ ...written, [labelMapFile]: laxer })).toThrow('do not fit the schema id');
    expect(() =>
      readArtefacts({ ...written, [supergraphFile]: `${written[supergraphFile]}type X { y: Int }` }),
    ).toThrow('do not fit');
    expect(() => readArtefacts({ ...written, [labelMapFile]: '[' })).toThrow('is no label map');
    expect(() => readArtefacts({ ...written, [labelMapFile]: 'null' })).toThrow('is no label map');
  });
});
