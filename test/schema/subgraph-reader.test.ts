import type { RegisterView } from '../../schema/register-view';
import { hashSdl, readSubgraphModel } from '../../schema/subgraph-reader';
import type { Overlay } from '../../schema/overlay';
import type { SubgraphModel } from '../../schema/subgraph-model';
import { composeSubgraphs } from '../../schema/federation';
import { parse } from 'graphql';

const register: RegisterView = {
  organisations: [],
  purposes: new Set(['aid', 'aid.eligibility', 'health']),
  clients: [],
  grants: [],
  evidence: [],
  releases: [],
  reviews: [],
};
const federation =
  '@link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@external", "@requires"])';
const ours = (imports: string, more = '') =>
  `extend schema ${federation} @link(url: "https://specs.lingqu.dev/governance/v1.0", import: [${imports}]${more})\n`;
const provider = '@provider(org: "45-A", kind: "GOV_DEPT", level: "REGION", region: "450000")';

function read(
  sdl: string,
  overlay: Partial<Overlay> | null = null,
  view = register,
  production = false,
): SubgraphModel {
  const full = overlay === null ? null : { provider: null, assume: null, file: null, ...overlay };
  return readSubgraphModel({ name: 's', routingUrl: 'http://s', sdl, overlay: full }, view, production);
}
const said = (model: SubgraphModel) =>
  model.findings.map(({ code, coordinate, line, message }) => `${code} ${coordinate} ${line} ${message}`);

test('directives are read by feature identity, imported, renamed or with their namespace', () => {
  const imported = read(`${ours('"@share"')}type Query { x: Int @share(class: "NONE", basis: ["L"]) }`);
  const renamed = read(
    `${ours('{name: "@share", as: "@teilen"}')}type Query { x: Int @teilen(class: "NONE") @share }\ndirective @share on FIELD_DEFINITION`,
  );
  const namespaced = read(`${ours('')}type Query { x: Int @governance__share(class: "NONE") }`);
  const prefixed = read(`${ours('', ', as: "g"')}type Query { x: Int @g__share(class: "NONE") }`);
  for (const model of [imported, renamed, namespaced, prefixed]) {
    expect(said(model)).toEqual([]);
    expect(model.types.Query?.fields.x?.statements.share?.class).toBe('NONE');
  }
});

test('a look-alike that is not linked is refused', () => {
  const unlinked = read(
    `extend schema ${federation}\ndirective @share(class: String) on FIELD_DEFINITION\ntype Query { x: Int @share(class: "NONE") }`,
  );
  expect(said(unlinked)).toEqual([
    expect.stringMatching(/^GX0001 Query.x 3 `@share` is spelled like the vocabulary's and is not linked/),
    expect.stringMatching(/^GX0001 null 2 /),
  ]);
  const notImported = read(
    `${ours('"@open"')}directive @share(class: String) on FIELD_DEFINITION\ntype Query { x: Int @share(class: "NONE") }`,
  );
  expect(said(notImported)).toHaveLength(2);
  expect(notImported.types.Query?.fields.x?.statements.share).toBeNull();
});

test.each([
  ['@share(class: "SOME")', '`SOME` is no `class`'],
  ['@share(class: "NONE", klass: "NONE")', 'no argument `klass`'],
  ['@share', 'lacks its argument `class`'],
  ['@share(class: NONE)', 'is no `String!`'],
  ['@share(class: "NONE", methods: ["DELETE"])', '`DELETE` is none of `methods`'],
  ['@open(class: "NONE", reason: ["SECRET"])', '`SECRET` is none of `reason`'],
  ['@purpose(allow: ["fun"])', 'purpose `fun` is unknown'],
  ['@deidentified(technique: "blur", evidence: "E")', 'technique `blur` is unknown'],
  ['@deidentified(technique: "band:1", evidence: "E")', 'technique `band:1` is unknown'],
  ['@scope(by: "x", kind: "REGION")', 'cannot stand on FIELD_DEFINITION'],
  ['@provider(org: "x", kind: "GOV_DEPT", level: "REGION", region: "45")', 'cannot stand on FIELD_DEFINITION'],
])('%s on a field is refused', (directive, message) => {
  const imports = '"@share","@open","@purpose","@deidentified","@scope","@provider"';
  const model = read(`${ours(imports)}type Query {\n x: Int ${directive} }`);
  expect(said(model)).toEqual([expect.stringContaining(message)]);
  expect(model.findings[0]).toMatchObject({ code: 'GX0001', coordinate: 'Query.x', line: 3, subgraph: 's' });
});

test.each([
  [`${ours('"@scope"')}type Query { x: T }\ntype T @scope(by: "y", kind: "NEAR") { y: Int }`, '`NEAR` is no `kind`'],
  [`${ours('"@nope"')}type Query { x: Int }`, 'has no `@nope` to import'],
  [
    `${ours('"@share"').replace('v1.0', 'v2.0')}type Query { x: Int }`,
    'version `https://specs.lingqu.dev/governance/v2.0`',
  ],
  [
    `${ours('"@share"')}directive @share(class: String) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION\ntype Query { x: Int }`,
    'the definition of `@share` has `class: String`',
  ],
  [
    `${ours('"@noOnwardTransfer"')}directive @noOnwardTransfer on OBJECT | INTERFACE | FIELD_DEFINITION\ntype Query { x: Int }`,
    'must be `repeatable`',
  ],
  [
    `${ours('"@share"').replace('"@key"', '"@composeDirective"')} @composeDirective(name: "@share")\ntype Query { x: Int }`,
    'are not composed',
  ],
  [`${ours('"@share"')}type Query { _l3: Int }`, 'the name `_l3` is reserved'],
  [`${ours('"@share"')}type Query { x: _l0 }\ntype _l0 { y: Int }`, 'the name `_l0` is reserved'],
  [`${ours('{name: "@share", as: "@key"}')}type Query { x: Int }`, '`@key` is imported from two specifications'],
  [
    `${ours('"@defaults"')}extend schema @defaults(share: "NONE") @defaults(open: "NONE")\ntype Query { x: Int }`,
    'stands twice',
  ],
])('a mistake of the SDL is refused: %#', (sdl, message) => {
  expect(said(read(sdl.replace(/\)\n @composeDirective/, ') @composeDirective')))).toContainEqual(
    expect.stringContaining(message),
  );
});

