/** register.yaml is read strictly, and what the law makes a record state is not assumed. */
import type { RegisterView } from '../../../../schema/register-view';
import { formatProblem } from '../../../../schema/strict-yaml';
import type { Register } from '../../../../gateway/policy/register';
import { expandGrantFields } from '../../../../gateway/server/config/expand-grant-fields';
import { readRegisterYaml, type RegisterCircumstances } from '../../../../gateway/server/config/register-yaml';

const here: RegisterCircumstances = { production: false, issuers: 1 };

const base = `organisations:
  - { id: "45-PSB", kind: GOV_DEPT, level: REGION, region: "450000", name: { zh: 公安, en: Public security }, subgraphs: [population] }
  - { id: "45-CIV", kind: GOV_DEPT, level: REGION, region: "450000", name: { zh: 民政, en: Civil affairs } }
  - { id: "GX-APP", kind: NON_PUBLIC, level: CITY, region: "450100" }
  - { id: "45-BDA", kind: GOV_DEPT, level: REGION, region: "450000" }
purposes:
  - { code: aid.check, name: { zh: 核验, en: Check }, dpv: "ServiceProvision" }
  - { code: research }
`;
const grant = (over: Record<string, unknown> = {}): string =>
  `grants:\n  - ${JSON.stringify({
    id: 'G-1',
    kind: 'SHARE',
    provider: '45-PSB',
    recipient: '45-CIV',
    fields: ['Person.idNumber'],
    purposes: ['aid.check'],
    methods: ['QUERY'],
    scenario: '窗口核验',
    scope: { regionCode: ['450100'] },
    processors: [],
    issuedBy: '45-BDA',
    validFrom: '2026-01-01T00:00:00+08:00',
    validUntil: '2027-01-01T00:00:00+08:00',
    basis: ['CN-LAW:57'],
    instruments: { commitment: 'sha256:c', agreement: 'sha256:a' },
    status: 'ACTIVE',
    ...over,
  })}\n`;

function read(text: string, circumstances = here): Register {
  const reading = readRegisterYaml('register.yaml', text, circumstances);
  if (!reading.ok) throw new Error(reading.problems.map(formatProblem).join('\n'));
  return reading.register;
}

function problems(text: string, circumstances = here): readonly string[] {
  const reading = readRegisterYaml('register.yaml', text, circumstances);
  return reading.ok ? [] : reading.problems.map(formatProblem);
}

test('a register is what composition needs to know', () => {
  const view: RegisterView = read(base);
  expect(view.organisations.map(({ id, subgraphs }) => [id, subgraphs])).toEqual([
    ['45-PSB', ['population']],
    ['45-CIV', null],
    ['GX-APP', null],
    ['45-BDA', null],
  ]);
});

test('a grant is read with its times as instants', () => {
  expect(read(base + grant()).grants).toEqual([
    {
      id: 'G-1',
      kind: 'SHARE',
      provider: '45-PSB',
      recipient: '45-CIV',
      fields: ['Person.idNumber'],
      purposes: ['aid.check'],
      methods: ['QUERY'],
      scenario: '窗口核验',
      scope: { regionCode: ['450100'] },
      processors: [],
      issuedBy: '45-BDA',
      validFrom: Date.UTC(2025, 11, 31, 16),
      validUntil: Date.UTC(2026, 11, 31, 16),
      basis: ['CN-LAW:57'],
      instruments: { commitment: 'sha256:c', agreement: 'sha256:a' },
      status: 'ACTIVE',
    },
  ]);
});

test('listing `a.b` makes `a` known, and nothing below', () => {
  expect([...read(base).purposes].sort()).toEqual(['aid', 'aid.check', 'research']);
  expect(read(base).purposeTree[1]).toEqual({ code: 'research', name: { zh: 'research', en: 'research' }, dpv: null });
});

test('a client has method QUERY and no purposes unless it says otherwise', () => {
  const text = `${base}clients:\n  - { id: desk, organisation: "45-CIV", route: SHARE, purposes: [aid], issuer: "https://a.example" }\n  - { id: anonymous, route: OPEN }\n`;
  expect(read(text).clients).toEqual([
    {
      id: 'desk',
      organisation: '45-CIV',
      route: 'SHARE',
      purposes: ['aid'],
      methods: ['QUERY'],
      issuer: 'https://a.example',
    },
    { id: 'anonymous', organisation: null, route: 'OPEN', purposes: [], methods: ['QUERY'], issuer: null },
  ]);
});

