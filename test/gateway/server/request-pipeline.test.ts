/** The whole pipeline over a small federation: what is answered, what is refused, what the log says, and when. */
import { createHash } from 'node:crypto';
import { AuditUnavailable, type AuditLog } from '../../../gateway/audit/audit-log';
import type { Grant } from '../../../gateway/policy/grant';
import { governed } from '../../support/governed-subgraphs';
import { grant } from '../../support/hand-made-supergraph';
import { startFederation, type FederationFixture, type StatedSubgraph } from '../../support/start-federation';
import { client, organisation, type Answer } from '../../support/start-gateway';

const persons = [
  { pid: 'P-1', name: '韦示例', idNumber: '450103199001011234', nickname: 'sentinel-nickname', regionCode: '450103' },
  { pid: 'P-2', name: '黄样本', idNumber: '450203199001011234', nickname: null, regionCode: '450203' },
];

const population: StatedSubgraph = {
  name: 'population',
  sdl: governed(
    'PSB',
    `type Query {
       person(pid: ID! @influences(fields: ["Person.pid"])): Person @share(class: "UNCONDITIONAL")
       people: [Person] @share(class: "UNCONDITIONAL")
     }
     type Mutation { touch(pid: ID! @influences(fields: ["Person.pid"])): Person }
     type Person @key(fields: "pid") @subject(kind: "PERSON", key: "pid") @scope(by: "regionCode", kind: "REGION") {
       pid: ID! @share(class: "UNCONDITIONAL")
       name: String @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")
       idNumber: String @deidentified(technique: "id-number", share: "UNCONDITIONAL", evidence: "E-1")
       nickname: String
       regionCode: String @share(class: "UNCONDITIONAL")
     }`,
    `@defaults(share: "CONDITIONAL", open: "NONE", basis: ["LAW"], reason: ["PRIVACY"], conditions: ["C"], scope: ["REGION"], purposes: ["aid"])`,
  ),
  resolvers: {
    Query: { person: (_source: unknown, { pid }: { pid: string }) => byPid(pid), people: () => persons },
    Mutation: { touch: (_source: unknown, { pid }: { pid: string }) => byPid(pid) },
    Person: { __resolveReference: ({ pid }: { pid: string }) => byPid(pid) },
  },
};

const tax: StatedSubgraph = {
  name: 'tax',
  sdl: governed(
    'TAX',
    `type Person @key(fields: "pid") { pid: ID! income: Int @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL") }`,
    `@consumes(fields: ["Person.pid", "Query.person", "Query.people", "Mutation.touch"], purpose: "aid", grant: "G-TAX")`,
  ),
  resolvers: { Person: { __resolveReference: (reference: object) => ({ ...reference, income: 4_200 }) } },
};

function sdlHash(sdl: string): string {
  return `sha256:${createHash('sha256').update(sdl).digest('hex')}`;
}

function byPid(pid: string): unknown {
  return persons.find((person) => person.pid === pid) ?? null;
}

const deskGrant: Grant = grant({
  id: 'G-DESK',
  provider: 'PSB',
  recipient: 'CIV',
  fields: ['Person.nickname'],
  purposes: ['aid'],
  validUntil: 4_000_000_000_000,
});
const mutateGrant: Grant = { ...deskGrant, id: 'G-TOUCH', fields: ['Mutation.touch'], methods: ['MUTATE'] };

let fixture: FederationFixture;
let grants: Grant[];
let audit: AuditLog | undefined;

async function start(yaml?: string): Promise<FederationFixture> {
  fixture = await startFederation({
    subgraphs: [population, tax],
    register: {
      organisations: ['PSB', 'TAX', 'CIV'].map((id) => organisation(id)),
      purposes: new Set(['aid']),
      clients: [
        client('desk', 'CIV', { purposes: ['aid'] }),
        client('reader', 'CIV', { purposes: ['aid'], methods: ['QUERY'] }),
        client('revenue', 'TAX', { purposes: ['aid'] }),
      ],
      grants,
      reviews: [{ subgraph: 'population', sdlHash: sdlHash(population.sdl), reviewedBy: 'BDA' }],
      evidence: [
        {
          id: 'E-1',
          kind: 'DEIDENTIFICATION',
          owner: 'PSB',
          coordinate: 'Person.idNumber',
          technique: 'id-number',
          classes: { share: 'UNCONDITIONAL' },
          holder: null,
          organ: null,
          instrument: null,
        },
      ],
    },
    ...(yaml === undefined ? {} : { yaml }),
    options: audit === undefined ? {} : { audit },
  });
  return fixture;
}

