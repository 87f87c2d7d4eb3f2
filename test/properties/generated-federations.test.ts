/**
 * Invariant 6 over federations that nobody thought of: where everything is open, the gateway answers what one server answers; and where
 * subgraphs fail, what @apollo/gateway's executor makes of the same plan. Runs: `GENERATED_FEDERATIONS` (default 12 of each).
 */
import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { apolloExecutor } from '../support/apollo-executor';
import { clientForm } from '../support/client-form';
import { clientOperation } from '../support/generated/client-operation';
import { explained, sameButForUntoldTypes, type Told } from '../support/generated/explained-differences';
import type { FederationModel } from '../support/generated/federation-model';
import { askModel, fixturesOf } from '../support/generated/federation-resolvers';
import { subgraphSdl } from '../support/generated/federation-sdl';
import { faulty, faultKinds, secret } from '../support/generated/faulty-replies';
import { generateFederation } from '../support/generated/generate-federation';
import { drawFrom } from '../support/generate-operation';
import { inProcessTransport } from '../support/in-process-federation';
import { openGateway, subgraphSchemas, type OpenGateway, type PlannedOperation } from '../support/lingqu-in-process';

const numRuns = Number(process.env['GENERATED_FEDERATIONS'] ?? 12);
const patience = 60_000 + numRuns * 10_000;

const models = fc
  .array(fc.nat(996), { minLength: 80, maxLength: 250 })
  .map((tape) => generateFederation(drawFrom(tape)));
const operationTapes = fc.array(fc.array(fc.nat(996), { minLength: 20, maxLength: 150 }), {
  minLength: 6,
  maxLength: 6,
});

interface Composed {
  readonly gateway: OpenGateway;
  readonly schemas: ReturnType<typeof subgraphSchemas>;
}

let attempts = 0;
let composed = 0;

/** @returns `null` where the model does not compose */
function compose(model: FederationModel): Composed | null {
  const fixtures = fixturesOf(model);
  attempts += 1;
  try {
    const gateway = openGateway(fixtures);
    composed += 1;
    return { gateway, schemas: subgraphSchemas(fixtures) };
  } catch {
    return null;
  }
}

/** What stands in a failure's report, so that it can be run again by hand. */
function described(model: FederationModel, query: string, variables: unknown): string {
  const sdls = model.subgraphs.map((name) => `# ${name}\n${subgraphSdl(model, name)}`);
  return [...sdls, query, JSON.stringify(variables)].join('\n');
}

/** @returns `null` where it is refused: one field's own inputs are in conflict, or a field would be asked for before them */
async function planned(gateway: OpenGateway, query: string, variables: object): Promise<PlannedOperation | null> {
  try {
    return await gateway.plan(query, { ...variables });
  } catch (error) {
    if (error instanceof Error && /with different arguments|cannot be planned: leave it out/.test(error.message))
      return null;
    throw error;
  }
}

test(
  'all that is open is answered as one server would answer it',
  async () => {
    await fc.assert(
      fc.asyncProperty(models, operationTapes, async (model, tapes) => {
        const made = compose(model);
        fc.pre(made !== null);
        const { gateway, schemas } = made;
        for (const tape of tapes) {
          const { query, variables } = clientOperation(gateway.apiSchema, drawFrom(tape));
          const document = parse(query);
          if (validate(gateway.apiSchema, document).length > 0) continue;
          const operation = await planned(gateway, query, variables);
          if (operation === null) continue;
          const is = await operation.run(inProcessTransport(schemas));
          const should = await askModel(model, gateway.apiSchema, document, variables);
          expect(should.errors).toBeUndefined();
          // As text: the order of fields counts.
          if (is.errors.length > 0 || JSON.stringify(is.data) !== JSON.stringify(should.data)) {
            throw new Error(`${described(model, query, variables)}\n${JSON.stringify({ is, should }, null, 1)}`);
          }
        }
      }),
      { numRuns },
    );
    // Else the generator would test less than it says.
    expect(composed / attempts).toBeGreaterThan(0.8);
  },
  patience,
);

const faults = fc.record({ at: fc.nat(3), kind: fc.constantFrom(...faultKinds), salt: fc.nat(1_000) });

test(
  'what faulty subgraphs leave is what @apollo/gateway would leave',
  async () => {
    await fc.assert(
      fc.asyncProperty(models, operationTapes, faults, async (model, tapes, { at, kind, salt }) => {
        const made = compose(model);
        fc.pre(made !== null);
        const { gateway, schemas } = made;
        const oracle = apolloExecutor(gateway.supergraph.supergraphSdl, model.subgraphs);
        const fault = { subgraph: model.subgraphs[at % model.subgraphs.length] ?? '', kind, salt };
        for (const tape of tapes) {
          const { query, variables } = clientOperation(gateway.apiSchema, drawFrom(tape));
          if (validate(gateway.apiSchema, parse(query)).length > 0) continue;
          const operation = await planned(gateway, query, variables);
          const { document, shape } = operation?.bound.operation ?? { document: null, shape: null };
          if (operation === null || document === null || shape === null) continue;
          const ours = await operation.run(inProcessTransport(schemas, [], faulty(fault)));
          const theirs = await oracle(
            document,
            operation.plan,
            operation.bound.variables,
            inProcessTransport(schemas, [], faulty(fault)),
          );
          expect(JSON.stringify(ours)).not.toContain(secret);
          const told: Told = { ours: ours.errors, theirs, data: ours.data, shape, fault };
          const expected: unknown = JSON.parse(JSON.stringify(clientForm(shape, theirs.data) ?? null));
          const same =
            JSON.stringify(ours.data) === JSON.stringify(expected) || sameButForUntoldTypes(ours.data, expected, shape);
          const problem = same ? explained(told) : 'the data differ';
          if (problem !== null) {
            const all = JSON.stringify({ fault, ours, theirs: { ...theirs, data: expected } }, null, 1);
            throw new Error(`${problem}\n${described(model, query, variables)}\n${all}`);
          }
        }
      }),
      { numRuns },
    );
  },
  patience,
);