test('records that claims rest on are read, and state nothing that they do not', () => {
  const text = `
evidence:
  - { id: E-1, kind: DEIDENTIFICATION, owner: "45-PSB", coordinate: "Person.idNumber", technique: "id-number", classes: { share: UNCONDITIONAL } }
  - { id: E-2, kind: CONSENT, owner: "45-PSB", coordinate: "Person.phone", holder: "H", instrument: "I", classes: { open: CONDITIONAL } }
  - { id: E-3, kind: DECLASSIFICATION, owner: "45-PSB", coordinate: "Person.x", organ: "O", instrument: "I", classes: {} }
releases:
  - { id: R-1, owner: "45-TAX", from: ["Person.income"], to: "Person.eligible", transform: PREDICATE, signedBy: "45-TAX" }
reviews:
  - { subgraph: geography, sdlHash: "sha256:${'0'.repeat(64)}", reviewedBy: "45-BDA" }
`;
  const { evidence, releases, reviews } = read(text);
  expect(evidence.map(({ technique, holder, organ, instrument }) => [technique, holder, organ, instrument])).toEqual([
    ['id-number', null, null, null],
    [null, 'H', null, 'I'],
    [null, null, 'O', 'I'],
  ]);
  expect(releases[0]).toMatchObject({ id: 'R-1', sdlHash: null });
  expect(reviews).toHaveLength(1);
});

test('an empty register is one, and cannot be changed', () => {
  const register = read('{}');
  expect(register.grants).toEqual([]);
  expect(Object.isFrozen(register)).toBe(true);
  expect(Object.isFrozen(read(base + grant()).grants[0]?.fields)).toBe(true);
});

