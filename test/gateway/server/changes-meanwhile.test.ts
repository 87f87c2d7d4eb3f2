/** What becomes of requests in flight while register and supergraph change. */
import type { GraphqlRequest } from '../../../gateway/server/graphql-request';
import { readHeaders } from '../../../gateway/server/request-headers';
import { requestPipeline, type PipelineParts } from '../../../gateway/server/request-pipeline';
import { servedSupergraph, type ServedParts } from '../../../gateway/server/served-supergraph';
import type { Register } from '../../../gateway/policy/register';
import { governed } from '../../support/governed-subgraphs';
import { grant } from '../../support/hand-made-supergraph';
import { startFederation, type FederationFixture } from '../../support/start-federation';
import { client, organisation, registerWith, type Answer } from '../../support/start-gateway';

const granted = grant({
  ...{ id: 'G-1', provider: 'PSB', recipient: 'CIV', purposes: ['aid'], validUntil: 4_000_000_000_000 },
  fields: ['Query.secret', 'Query.strict'],
});
const terms = 'basis: ["LAW"]) @open(class: "NONE", basis: ["LAW"], reason: ["PRIVACY"]';
const conditional = `@share(class: "CONDITIONAL", conditions: ["C"], scope: ["S"], ${terms}) @purpose(allow: ["aid"])`;

function register(changes: Partial<Register> = {}): Register {
  return registerWith({
    organisations: ['PSB', 'CIV'].map((id) => organisation(id)),
    purposes: new Set(['aid']),
    clients: [client('desk', 'CIV', { purposes: ['aid'] })],
    grants: [granted],
    ...changes,
  });
}

describe('a register that is replaced while an answer is being made', () => {
  let fixture: FederationFixture;
  afterEach(() => fixture.stop());

  async function asked(next: Register): Promise<Answer> {
    fixture = await startFederation({
      subgraphs: [
        {
          name: 'population',
          sdl: governed(
            'PSB',
            `type Query { secret: String ${conditional} never: String @share(class: "NONE", ${terms}) }`,
          ),
          resolvers: { Query: { secret: () => 'sentinel', never: () => 'sentinel' } },
        },
      ],
      register: register(),
    });
    fixture.tamper(async (_asked, reply) => {
      await fixture.gateway.replace(next, fixture.supergraph);
      return reply;
    });
    return fixture.ask('{ secret }', { as: 'desk', purpose: 'aid' });
  }

  test('releases what it still permits', async () => {
    expect((await asked(register({ grants: [{ ...granted }] }))).body.data).toEqual({ secret: 'sentinel' });
  });

  test.each([
    ['fields', { fields: ['Query.never'] }],
    ['rows', { scope: { region: ['450100'] } }],
    ['purposes', { purposes: ['tax'] }],
  ])('releases nothing under a grant that has come to permit other %s', async (_what, change) => {
    const answer = await asked(register({ grants: [{ ...granted, ...change }] }));
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([403, 'GRANT_EXPIRED']);
    expect(answer.text).not.toContain('sentinel');
  });
});

test('a supergraph that is replaced stays open for a request that was taken in before', async () => {
  let closed = false;
  const served = servedSupergraph({
    close: () => Promise.resolve(void (closed = true)),
  } as ServedParts);
  const pipeline = requestPipeline({
    tokens: { verify: () => Promise.resolve(null) },
    register: () => register(),
    current: () => served,
    front: () => ({
      async execute() {
        void served.retire();
        await Promise.resolve();
        expect(closed).toBe(false);
        return { status: 200, headers: {}, body: '' };
      },
    }),
  } as unknown as PipelineParts);
  await pipeline.answer({ client: readHeaders([]) } as GraphqlRequest);
  await Promise.resolve();
  expect(closed).toBe(true);
});
