/** Conformance with GraphQL over HTTP, by the audits of graphql-http, and what this gateway adds to it. */
import { auditServer } from 'graphql-http';
import { governedFederation } from '../support/governed-federation';
import { startGateway, type GatewayFixture } from '../support/start-gateway';

let fixture: GatewayFixture;
beforeAll(async () => {
  const federation = governedFederation([
    {
      name: 'words',
      organisation: 'ORG',
      sdl: 'type Query { hello(name: String = "you"): String }',
      resolvers: { Query: { hello: (_source: unknown, { name }: { name: string }) => `hello ${name}` } },
    },
  ]);
  fixture = await startGateway(federation);
});
afterAll(() => fixture.stop());

test('no audit of graphql-http ends in an error', async () => {
  const results = await auditServer({ url: fixture.gateway.url, fetchFn: fetch });
  expect(results.filter(({ status }) => status === 'error').map(({ name }) => name)).toEqual([]);
  expect(results.filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(50);
});

test('a query over GET is answered to clients that say they are no form of a browser', async () => {
  const url = `${fixture.gateway.url}?query=${encodeURIComponent('{ hello }')}`;
  const open = await fetch(url, { headers: { 'apollo-require-preflight': 'yes' } });
  expect(await open.json()).toMatchObject({ data: { hello: 'hello you' } });
  expect((await fetch(url)).status).toBe(400);
});

test('every answer forbids caching and says what it depends on', async () => {
  for (const answer of [await fixture.ask('{ hello }'), await fixture.ask('{ nothing }')]) {
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('vary')).toBe(
      'Authorization, DPoP, Lingqu-Purpose, Lingqu-Case, Lingqu-Represented-Party, Lingqu-On-Deny',
    );
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('x-powered-by')).toBeNull();
  }
});