test.each([
  [
    'a grant of an unknown organisation',
    base + grant({ provider: '45-XXX' }),
    ':10: `grants.0.provider`: organisation `45-XXX` is not registered',
  ],
  ['a grant to an unknown organisation', base + grant({ recipient: '45-XXX' }), '`grants.0.recipient`'],
  [
    'a grant for an unknown purpose',
    base + grant({ purposes: ['aid.check', 'aid.other'] }),
    '`grants.0.purposes.1`: purpose `aid.other` is unknown',
  ],
  [
    'a grant without purposes',
    base + grant({ purposes: [] }),
    '`grants.0.purposes`: a SHARE grant states its purposes',
  ],
  ['a grant without scenario', base + grant({ scenario: ' ' }), '`grants.0.scenario`'],
  ['a grant without basis', base + grant({ basis: [] }), '`grants.0.basis`'],
  ['a grant without scope', base + grant({ scope: undefined }), '`grants.0.scope`'],
  ['a grant whose scope is a word', base + grant({ scope: 'SOME' }), '`grants.0.scope`'],
  [
    'a grant with an empty scope',
    base + grant({ scope: {} }),
    '`grants.0.scope`: a scope that names no field limits nothing',
  ],
  [
    'a grant with a scope without values',
    base + grant({ scope: { regionCode: [] } }),
    'a scope without values admits no row',
  ],
  [
    'a grant with a number in its scope',
    base + grant({ scope: { regionCode: [450100] } }),
    '`grants.0.scope.regionCode.0`: expected a text',
  ],
  ['a grant without status', base + grant({ status: undefined }), '`grants.0.status`: expected'],
  ['a grant of unknown status', base + grant({ status: 'active' }), '`grants.0.status`'],
  ['a grant without fields', base + grant({ fields: [] }), 'a grant names at least one field'],
  [
    'a grant for something that is no field',
    base + grant({ fields: ['Person'] }),
    '`grants.0.fields.0`: expected `Type.field`',
  ],
  ['a grant without methods', base + grant({ methods: [] }), 'a grant admits at least one method'],
  ['a grant by an unknown method', base + grant({ methods: ['READ'] }), '`grants.0.methods.0`'],
  ['a grant without offset', base + grant({ validFrom: '2026-01-01T00:00:00' }), 'expected a time with its offset'],
  ['a grant from a day', base + grant({ validFrom: '2026-01-01' }), 'expected a time with its offset'],
  [
    'a grant that ends before it begins',
    base + grant({ validUntil: '2026-01-01T00:00:00+08:00' }),
    '`grants.0.validUntil`: a grant ends after it begins',
  ],
  ['a grant with an unknown key', base + grant({ field: 'x' }), 'unknown key `field`'],
  [
    'an OPEN grant without agreement',
    base + grant({ kind: 'OPEN', instruments: { commitment: 'c' } }),
    '`grants.0.instruments.agreement`: an OPEN grant needs the agreement',
  ],
  [
    'an OPEN grant without commitment',
    base + grant({ kind: 'OPEN', instruments: { agreement: 'a' } }),
    '`grants.0.instruments.commitment`',
  ],
  [
    'a processor without instrument',
    base + grant({ processors: [{ organisation: 'GX-APP' }] }),
    '`instrument` is missing',
  ],
  [
    'two grants with one id',
    base + grant() + grant().replace('grants:\n', ''),
    ':11: `grants.1.id`: `G-1` stands twice',
  ],
  [
    'a client without organisation',
    `${base}clients:\n  - { id: desk, route: SHARE }`,
    ':10: `clients.0`: client `desk` has no organisation',
  ],
  [
    'a client of an unknown organisation',
    `${base}clients: [{ id: desk, organisation: X, route: SHARE }]`,
    '`clients.0.organisation`',
  ],
  [
    'a client with an unknown purpose',
    `${base}clients: [{ id: desk, organisation: "45-CIV", route: SHARE, purposes: [x] }]`,
    '`clients.0.purposes.0`: purpose `x` is unknown',
  ],
  ['a client without route', `${base}clients: [{ id: desk, organisation: "45-CIV" }]`, '`clients.0.route`'],
  [
    'an anonymous client with organisation',
    `${base}clients: [{ id: anonymous, organisation: "45-CIV", route: OPEN }]`,
    '`clients.0.organisation`: `anonymous` has no organisation',
  ],
  [
    'an anonymous client on the share route',
    `${base}clients: [{ id: anonymous, route: SHARE }]`,
    '`clients.0.route`: `anonymous` asks by route `OPEN`',
  ],
  [
    'an organisation called as an object inwardly is',
    'organisations: [{ id: __proto__, kind: GOV_DEPT, level: CITY, region: "450100" }]',
    '`organisations.0.id`',
  ],
  [
    'an organisation of unknown kind',
    'organisations: [{ id: A, kind: COMPANY, level: CITY, region: "450100" }]',
    '`organisations.0.kind`',
  ],
  [
    'a region that is no code',
    'organisations: [{ id: A, kind: GOV_DEPT, level: CITY, region: "45010" }]',
    '`organisations.0.region`',
  ],
  [
    'a subgraph of two organisations',
    'organisations:\n  - { id: A, kind: GOV_DEPT, level: CITY, region: "45", subgraphs: [x] }\n  - { id: B, kind: GOV_DEPT, level: CITY, region: "45", subgraphs: [x] }',
    ':3: `organisations.1.subgraphs.0`: subgraph `x` already speaks for `A`',
  ],
  ['a purpose with a comma', 'purposes: [{ code: "a,b" }]', '`purposes.0.code`'],
  [
    'evidence of unknown kind',
    'evidence: [{ id: E, kind: RUMOUR, owner: A, coordinate: T.f, classes: {} }]',
    '`evidence.0',
  ],
  [
    'consent without holder',
    'evidence: [{ id: E, kind: CONSENT, owner: A, coordinate: T.f, instrument: I, classes: {} }]',
    '`holder` is missing',
  ],
  [
    'a release without sources',
    'releases: [{ id: R, owner: A, from: [], to: T.f, transform: PREDICATE, signedBy: A }]',
    'at least one source',
  ],
  [
    'a review for every SDL',
    'reviews: [{ subgraph: a, sdlHash: "*", reviewedBy: A }]',
    'expected `sha256:` and 64 hex digits',
  ],
  ['an unknown part', 'grant: []', ':1: `grant`: unknown key `grant`'],
])('%s is refused', (_what, text, message) => {
  const found = problems(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(message);
});

test('an OPEN grant need not state purposes, scenario or basis', () => {
  const open = base + grant({ kind: 'OPEN', recipient: 'GX-APP', purposes: [], scenario: '', basis: [], scope: 'ALL' });
  expect(read(open).grants[0]).toMatchObject({ kind: 'OPEN', purposes: [], scope: 'ALL' });
});

test('a SHARE client of a non-public organisation has the right shape: composition has the word on it', () => {
  expect(problems(`${base}clients: [{ id: app, organisation: GX-APP, route: SHARE }]`)).toEqual([]);
});

test('an authority or a processor that is not registered is doubtful', () => {
  const text = base + grant({ issuedBy: '45-ABD', processors: [{ organisation: 'GX-CLOUD', instrument: 'contract' }] });
  const reading = readRegisterYaml('register.yaml', text, here);
  expect(reading.ok && reading.warnings.map(formatProblem)).toEqual([
    'register.yaml:10: `grants.0.issuedBy`: organisation `45-ABD` is not registered: list it, or correct its name',
    'register.yaml:10: `grants.0.processors.0.organisation`: organisation `GX-CLOUD` is not registered: list it, or correct its name',
  ]);
});

test('with several issuers every client but `anonymous` names its own', () => {
  const text = `${base}clients:\n  - { id: anonymous, route: OPEN }\n  - { id: desk, organisation: "45-CIV", route: SHARE }`;
  expect(problems(text, { ...here, issuers: 2 })).toEqual([
    'register.yaml:11: `clients.1`: client `desk` names no issuer: with several configured, each client names its own',
  ]);
});

describe('`Type.*`', () => {
  const text = base + grant({ fields: ['Person.*', 'Person.name', 'Household.size', 'Nothing.*'] });
  const coordinates = ['Person.pid', 'PersonCard.id', 'Person.name', 'Household.size', 'Household.head'];

  test('is spelled out at start, with a warning', () => {
    const { register, warnings } = expandGrantFields(read(text), coordinates);
    expect(register.grants[0]?.fields).toEqual(['Person.name', 'Person.pid', 'Household.size']);
    expect(warnings).toEqual([
      'grant `G-1` names `Person.*`: list the 2 fields that it is for (production refuses it)',
      'grant `G-1` names `Nothing.*`, a type without fields: correct its name',
    ]);
    expect(expandGrantFields(register, [...coordinates, 'Person.added']).register).toEqual(register);
  });

  test('is refused in production', () => {
    const found = problems(text, { ...here, production: true });
    expect(found).toHaveLength(2);
    expect(found[0]).toContain('`grants.0.fields.0`: `Person.*` is refused in production');
  });
});