beforeEach(() => {
  grants = [deskGrant, mutateGrant];
  audit = undefined;
});
afterEach(() => fixture.stop());

const desk = { as: 'desk', purpose: 'aid' };
const entries = (kind: string): Record<string, unknown>[] => fixture.entries().filter((entry) => entry.kind === kind);
const codes = (answer: Answer): unknown[] => (answer.body.errors ?? []).map(({ extensions }) => extensions.code);

test('permitted, masked and denied stand side by side, each with its reason', async () => {
  grants = [];
  await start();
  const answer = await fixture.ask('{ p: person(pid: "P-1") { name idNumber n: nickname } }', desk);
  expect(answer.status).toBe(200);
  expect(answer.body.data).toEqual({ p: { name: '韦示例', idNumber: '450103************', n: null } });
  const { decisionId } = answer.body.extensions?.lingqu as { decisionId: string };
  expect(answer.body.errors).toEqual([
    {
      message: '`Person.nickname` needs a grant; apply for access',
      path: ['p', 'n'],
      extensions: {
        code: 'GRANT_REQUIRED',
        coordinate: 'Person.nickname',
        article: '34',
        decisionId,
        position: ['p', 'n'],
      },
    },
  ]);
  expect(answer.body.extensions?.lingqu).toEqual({
    decisionId,
    policyEpoch: 1,
    notices: [],
    obligations: [
      {
        position: ['p', 'idNumber'],
        coordinate: 'Person.idNumber',
        mask: 'id-number',
        noOnwardTransfer: false,
        grant: null,
        purpose: 'aid',
      },
    ],
  });
});

test('what is denied is fetched from nobody', async () => {
  grants = [];
  await start();
  await fixture.ask('{ person(pid: "P-1") { name nickname } }', desk);
  expect(fixture.captured.map(({ request }) => request).join()).not.toContain('nickname');
});

test('the path of a denial ends at the first list, whether or not there are rows', async () => {
  grants = [];
  await start();
  const answer = await fixture.ask('{ people { nickname name } }', desk);
  expect(answer.body.errors?.map(({ path, extensions }) => [path, extensions.position])).toEqual([
    [['people'], ['people', 'nickname']],
  ]);
});

test('under a scoped grant rows outside are withheld, and a notice stands always', async () => {
  grants = [{ ...deskGrant, scope: { regionCode: ['450100'] } }];
  await start();
  const answer = await fixture.ask('{ people { nickname name } }', desk);
  expect(answer.body.data).toEqual({
    people: [
      { nickname: 'sentinel-nickname', name: '韦示例' },
      { nickname: null, name: '黄样本' },
    ],
  });
  expect((answer.body.extensions?.lingqu as { notices: unknown }).notices).toEqual([
    { code: 'SCOPE_LIMITED', position: ['people', 'nickname'] },
  ]);
});

test('`Lingqu-On-Deny: reject` refuses the operation: 403, no data, and nothing is fetched', async () => {
  grants = [];
  await start();
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    const answer = await fixture.ask('{ person(pid: "P-1") { name nickname } }', {
      ...desk,
      headers: { 'lingqu-on-deny': 'reject', accept },
    });
    expect(answer.status).toBe(403);
    expect(answer.body).not.toHaveProperty('data');
    expect(answer.body.errors?.[0]).toMatchObject({
      extensions: { code: 'GRANT_REQUIRED', coordinate: 'Person.nickname', article: '34' },
    });
    expect(answer.body.errors?.[0]).not.toHaveProperty('path');
  }
  expect(fixture.captured).toEqual([]);
  expect(entries('deny')).toHaveLength(2);
  expect(entries('deny')[0]).toMatchObject({ outcome: 'refused', reasons: ['GRANT_REQUIRED'], released: [] });
});

