/** Micro-benchmarks of one decision and one compilation, from a built checkout, in this process; prints JSON. */
import { readFileSync } from 'node:fs';
import type { parse } from 'graphql';
import { builtModules, packageOf } from './built-lingqu';
import { queries } from './queries';

export interface MicroResult {
  readonly what: string;
  /** CPU microseconds of one. */
  readonly cpuUs: number;
  readonly times: number;
}

interface Built {
  readonly composeFromConfig: typeof import('../../gateway/server/compose-from-config').composeFromConfig;
  readonly readLingquYaml: typeof import('../../gateway/server/config/lingqu-yaml').readLingquYaml;
  readonly registerGrants: typeof import('../../gateway/policy/register-grants').registerGrants;
  readonly principalOf: typeof import('../../gateway/policy/principal-of').principalOf;
  readonly lawProfile: typeof import('../../gateway/policy/known-law-profiles').lawProfile;
  readonly decide: typeof import('../../gateway/policy/decide').decide;
  readonly compileOperation: typeof import('../../gateway/compiler/compile-operation').compileOperation;
  readonly apiSchemaOf: typeof import('../../schema/federation').apiSchemaOf;
  readonly loadSupergraphModel: typeof import('../../schema/federation').loadSupergraphModel;
}

const parts = [
  ...['gateway/server/compose-from-config', 'gateway/server/config/lingqu-yaml', 'gateway/policy/register-grants'],
  ...['gateway/policy/principal-of', 'gateway/policy/known-law-profiles', 'gateway/policy/decide'],
  ...['gateway/compiler/compile-operation', 'schema/federation'],
];

async function main(): Promise<void> {
  const [root = '', file = '', ms = '500'] = process.argv.slice(2);
  const dist = builtModules<Built>(root, parts);
  // One graphql for schema and document: the checkout's own.
  const graphql = packageOf<{ readonly parse: typeof parse }>(root, 'graphql');
  const reading = dist.readLingquYaml(file, readFileSync(file, 'utf8'), {});
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const law = await dist.composeFromConfig(reading.config, Date.now());
  if (!law.ok || law.composition.supergraph === null) throw new Error('the benchmark does not compose');
  const { supergraph } = law.composition;
  const profile = dist.lawProfile(reading.config.lawProfile);
  const caller = { client: 'desk', issuer: '', subject: null, actors: [] };
  const asked = dist.principalOf(law.register, caller, null, 1);
  if (!asked.ok || profile === undefined) throw new Error('the desk is not registered');
  const { principal } = asked;
  const grants = dist.registerGrants(law.register).current();
  const instant = Date.now();
  const purpose = 'aid.check';
  const disclosure = (coordinate: string) => ({
    recipient: principal.organisation,
    route: principal.route,
    registeredPurposes: principal.purposes,
    ...{ purpose, method: 'QUERY' as const, foreignParties: [], coordinate, alternatives: [] },
  });
  const decideAt = (coordinate: string) => (): unknown =>
    dist.decide(
      supergraph.labelMap.fields[coordinate]?.label ?? null,
      disclosure(coordinate),
      grants,
      instant,
      profile,
    );
  const apiSchema = dist.apiSchemaOf(dist.loadSupergraphModel(supergraph.supergraphSdl));
  const compile = ({ query, variables }: (typeof queries)['big']) => {
    const document = graphql.parse(query);
    return (): unknown =>
      dist.compileOperation({
        ...{ supergraph, apiSchema, document, operationName: null, variables, principal, purpose, grants, instant },
        ...{ profile, maxTokens: 50_000, onDeny: 'partial' as const },
      });
  };
  const results = [
    time('decide: permitted by a grant (Person.handle)', decideAt('Person.handle'), Number(ms)),
    time('decide: masked (Person.name)', decideAt('Person.name'), Number(ms)),
    time('decide: denied (Person.wanted)', decideAt('Person.wanted'), Number(ms)),
    time('decide: openly unconditional (Facility.name)', decideAt('Facility.name'), Number(ms)),
    time('compile: small query, for a principal seen before', compile(queries.small), Number(ms)),
    time('compile: big query, for a principal seen before', compile(queries.big), Number(ms)),
  ];
  process.stdout.write(`results ${JSON.stringify(results)}\n`);
}

/** Warm first; then CPU time over as many runs as fit. */
function time(what: string, run: () => unknown, ms: number): MicroResult {
  const during = (limit: number): number => {
    let times = 0;
    // The clock is read once per batch: one decision is shorter than reading it.
    for (const begin = performance.now(); performance.now() - begin < limit; times += batch) {
      for (let i = 0; i < batch; i += 1) kept = run();
    }
    return times;
  };
  during(ms);
  const before = process.cpuUsage();
  const times = during(ms);
  const { user, system } = process.cpuUsage(before);
  return { what, cpuUs: (user + system) / times, times };
}

const batch = 16;
/** Results go somewhere, so that no optimiser drops what makes them. */
export let kept: unknown = null;

void main();