test("a subgraph's own definitions are taken when they are ours", () => {
  const sdl = `${ours('"@purpose"')}directive @purpose(allow: [String!]!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION | ENUM\ntype Query { x: Int @purpose(allow: ["aid"]) }`;
  expect(said(read(sdl))).toEqual([]);
});

test('repeated directives join to the strictest, across definition and extension', () => {
  const model =
    read(`${ours('"@share","@purpose"')}type Query { x: Int @share(class: "UNCONDITIONAL", basis: ["A"]) @share(class: "NONE", basis: ["B"]) @purpose(allow: ["aid", "health"]) @purpose(allow: ["aid.eligibility"]) t: T }
type T @share(class: "CONDITIONAL") { y: Int }
extend type T @share(class: "UNCONDITIONAL")`);
  expect(model.types.Query?.fields.x?.statements).toMatchObject({
    share: { class: 'NONE', basis: ['A', 'B'] },
    purpose: { allow: ['aid.eligibility'] },
  });
  expect(model.types.T?.statements.share?.class).toBe('CONDITIONAL');
});

test('what is composed holds nothing of ours and keeps its lines', () => {
  const sdl = `${ours('"@share", "@provider", "@influences"')}extend schema ${provider}
directive @share(class: String!, basis: [String!], conditions: [String!], scope: [String!], methods: [String!]) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION
"é 字 @share" type Query { x(a: Int @influences(fields: [])): Int @share(class: "NONE")
  k: K }
type K @key(fields: "id") { id: ID! }`;
  const model = read(sdl);
  expect(said(model)).toEqual([]);
  expect(model.composedSdl.split('\n')).toHaveLength(sdl.split('\n').length);
  expect(model.composedSdl.length).toBe(sdl.length);
  expect(model.composedSdl.replace('"é 字 @share"', '')).not.toMatch(/@share|@provider|@influences|lingqu/);
  const composed = composeSubgraphs([{ name: 's', routingUrl: 'http://s', document: parse(model.composedSdl) }]);
  expect(composed.ok && composed.value).not.toMatch(/lingqu|influences/);
  expect(model.types.K?.line).toBe(6);
});

test('a Federation 1 subgraph can link the vocabulary', () => {
  const model = read(`extend schema @link(url: "https://specs.lingqu.dev/governance/v1.0", import: ["@share"])
extend type P @key(fields: "id") { id: ID! @external
  age: Int @share(class: "NONE", basis: ["L"]) }`);
  expect(said(model)).toEqual([]);
  expect(model.federation1).toBe(true);
  expect(model.types.P?.fields.age?.statements.share?.class).toBe('NONE');
  expect(model.types.P?.keys).toEqual([{ fields: 'id', resolvable: true, line: expect.any(Number) as number }]);
});

test('renamed root types stand under their default names', () => {
  const model = read(`${ours('"@share"')}schema { query: Root }\ntype Root { x: Int @share(class: "NONE") }`);
  expect(model.types.Query?.fields.x).toMatchObject({
    coordinate: 'Query.x',
    statements: { share: { class: 'NONE' } },
  });
});

test('broken SDL is a finding with its line, and the model is empty', () => {
  const model = read('type Query {\n x: }');
  expect(model.types).toEqual({});
  expect(model.findings).toMatchObject([{ code: 'COMPOSITION', line: 2, subgraph: 's' }]);
  expect(read(`type Query {\n x: Int @nope }`).findings).toMatchObject([{ code: 'COMPOSITION', line: 2 }]);
});