test.each([
  ['a purpose that nobody knows', { as: 'desk', purpose: 'other' }, '{ people { name } }', 403, 'PURPOSE_NOT_ALLOWED'],
  [
    'a method that the client has not',
    { as: 'reader', purpose: 'aid' },
    'mutation { touch(pid: "P-1") { name } }',
    403,
    'METHOD_NOT_ALLOWED',
  ],
  ['a client that nobody knows', { as: 'nobody', purpose: 'aid' }, '{ people { name } }', 403, 'CLIENT_UNKNOWN'],
  ['a broken token', { headers: { authorization: 'Bearer x.y.z' } }, '{ people { name } }', 401, 'UNAUTHENTICATED'],
  ['a name that does not exist', desk, '{ peopel { name } }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'an operation that is not there',
    { ...desk, operationName: 'B' },
    'query A { people { name } }',
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  ['a reserved alias', desk, '{ _l1: people { name } }', 400, 'GRAPHQL_VALIDATION_FAILED'],
])('%s is refused', async (_name, asking, query, status, code) => {
  await start();
  const answer = await fixture.ask(query, asking);
  expect([answer.status, codes(answer)]).toEqual([status, [code]]);
  expect(answer.body).not.toHaveProperty('data');
  expect(answer.text).not.toMatch(/did you mean/i);
  expect(fixture.captured).toEqual([]);
});

test('anonymous callers get what is openly unconditional, and are told what is not', async () => {
  await start();
  const answer = await fixture.ask('{ people { name } }');
  expect(answer.body.data).toEqual({ people: null });
  expect(codes(answer)).toEqual(['NOT_OPEN']);
});

test('a mutation is in the log before it is sent, and all or nothing', async () => {
  await start();
  let logged: unknown[] = [];
  fixture.tamper((_asked, reply) => {
    logged = fixture.entries().map(({ kind }) => kind);
    return reply;
  });
  const denied = await fixture.ask('mutation { touch(pid: "P-1") { name nickname } }', desk);
  expect([denied.status, codes(denied)]).toEqual([403, ['METHOD_NOT_ALLOWED']]);
  expect(fixture.captured).toEqual([]);
  const done = await fixture.ask('mutation { touch(pid: "P-1") { name } }', desk);
  expect(done.body).toMatchObject({ data: { touch: { name: '韦示例' } } });
  expect(logged).toContain('intent');
  expect(logged).not.toContain('access');
});

test('values that go to another organisation are in the log before they go, and who they are about, with the receiver', async () => {
  await start();
  let logged: unknown[] = [];
  fixture.tamper(({ subgraph }, reply) => {
    if (subgraph === 'tax') logged = fixture.entries().map(({ kind }) => kind);
    return reply;
  });
  const answer = await fixture.ask('{ person(pid: "P-1") { income } }', { as: 'revenue', purpose: 'aid' });
  expect(answer.body.data).toEqual({ person: { income: 4_200 } });
  expect(logged).toContain('intent');
  const [access] = entries('access');
  expect(access?.flows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ from: 'PSB', toSubgraph: 'tax', toOrganisation: 'TAX', coordinate: 'Person.pid' }),
    ]),
  );
  expect(access?.subgraphs).toEqual(['population', 'tax']);
  expect((access?.keyBlock as { bytes: number }).bytes).toBeGreaterThan(40);
});

test('every released value is counted in the log, and the log holds none of them, nor any word of the client', async () => {
  await start();
  const query = '{ secretAlias: people { name idNumber nickname } }';
  const answer = await fixture.ask(query, { ...desk, headers: { 'lingqu-case': 'case-sentinel-77' } });
  expect(answer.body.errors).toBeUndefined();
  const [access] = entries('access');
  const shape = entries('shape').find((entry) => entry.shape === access?.shape);
  const fields = shape?.fields as { position: string; coordinate: string; decision: string }[];
  expect(fields.map(({ position, decision }) => [position, decision])).toEqual([
    ['people', 'permit'],
    ['people.name', 'permit'],
    ['people.idNumber', 'mask'],
    ['people.nickname', 'permit'],
  ]);
  expect(access).toMatchObject({
    outcome: 'released',
    client: 'desk',
    organisation: 'CIV',
    purpose: 'aid',
    grants: ['G-DESK'],
    counts: { Query: 1, Person: 2 },
    released: expect.arrayContaining([{ type: 'Person', rows: 2, fields: '0e', masked: '04' }]) as unknown,
  });
  const text = fixture.logText() + fixture.serverLog.join('');
  for (const word of ['secretAlias', 'sentinel', 'P-1', '450103', Buffer.from('韦').toString('latin1')]) {
    expect(text).not.toContain(word);
  }
});

