/** The gateway without its server: SDLs under which everything is openly unconditional, and one operation after another compiled, planned and run. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type DocumentNode, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { compileOperation } from '../../gateway/compiler/compile-operation';
import type { BoundOperation } from '../../gateway/compiler/compiled-operation';
import { planExecutor } from '../../gateway/executor/execute-plan';
import type { SubgraphTransport } from '../../gateway/executor/execution';
import { writeAnswer } from '../../gateway/executor/write-answer';
import { planLawfully } from '../../gateway/planner/plan-lawfully';
import { plansInProcess } from '../../gateway/planner/plan-source';
import type { QueryPlan } from '../../gateway/planner/query-plan';
import { lawProfile } from '../../gateway/policy/known-law-profiles';
import type { Principal } from '../../gateway/policy/principal';
import { registerGrants } from '../../gateway/policy/register-grants';
import { answerIntrospection } from '../../gateway/server/answer-introspection';
import { apiSchemaOf, composeSubgraphs, loadSupergraphModel } from '../../schema/federation';
import { compileLabels } from '../../schema/label-compiler';
import type { Assumption } from '../../schema/overlay';
import { planningSupergraph } from '../../schema/planning-supergraph';
import { schemaIdOf } from '../../schema/schema-id';
import { readSubgraphModel } from '../../schema/subgraph-reader';
import type { Supergraph } from '../../schema/supergraph';
import { governed } from './governed-subgraphs';
import { federationLink, type SubgraphFixture } from './in-process-federation';
import { organisation, registerWith } from './start-gateway';

export interface OpenGateway {
  readonly supergraph: Supergraph;
  readonly apiSchema: GraphQLSchema;
  /** @throws Error where it is refused, or cannot be planned */
  plan(query: string, variables: Readonly<Record<string, unknown>>): Promise<PlannedOperation>;
}

export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly bound: BoundOperation;
  readonly plan: QueryPlan;
  run(transport: SubgraphTransport): Promise<{
    readonly data: unknown;
    readonly errors: readonly GraphQLFormattedError[];
  }>;
}

const owner = organisation('A');
const register = registerWith({ organisations: [owner] });
const open: Assumption = {
  sdlHash: '*',
  share: 'UNCONDITIONAL',
  open: 'UNCONDITIONAL',
  basis: null,
  reason: null,
  conditions: null,
  scope: null,
  purposes: null,
};
const grants = registerGrants(register).current();
const stranger: Principal = {
  client: 'anonymous',
  organisation: null,
  route: 'OPEN',
  purposes: [],
  methods: ['QUERY', 'MUTATE'],
  person: null,
  foreignParties: [],
};
const instant = Date.UTC(2026, 0, 1);

/** @throws Error with the federation library's messages where the SDLs do not compose */
export function openGateway(fixtures: readonly SubgraphFixture[]): OpenGateway {
  const profile = lawProfile('gx-draft-rev');
  if (profile === undefined) throw new Error('no law');
  const supergraph = openSupergraph(fixtures, profile.name);
  const apiSchema = apiSchemaOf(loadSupergraphModel(supergraph.supergraphSdl));
  const plans = plansInProcess(supergraph.planningSdl);
  const execute = planExecutor(supergraph.planningSdl);
  return {
    supergraph,
    apiSchema,
    async plan(query, variables) {
      const document = parse(query);
      const outcome = compileOperation({
        ...{ supergraph, apiSchema, document, operationName: null, variables, principal: stranger, purpose: null },
        ...{ grants, instant, profile, maxTokens: 1_000_000, onDeny: 'reject' },
      });
      const planned = await planLawfully({
        ...{ outcome, plans, supergraph, grants, instant, profile },
        registeredPurposes: () => [],
      });
      if (!planned.ok) throw new Error(JSON.stringify(planned.refusal));
      const { bound, plan } = planned;
      return {
        document,
        bound,
        plan,
        async run(transport) {
          const signal = new AbortController().signal;
          const mayDispatch = (): boolean => true;
          const result = await execute({ plan, variables: bound.variables, transport, signal, mayDispatch });
          const introspection = answerIntrospection(bound, apiSchema, variables);
          const { data, errors } = writeAnswer(bound, result, { pseudonymKey: () => null, introspection });
          return { data: JSON.parse(String(data)) as unknown, errors };
        },
      };
    },
  };
}

/** What answers behind it. */
export function subgraphSchemas(fixtures: readonly SubgraphFixture[]): Readonly<Record<string, GraphQLSchema>> {
  return Object.fromEntries(
    fixtures.map(({ name, sdl, resolvers }) => {
      const part = { typeDefs: parse(federationLink + sdl), resolvers };
      return [name, buildSubgraphSchema([part] as Parameters<typeof buildSubgraphSchema>[0])];
    }),
  );
}

/** As `composeSdls` does it, without rules and trial load: those cost more than all that is tested here. */
function openSupergraph(fixtures: readonly SubgraphFixture[], law: string): Supergraph {
  const subgraphs = fixtures.map(({ name, sdl }) =>
    readSubgraphModel(
      {
        name,
        sdl: governed('A', sdl),
        routingUrl: `http://${name}.invalid/`,
        overlay: { provider: null, file: null, assume: open },
      },
      register,
      false,
    ),
  );
  const composed = composeSubgraphs(
    subgraphs.map(({ name, routingUrl, composedSdl }) => ({ name, routingUrl, document: parse(composedSdl) })),
  );
  if (!composed.ok) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  const supergraphSdl = composed.value.trimEnd();
  const labelMap = compileLabels(subgraphs, register, law);
  const { planningSdl } = planningSupergraph(supergraphSdl, { subgraphs, labelMap, register, now: instant });
  const infos = subgraphs.map(({ name, routingUrl, sdl, sdlHash }) => {
    const { id: organisation, kind, level, region } = owner;
    return [name, { name, routingUrl, sdl, sdlHash, organisation, kind, level, region, consumes: [] }] as const;
  });
  return {
    schemaId: schemaIdOf(supergraphSdl, labelMap),
    supergraphSdl,
    planningSdl,
    labelMap,
    subgraphs: Object.fromEntries(infos),
  };
}
