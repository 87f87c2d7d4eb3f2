/** An operator's story: whatever is wrong in files, requests or subgraphs gets a clear message, and what is sound goes on being served. */
import { pino } from 'pino';
import { loadConfig } from '../../gateway/server/config/load';
import { startFromConfig } from '../../gateway/server/main';
import { governed } from '../support/governed-subgraphs';
import { makeProject, money, people, type Project } from '../support/project';
import { startFederation, type FederationFixture, type RawReply } from '../support/start-federation';
import { client, organisation, type Answer, type Asking } from '../support/start-gateway';
import { lingqu } from './run-lingqu';

/** What nobody but a programmer wants to read. */
const trace = /\n\s+at |node_modules|\.ts:\d|\.js:\d|\[object Object\]|undefined/;

describe('files', () => {
  const one = (schema: string, more = ''): string =>
    `subgraphs:\n  people: { routing_url: "http://127.0.0.1:9/", schema: ${schema}${more} }\n`;
  const file = '{ file: ./people.graphql }';
  let project: Project;
  beforeEach(() => void (project = makeProject()));
  afterEach(() => project.remove());

  test.each<[what: string, name: string, text: string, says: RegExp]>([
    ['YAML that breaks off', 'supergraph.yaml', 'subgraphs: {\n', /supergraph\.yaml:\d+: /],
    ['an unknown key', 'supergraph.yaml', one(file, ', retries: 3'), /supergraph\.yaml:2: .*retries/],
    ['no subgraph', 'supergraph.yaml', 'subgraphs: {}\n', /name at least one subgraph/],
    ['an address that is none', 'supergraph.yaml', one(file).replace('http:', 'ftp:'), /supergraph\.yaml:2: .*http/],
    [
      'two subgraphs of one name',
      'supergraph.yaml',
      one(file) + one(file).split('\n')[1],
      /supergraph\.yaml:3: .*people/,
    ],
    ['Federation 1', 'supergraph.yaml', `federation_version: 1\n${one(file)}`, /:1: .*only Federation 2/],
    [
      'a missing SDL',
      'supergraph.yaml',
      one('{ file: ./none.graphql }'),
      /supergraph\.yaml:2: .*none\.graphql.*write the path/,
    ],
    [
      'a variable that is not set',
      'supergraph.yaml',
      one('{ file: "./${env.LINGQU_NO_SUCH}.graphql" }'),
      /supergraph\.yaml:2: .*LINGQU_NO_SUCH/,
    ],
    [
      'an unreachable subgraph',
      'supergraph.yaml',
      one('{ subgraph_url: "http://127.0.0.1:9/" }'),
      /supergraph\.yaml:2: .*cannot reach.*start the subgraph/,
    ],
    ['an unknown key', 'register.yaml', 'organisations: []\nofficers: []\n', /register\.yaml:2: .*officers/],
    [
      'a client of nobody',
      'register.yaml',
      'clients:\n  - { id: x, organisation: NO, route: SHARE }\n',
      /register\.yaml:2: .*NO/,
    ],
    ['a port that is none', 'lingqu.yaml', 'listen: { port: 70000 }\n', /lingqu\.yaml:1: .*port/],
    ['an overlay of nobody', 'lingqu.yaml', 'overlays: { parks: { file: ./p.graphql } }\n', /parks/],
  ])('%s in %s: neither `check` nor `serve` goes on, with file, line and remedy', async (_what, name, text, says) => {
    project.write(name, text);
    for (const command of ['check', 'serve']) {
      const { code, out, error } = await lingqu(command, '--config', project.config);
      expect([command, code, out, error]).toEqual([command, 2, '', expect.stringMatching(says)]);
      expect(error).not.toMatch(trace);
    }
  });

  test.each<[what: string, name: string, text: string, says: RegExp]>([
    ['SDL that breaks off', 'people.graphql', 'type Query {', /COMPOSITION|SYNTAX/i],
    ['types that do not fit', 'money.graphql', money.replace('income: Int', 'income: Int pid2: ID @external'), /pid2/],
    ['a finding', 'people.graphql', people.replace(', basis: ["LAW"]', ''), /GX3104 Person\.pid|GX3104 Query\.person/],
  ])('%s: `serve` says it, and does not start', async (_what, name, text, says) => {
    project.write(name, text);
    const { code, out, error } = await lingqu('serve', '--config', project.config);
    expect([code, out, error]).toEqual([1, '', expect.stringMatching(says)]);
    expect(error).not.toMatch(trace);
  });

  test('a running gateway keeps what was sound, whatever its files become, and takes over what is sound again', async () => {
    const reading = loadConfig(project.config, {});
    if (!reading.ok) throw new Error('the project is sound');
    const said: string[] = [];
    const log = pino({}, { write: (line: string) => void said.push(line) });
    const gateway = await startFromConfig(reading.config, { log, plan: 'in-process', onBroken: () => undefined });
    const names = async (): Promise<unknown> => {
      const query = '{ __type(name: "Person") { fields { name } } }';
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return ((await response.json()) as { data: unknown }).data;
    };
    try {
      const sound = await names();
      const good = one(file) + '  money: { routing_url: "http://127.0.0.1:9/", schema: { file: ./money.graphql } }\n';
      for (const bad of [
        'subgraphs: {',
        good + good,
        one('{ file: ./none.graphql }'),
        one('{ subgraph_url: "http://127.0.0.1:9/" }'),
      ]) {
        project.write('supergraph.yaml', bad);
        expect(await gateway.reload()).toBe(false);
        expect(await names()).toEqual(sound);
      }
      expect(said.join('')).toMatch(/supergraph\.yaml:\d/);
      expect(said.join('')).not.toContain('node_modules');
      project.write('supergraph.yaml', good);
      expect(await gateway.reload()).toBe(true);
    } finally {
      await gateway.stop();
    }
  });
});

