/** What a client writes into headers decides nothing twice, hides nothing, and goes no further. */
import { request as httpRequest } from 'node:http';
import { startTown, type Town } from '../support/lawful-town';
import { denials, released } from '../support/traces';

const desk = { as: 'desk', purpose: 'aid' };
let town: Town;
beforeAll(async () => void (town = await startTown()));
beforeEach(() => town.forget());
afterAll(() => town.stop());

const query = '{ people { nickname } motto }';

/** With header lines as they are, duplicates included. */
async function raw(lines: readonly string[], search = ''): Promise<{ status: number; text: string }> {
  const authorization = `Bearer ${await town.token('desk')}`;
  return new Promise((resolve, reject) => {
    const sent = httpRequest(town.gateway.url + search, { method: 'POST' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    const names = new Map<string, string[]>([
      ['content-type', ['application/json']],
      ['authorization', [authorization]],
    ]);
    for (const line of lines) {
      const [name = '', value = ''] = line.split(/: ?(.*)/s);
      names.set(name.toLowerCase(), [...(names.get(name.toLowerCase()) ?? []), value]);
    }
    for (const [name, values] of names) sent.setHeader(name, values);
    sent.end(JSON.stringify({ query }));
  });
}

test('the surface is real: the purpose in the header opens the field', async () => {
  expect((await raw(['lingqu-purpose: aid'])).text).toContain('person-nickname-of-p1');
  expect((await raw(['lingqu-purpose: audit'])).text).not.toContain('person-nickname-of-p1');
});

test.each([
  ['two purposes', ['lingqu-purpose: aid', 'lingqu-purpose: audit'], 400],
  ['the same purpose twice', ['lingqu-purpose: aid', 'Lingqu-Purpose: aid'], 400],
  ['joined purposes', ['lingqu-purpose: aid, audit'], 400],
  ['an empty purpose', ['lingqu-purpose: '], 400],
  [
    'two represented parties',
    ['lingqu-purpose: aid', 'lingqu-represented-party: CIV', 'lingqu-represented-party: COM'],
    400,
  ],
  ['an empty represented party', ['lingqu-purpose: aid', 'lingqu-represented-party: '], 400],
  ['joined represented parties', ['lingqu-purpose: aid', 'lingqu-represented-party: CIV,COM'], 400],
  ['an unknown way to deny', ['lingqu-purpose: aid', 'lingqu-on-deny: ignore'], 400],
  ['two ways to deny', ['lingqu-purpose: aid', 'lingqu-on-deny: partial', 'lingqu-on-deny: reject'], 400],
  ['a purpose that is not registered', ['lingqu-purpose: health'], 403],
  ['a purpose below no other', ['lingqu-purpose: ai'], 403],
  ['a purpose in other letters', ['lingqu-purpose: AID'], 403],
  ['two authorizations', ['lingqu-purpose: aid', 'authorization: Bearer x'], 400],
])('%s: refused, nothing is called', async (_, lines, status) => {
  const answer = await raw(lines);
  expect(Math.floor(answer.status / 100)).toBe(4);
  if (!lines.some((line) => line.startsWith('authorization'))) expect(answer.status).toBe(status);
  expect(answer.text).not.toContain('person-nickname');
  expect(town.captured).toEqual([]);
});

test('a purpose in the query string, in the body or in `extensions` is none', async () => {
  expect((await raw([], '?lingqu-purpose=aid&purpose=aid&Lingqu-Purpose=aid')).text).not.toContain('person-nickname');
  const response = await fetch(town.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await town.token('desk')}` },
    body: JSON.stringify({
      query,
      purpose: 'aid',
      extensions: { lingqu: { purpose: 'aid' } },
      variables: { purpose: 'aid' },
    }),
  });
  expect(await response.text()).not.toContain('person-nickname');
});

test('a bad token is refused, and never taken for nobody', async () => {
  const good = await town.token('desk');
  const [head = '', claims = '', signature = ''] = good.split('.');
  const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
  for (const authorization of [
    'Bearer x',
    'Bearer ',
    'Basic ZGVzazp4',
    good,
    `Bearer ${head}.${claims}.`,
    `Bearer ${none}.${claims}.`,
    `Bearer ${none}.${claims}.${signature}`,
    `Bearer ${head}.${Buffer.from(Buffer.from(claims, 'base64url').toString().replace('desk', 'police')).toString('base64url')}.${signature}`,
    `DPoP ${good}`,
  ]) {
    const answer = await town.ask('{ motto }', { headers: { authorization } });
    expect([authorization.slice(0, 12), answer.status]).toEqual([authorization.slice(0, 12), 401]);
    expect(answer.text).not.toContain('query-motto');
  }
  expect(town.captured).toEqual([]);
});

test('no header of the client reaches a subgraph, and every fetch is signed for its own subgraph', async () => {
  await town.ask('{ people { nickname taxBand eligible } }', {
    ...desk,
    headers: {
      cookie: 'session=evil',
      'lingqu-case': 'evil-case',
      'x-forwarded-for': '6.6.6.6',
      'x-evil': 'evil',
      baggage: 'evil=1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'apollo-federation-include-trace': 'ftv1',
      'apollo-query-plan-experimental': '1',
      signature: 'evil=:AAAA:',
      'signature-input': 'evil=()',
    },
  });
  expect(town.captured.length).toBeGreaterThanOrEqual(3);
  for (const { headers } of town.captured) {
    const text = JSON.stringify(headers);
    expect(text).not.toMatch(/evil|6\.6\.6\.6|0af7651916cd|ftv1|Bearer/);
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).toHaveProperty('signature');
    expect(headers).toHaveProperty('content-digest');
  }
  expect(new Set(town.captured.map(({ headers }) => headers.signature)).size).toBe(town.captured.length);
});

test('no header makes the gateway show its plan or trace', async () => {
  const answer = await town.ask(query, {
    ...desk,
    headers: {
      'apollo-query-plan-experimental': '1',
      'apollo-federation-include-trace': 'ftv1',
      'apollo-expose-query-plan': 'true',
      'x-apollo-tracing': '1',
    },
  });
  expect(Object.keys(answer.body.extensions ?? {})).toEqual(['lingqu']);
  expect(answer.text).not.toMatch(/QueryPlan|Fetch|_l\d/);
});

test('no answer may be kept by a cache, or passed to another asker', async () => {
  for (const how of [desk, {}, { ...desk, headers: { 'lingqu-on-deny': 'reject' } }]) {
    const { headers } = await town.ask(query, how);
    expect(headers.get('cache-control')).toBe('no-store');
    const vary = (headers.get('vary') ?? '').toLowerCase();
    for (const name of [
      'authorization',
      'lingqu-purpose',
      'lingqu-case',
      'lingqu-represented-party',
      'lingqu-on-deny',
    ]) {
      expect(vary).toContain(name);
    }
  }
});

test('`Lingqu-On-Deny: reject` turns a denial into a refusal, before anything is fetched', async () => {
  const headers = { 'lingqu-on-deny': 'reject' };
  expect(released(await town.ask(query, { ...desk, headers }))).toEqual(['Person.nickname', 'Query.motto']);
  town.forget();
  const answer = await town.ask('{ people { nickname secret } }', { ...desk, headers });
  expect([answer.status, ...denials(answer)]).toEqual([403, 'NOT_SHARED Person.secret']);
  expect(answer.body).not.toHaveProperty('data');
  expect(town.captured).toEqual([]);
});
