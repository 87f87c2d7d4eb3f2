/**
 * INVARIANT: whatever is not known to be answered by @apollo/server with the operation's own answer goes to it. So the short way round it
 * answers byte for byte as the way through it does, whatever is asked and however; both are asked the same, over real HTTP.
 */
import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { straightPath } from '../../../gateway/server/straight-path';
import type { GraphqlRequest } from '../../../gateway/server/graphql-request';
import { startTown, type Town } from '../../support/lawful-town';
import { buildSchema, parse } from 'graphql';

interface Asked {
  readonly method: 'POST' | 'GET';
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

let town: Town;
let desk = '';
beforeAll(async () => {
  town = await startTown({
    yaml: `listen: { port: 0 }\nidentity: { development: true }\nlimits: { tokens: 200, aliases: 3 }\n`,
  });
  desk = await town.token('desk');
});
afterAll(() => town.stop());

const operations = [
  '{ people { region nickname } }',
  '{ people { nickname card { number } } }',
  'query A { people { region } } query B { people { nickname } }',
  'query A($pid: ID!) { person(pid: $pid) { name idNumber } }',
  'query A($pid: ID! = "P-1", $with: Boolean = true) { person(pid: $pid) { name @include(if: $with) income } }',
  'mutation { rename(pid: "P-1", nickname: "x") { nickname } }',
  '{ __typename __schema { queryType { name } } }',
  '{ people { _l1: region } }',
  '{ people { nowhere } }',
  '{ people { region ',
  '{ a: people { region } b: people { region } c: people { region } d: people { region } }',
  'subscription { people { region } }',
  '',
  '   ',
];

/** The sound value mostly: where everything is odd at once, nothing is compared but refusals. */
function mostly<T>(sound: T, ...odd: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 3 * odd.length, arbitrary: fc.constant(sound) },
    { weight: odd.length, arbitrary: fc.constantFrom(...odd) },
  );
}

const bodies = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record(
        {
          query: fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom(...operations.slice(0, 5)) },
            fc.constantFrom(...operations),
          ),
          operationName: mostly<unknown>('A', null, 'B', '', 'C', 7),
          variables: mostly<unknown>(
            { pid: 'P-1' },
            ...[
              null,
              {},
              { pid: 'P-1' },
              { pid: 'P-2', with: false },
              { pid: null },
              { pid: 3 },
              { with: null },
              [],
              'x',
              5,
            ],
            ...[
              { pid: 'P-1', more: 1 },
              { pid: { a: 1 } },
              { pid: ['P-1'] },
              JSON.parse('{"pid":"P-1","__proto__":{"with":false}}'),
            ],
          ),
          extensions: mostly<unknown>(null, {}, { persistedQuery: { version: 1, sha256Hash: 'x' } }, [], 'x'),
          id: fc.constantFrom<unknown>('1', null),
        },
        { requiredKeys: ['query'] },
      )
      .map((body) => JSON.stringify(body)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'null', '[]', '{}', '"x"', '{', '[{"query":"{ __typename }"}]', '{"query":null}'),
  },
);

const requests: fc.Arbitrary<Asked> = fc
  .record({
    body: bodies,
    search: mostly('', '?', '?query={__typename}', '?token=x'),
    type: mostly<string | null>(
      'application/json',
      ...['application/json; charset=utf-8', 'application/json;charset=UTF-8'],
      ...['Application/JSON', 'application/json; charset=utf-16', 'application/json; x', 'text/plain', null],
    ),
    accept: mostly<string | null>(
      'application/json',
      ...[null, '*/*', 'application/graphql-response+json', 'text/html', 'application/*;q=0.5'],
      'application/graphql-response+json, application/json;q=0.9',
    ),
    purpose: mostly<string | null>('aid', null, 'health'),
    more: mostly<readonly (readonly [string, string])[]>(
      [],
      [['Lingqu-On-Deny', 'reject']],
      [['Lingqu-Case', 'C-1']],
      [['Lingqu-Represented-Party', 'WAT']],
      [['Lingqu-On-Deny', 'never']],
    ),
    who: mostly('desk', 'nobody', 'bad'),
  })
  .map(({ body, search, type, accept, purpose, more, who }) => ({
    ...{ method: 'POST' as const, path: `/graphql${search}`, body },
    headers: [
      ...(type === null ? [] : [['Content-Type', type] as const]),
      ...(accept === null ? [] : [['Accept', accept] as const]),
      ...(purpose === null ? [] : [['Lingqu-Purpose', purpose] as const]),
      ...(who === 'nobody' ? [] : [['Authorization', `Bearer ${who === 'desk' ? desk : 'bad'}`] as const]),
      ...more,
    ],
  }));