describe('requests and subgraphs', () => {
  const labels = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';
  let fixture: FederationFixture;
  beforeAll(async () => {
    fixture = await startFederation({
      subgraphs: [
        {
          name: 'town',
          sdl: governed(
            'A',
            `type Query ${labels} { town: Town } type Town @key(fields: "id") ${labels} { id: ID! name: String twin: Town }`,
          ),
          resolvers: { Query: { town: () => ({ id: '1', name: '南宁' }) } },
        },
        {
          name: 'weather',
          sdl: governed(
            'B',
            `type Town @key(fields: "id") ${labels} { id: ID! celsius: Int }`,
            '@consumes(fields: ["Town.id", "Query.town", "Town.twin"], purpose: "work")',
          ),
          resolvers: { Town: { __resolveReference: (reference: object) => ({ ...reference, celsius: 31 }) } },
        },
      ],
      register: { organisations: [organisation('A'), organisation('B')], clients: [client('desk', 'A')] },
      yaml: 'listen: { port: 0 }\nidentity: { development: true }\nsubgraphs: { timeoutMs: 500 }\nlimits: { depth: 5, aliases: 4, rootFields: 3, tokens: 60, bodyBytes: 4000 }\n',
    });
  });
  afterAll(() => fixture.stop());
  afterEach(() => fixture.tamper(null));

  const query = '{ town { name celsius } }';
  const codes = ({ body }: Answer): unknown[] => (body.errors ?? []).map(({ extensions }) => extensions['code']);
  const soundAnswer = async (): Promise<void> => {
    const { status, body } = await fixture.ask(query);
    expect([status, body.data, body.errors]).toEqual([200, { town: { name: '南宁', celsius: 31 } }, undefined]);
  };

  test.each<[what: string, query: string, asking: () => Asking | Promise<Asking>, status: number, code: string]>([
    ['a token that is none', query, () => ({ headers: { authorization: 'Bearer nonsense' } }), 401, 'UNAUTHENTICATED'],
    ['another scheme', query, () => ({ headers: { authorization: 'Basic eDp5' } }), 401, 'UNAUTHENTICATED'],
    [
      'an expired token',
      query,
      async () => ({ headers: { authorization: `Bearer ${await fixture.token('desk', { ttl: -600 })}` } }),
      401,
      'UNAUTHENTICATED',
    ],
    ['an unknown client', query, () => ({ as: 'nobody', purpose: 'work' }), 403, 'CLIENT_UNKNOWN'],
    ['an unknown purpose', query, () => ({ as: 'desk', purpose: 'curiosity' }), 403, 'PURPOSE_NOT_ALLOWED'],
    ['wrong syntax', '{ town { name ', () => ({}), 400, 'GRAPHQL_PARSE_FAILED'],
    ['no query', '', () => ({}), 400, 'BAD_REQUEST'],
    ['an unknown field', '{ town { nam } }', () => ({}), 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of another type',
      'query ($a: Boolean!) { town { name @include(if: $a) } }',
      () => ({ variables: { a: 'x' } }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'too deep an operation',
      '{ town { twin { twin { twin { twin { name } } } } } }',
      () => ({}),
      400,
      'LIMIT_EXCEEDED',
    ],
    ['too many aliases', '{ a: town { b: name c: name d: name e: name } }', () => ({}), 400, 'LIMIT_EXCEEDED'],
    [
      'too many root fields',
      '{ town { id } __typename a: town { id } b: town { id } }',
      () => ({}),
      400,
      'LIMIT_EXCEEDED',
    ],
    ['too many tokens', `{ town { ${'name '.repeat(80)}} }`, () => ({}), 400, 'LIMIT_EXCEEDED'],
    ['too long a body', `{ town { name } } #${'x'.repeat(5_000)}`, () => ({}), 413, 'PAYLOAD_TOO_LARGE'],
  ])('%s is refused with a code, without data, and reaches no subgraph', async (_what, asked, asking, status, code) => {
    const before = fixture.captured.length;
    const answer = await fixture.ask(asked, await asking());
    expect([answer.status, codes(answer)]).toEqual([status, [code]]);
    expect(answer.body).not.toHaveProperty('data');
    expect(answer.body.errors?.[0]?.message).not.toBe('');
    expect(answer.text).not.toMatch(trace);
    expect(fixture.captured).toHaveLength(before);
    await soundAnswer();
  });

  const json = { 'content-type': 'application/json' };
  const sentinel = 'sentinel-of-the-subgraph';
  test.each<[what: string, reply: () => RawReply | Promise<RawReply>, code: string]>([
    [
      'HTML',
      () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: `<p>${sentinel}</p>` }),
      'SUBGRAPH_ERROR',
    ],
    [
      '500 with words',
      () => ({ status: 500, headers: json, body: `{"errors":[{"message":"${sentinel}"}]}` }),
      'SUBGRAPH_ERROR',
    ],
    ['half a body', () => ({ status: 200, headers: json, body: `{"data":{"${sentinel}` }), 'SUBGRAPH_ERROR'],
    [
      'an error with a trace',
      () => ({
        status: 200,
        headers: json,
        body: JSON.stringify({
          data: null,
          errors: [{ message: sentinel, extensions: { stacktrace: [`at ${sentinel}`] } }],
        }),
      }),
      'SUBGRAPH_ERROR',
    ],
    [
      'something else',
      () => ({ status: 200, headers: json, body: `{"data":{"_entities":"${sentinel}"}}` }),
      'SUBGRAPH_ERROR',
    ],
    ['nothing: it hangs up', () => Promise.reject(new Error(sentinel)), 'SUBGRAPH_UNAVAILABLE'],
    ['nothing: it keeps us waiting', () => new Promise(() => undefined), 'SUBGRAPH_TIMEOUT'],
  ])(
    'a subgraph that answers %s costs its own part; its words reach neither client nor log',
    async (_what, reply, code) => {
      fixture.tamper(({ subgraph }, honest) => (subgraph === 'weather' ? reply() : honest));
      const answer = await fixture.ask(query);
      expect([answer.status, answer.body.data, codes(answer)]).toEqual([
        200,
        { town: { name: '南宁', celsius: null } },
        [code],
      ]);
      expect(answer.body.errors?.[0]).toMatchObject({ path: ['town'], extensions: { subgraph: 'weather' } });
      expect(answer.text).not.toMatch(trace);
      expect(answer.text + fixture.logText() + fixture.serverLog.join('')).not.toContain(sentinel);
      fixture.tamper(null);
      await soundAnswer();
    },
  );
});