test('INVARIANT: a grant that is suspended while its answer is being made releases nothing', async () => {
  await start();
  fixture.tamper(async (_asked, reply) => {
    await fixture.gateway.suspend('G-DESK');
    return reply;
  });
  const answer = await fixture.ask('{ person(pid: "P-1") { nickname } }', desk);
  expect([answer.status, codes(answer)]).toEqual([403, ['GRANT_SUSPENDED']]);
  expect(answer.text).not.toContain('sentinel');
  expect(
    fixture
      .entries()
      .map(({ kind, outcome }) => [kind, outcome])
      .slice(-3),
  ).toEqual([
    ['shape', undefined],
    ['access', 'released'],
    ['deny', 'withheld'],
  ]);
  expect(fixture.entries().some(({ kind }) => kind === 'suspend')).toBe(true);
});

test('INVARIANT: after a suspension no further fetch is sent', async () => {
  await start();
  fixture.tamper(async ({ subgraph }, reply) => {
    if (subgraph === 'population') await fixture.gateway.suspend('G-DESK');
    return reply;
  });
  await fixture.ask('{ person(pid: "P-1") { nickname income } }', desk);
  expect(fixture.captured.map(({ subgraph }) => subgraph)).toEqual(['population']);
});

test('a suspended grant is in force again once it is restored', async () => {
  await start();
  const query = '{ person(pid: "P-1") { nickname } }';
  await fixture.gateway.suspend('G-DESK');
  expect(codes(await fixture.ask(query, desk))).toEqual(['GRANT_SUSPENDED']);
  await fixture.gateway.restore('G-DESK');
  expect((await fixture.ask(query, desk)).body.data).toEqual({ person: { nickname: 'sentinel-nickname' } });
});

test('what cannot be logged is not released: 503, without data', async () => {
  let failing = false;
  audit = {
    append: () => (failing ? Promise.reject(new AuditUnavailable('no', 7)) : Promise.resolve(0)),
    available: () => true,
    close: () => Promise.resolve(),
  };
  await start();
  failing = true;
  const answer = await fixture.ask('{ people { name } }', desk);
  expect([answer.status, codes(answer), answer.headers.get('retry-after')]).toEqual([503, ['AUDIT_UNAVAILABLE'], '7']);
  expect(answer.text).not.toContain('韦');
});

test.each([
  ['HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>sentinel</p>' }, 'SUBGRAPH_ERROR'],
  ['an error 500', { status: 500, headers: { 'content-type': 'application/json' }, body: '{}' }, 'SUBGRAPH_ERROR'],
  [
    'half a body',
    { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":{' },
    'SUBGRAPH_ERROR',
  ],
  ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:9/' }, body: '' }, 'SUBGRAPH_ERROR'],
])('a subgraph that answers %s costs its own part, and its words reach nobody', async (_name, reply, code) => {
  await start();
  fixture.tamper(({ subgraph }, honest) => (subgraph === 'tax' ? reply : honest));
  const answer = await fixture.ask('{ person(pid: "P-1") { name income } }', desk);
  expect(answer.status).toBe(200);
  expect(answer.body.data).toEqual({ person: { name: '韦示例', income: null } });
  expect(answer.body.errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
    [['person'], { code, subgraph: 'tax' }],
  ]);
  expect(answer.text).not.toContain('sentinel');
});

test('introspection is the same for everybody, knows none of our directives, and can be turned off', async () => {
  await start();
  const query = '{ __schema { directives { name } types { name } } }';
  const [mine, theirs] = [await fixture.ask(query, desk), await fixture.ask(query)];
  expect(mine.body.data).toEqual(theirs.body.data);
  expect(mine.text).not.toMatch(/"(share|open|provider|join__\w+|link__\w+)"/);
  await fixture.stop();
  await start('listen: { port: 0 }\nidentity: { development: true }\nintrospection: false\n');
  expect((await fixture.ask(query, desk)).status).toBe(400);
});