/** Status, headers in the order in which they came, and body, without what is new in every answer. */
async function ask({ method, path, headers, body }: Asked): Promise<string> {
  const port = Number(new URL(town.gateway.url).port);
  return new Promise((resolve, reject) => {
    const asking = httpRequest({ host: '127.0.0.1', port, method, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const raw = response.rawHeaders.map((each, index) =>
          response.rawHeaders[index - 1] === 'Date' ? 'now' : each,
        );
        resolve(
          `${String(response.statusCode)} ${raw.join('|')}\n${text}`.replace(
            /"decisionId":"[^"]*"/g,
            '"decisionId":"ID"',
          ),
        );
      });
      response.on('error', reject);
    });
    asking.on('error', reject);
    asking.setHeader('Content-Length', Buffer.byteLength(body));
    for (const [name, value] of headers) asking.setHeader(name, value);
    asking.end(body);
  });
}

/** What @apollo/server never sees again where the short way is taken: any other spelling of the type goes to it. */
function roundabout({ headers, ...asked }: Asked): Asked {
  return {
    ...asked,
    headers: headers.map(([name, value]) => [name, value.replace(/^application\/json/, 'application/JSON')] as const),
  };
}

test('both ways answer alike: status, headers and body', async () => {
  let straight = 0;
  await fc.assert(
    fc.asyncProperty(requests, async (asked) => {
      const first = await ask(asked);
      const again = await ask(asked);
      expect(again).toBe(first);
      const type = asked.headers.find(([name]) => name === 'Content-Type')?.[1] ?? '';
      if (!type.startsWith('application/json')) return;
      expect(await ask(roundabout(asked))).toBe(again);
      if (again.startsWith('200')) straight += 1;
    }),
    { numRuns: 250 },
  );
  expect(straight).toBeGreaterThan(10);
}, 120_000);

describe('what goes to @apollo/server', () => {
  const schema = buildSchema('type Query { a(x: Int): Int }');
  const text = 'query A { a }';
  const sound = {
    ...{ method: 'POST', search: '', headers: { 'content-type': 'application/json' }, body: { query: text } },
  } as unknown as GraphqlRequest;

  function taught(): ReturnType<typeof straightPath> {
    const straight = straightPath();
    straight.learnText(sound, schema, parse(text));
    straight.learnType(sound, 'application/json; charset=utf-8');
    return straight;
  }

  test('not a plain request that it has seen', () => {
    expect(taught().find(sound, schema)).toMatchObject({ operationName: null, variables: {} });
    expect(
      taught().find({ ...sound, body: { query: text, operationName: 'A', variables: { x: 1 } } }, schema),
    ).toMatchObject({ operationName: 'A', variables: { x: 1 } });
  });

  test('another schema', () => {
    expect(taught().find(sound, buildSchema('type Query { a: Int }'))).toBeNull();
  });

  test.each<[string, Partial<Record<keyof GraphqlRequest, unknown>>]>([
    ['a text that it has not seen', { body: { query: 'query A {  a }' } }],
    ['GET', { method: 'GET' }],
    ['an address with a query', { search: '?x=1' }],
    ['no media type', { headers: {} }],
    ['a media type that browsers send unasked', { headers: { 'content-type': 'text/plain' } }],
    ['a media type in another spelling', { headers: { 'content-type': 'application/json; charset=utf8' } }],
    [
      'an `Accept` that it has not chosen for',
      { headers: { 'content-type': 'application/json', accept: 'text/html' } },
    ],
    ['a batch', { body: [{ query: text }] }],
    ['no body', { body: undefined }],
    ['null', { body: null }],
    ['a persisted query', { body: { query: text, extensions: { persistedQuery: {} } } }],
    ['extensions', { body: { query: text, extensions: {} } }],
    ['variables in a text', { body: { query: text, variables: '{}' } }],
    ['variables in a list', { body: { query: text, variables: [] } }],
    ['an operation that is not there', { body: { query: text, operationName: 'B' } }],
    ['an empty name', { body: { query: text, operationName: '' } }],
    ['a name that is no text', { body: { query: text, operationName: 1 } }],
  ])('%s', (_what, change) => {
    expect(taught().find({ ...sound, ...change } as GraphqlRequest, schema)).toBeNull();
  });

  test('a document of several operations without a name', () => {
    const straight = taught();
    const several = { ...sound, body: { query: 'query A { a } query B { a }' } } as GraphqlRequest;
    straight.learnText(several, schema, parse('query A { a } query B { a }'));
    expect(straight.find(several, schema)).toBeNull();
    expect(
      straight.find({ ...several, body: { ...(several.body as object), operationName: 'B' } }, schema),
    ).not.toBeNull();
  });
});