describe('defaults', () => {
  const lax = `${ours('"@defaults"')}extend schema @defaults(share: "CONDITIONAL", open: "NONE", basis: ["L"])\ntype Query { x: Int }`;

  test('NONE and NONE with a basis hold at once', () => {
    const closed = lax.replace('CONDITIONAL', 'NONE');
    expect(read(closed).defaults?.inForce).toBe(true);
    expect(read(closed.replace('basis: ["L"]', 'basis: []')).defaults?.inForce).toBe(false);
  });

  test('anything laxer holds with a review of exactly this SDL', () => {
    expect(read(lax).defaults?.inForce).toBe(false);
    const reviewed = { ...register, reviews: [{ subgraph: 's', sdlHash: hashSdl(lax), reviewedBy: '45-BDA' }] };
    expect(read(lax, null, reviewed).defaults?.inForce).toBe(true);
    expect(read(lax.replace('x: Int', 'x: Int y: Int'), null, reviewed).defaults?.inForce).toBe(false);
  });
});

describe('overlays', () => {
  const open = {
    share: 'UNCONDITIONAL',
    open: 'UNCONDITIONAL',
    basis: null,
    reason: null,
    conditions: null,
    scope: null,
    purposes: null,
  } as const;
  const plain = 'type Query { x(a: Int): Int\n t: T }\ntype T { y: Int }';
  const file = (text: string) => ({ file: { name: 'o.graphql', text } });

  test('an assumption holds for the SDL it names', () => {
    expect(read(plain, { assume: { ...open, sdlHash: hashSdl(plain) } }).defaults).toMatchObject({
      inForce: true,
      assumed: true,
      share: 'UNCONDITIONAL',
    });
    expect(read(`${plain} `, { assume: { ...open, sdlHash: hashSdl(plain) } }).defaults?.inForce).toBe(false);
  });

  test('an assumption for any SDL holds outside production only', () => {
    expect(read(plain, { assume: { ...open, sdlHash: '*' } }).defaults?.inForce).toBe(true);
    expect(read(plain, { assume: { ...open, sdlHash: '*' } }, register, true).defaults?.inForce).toBe(false);
  });

  test("an assumption loosens nothing of the subgraph's own defaults", () => {
    const closed = `${ours('"@defaults"')}extend schema @defaults(share: "NONE", open: "NONE", basis: ["L"])\ntype Query { x: Int }`;
    expect(read(closed, { assume: { ...open, sdlHash: '*' } }).defaults).toMatchObject({
      share: 'NONE',
      open: 'NONE',
      inForce: true,
    });
  });

  test('a file fills what is missing', () => {
    const model = read(
      plain,
      file(
        `extend schema ${provider}\nextend type Query { x(a: Int @influences(fields: ["T.y"])): Int @share(class: "NONE") }\nextend type T @open(class: "NONE")`,
      ),
    );
    expect(said(model)).toEqual([]);
    expect(model.organisation).toBe('45-A');
    expect(model.types.Query?.fields.x?.statements.share?.class).toBe('NONE');
    expect(model.types.Query?.fields.x?.arguments.a?.influences).toEqual(['T.y']);
    expect(model.types.T?.statements.open?.class).toBe('NONE');
  });

  test('a file loosens nothing, neither a label nor defaults', () => {
    const own = `${ours('"@defaults","@share"')}extend schema @defaults(share: "NONE", open: "NONE", basis: ["L"])\ntype Query { x: Int y: Int @share(class: "CONDITIONAL") }`;
    const model = read(
      own,
      file(
        'extend type Query { x: Int @share(class: "UNCONDITIONAL") y: Int @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL") }',
      ),
    );
    expect(said(model)).toEqual([]);
    expect(model.types.Query?.fields.x?.statements.share?.class).toBe('NONE');
    expect(model.types.Query?.fields.y?.statements).toMatchObject({
      share: { class: 'CONDITIONAL' },
      open: { class: 'NONE' },
    });
  });

  test.each([
    ['extend type Query { z: Int @share(class: "NONE") }', '`Query.z` does not exist'],
    ['extend type Nope @share(class: "NONE")', '`Nope` does not exist'],
    ['extend type Query { x: String @share(class: "NONE") }', '`Query.x` is of type `Int`'],
    ['extend type T @key(fields: "y")', '`@key` cannot stand in an overlay'],
    ['type Z { y: Int }', 'an overlay defines nothing'],
    ['extend type T @share(class: "SOME")', '`SOME` is no `class`'],
    ['extend type T {', 'this is no valid SDL'],
  ])('a mistake of the file is a finding: %s', (text, message) => {
    expect(said(read(plain, file(text)))).toContainEqual(
      expect.stringMatching(new RegExp(`GX0001 .*${message.replace(/[`@]/g, '.')}.*o.graphql`, 's')),
    );
  });

  test('a provider that says the same as the SDL is one provider, another one is a second', () => {
    const sdl = `${ours('"@provider"')}extend schema ${provider}\ntype Query { x: Int }`;
    const same = { organisation: '45-A', kind: 'GOV_DEPT', level: 'REGION', region: '450000', sector: null } as const;
    expect(read(sdl, { provider: same }).organisation).toBe('45-A');
    const other = read(sdl, { provider: { ...same, organisation: '45-B' } });
    expect(other.providers).toHaveLength(2);
    expect(other.organisation).toBeNull();
  });
});
