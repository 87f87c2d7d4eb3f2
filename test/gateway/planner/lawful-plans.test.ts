/** Under any law: what lawful plans send to a subgraph its organisation may have, and what they leave is answered as by a monolith. */
import fc from 'fast-check';
import { computeResponse } from '@apollo/gateway/dist/resultShaping';
import { isObjectType, parse, validate } from 'graphql';
import type { OwnerPolicy } from '../../../directives/label';
import { compileOperation } from '../../../gateway/compiler/compile-operation';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import { planLawfully } from '../../../gateway/planner/plan-lawfully';
import { plansInProcess } from '../../../gateway/planner/plan-source';
import { lawProfile } from '../../../gateway/policy/known-law-profiles';
import type { LawProfile } from '../../../gateway/policy/law-profile';
import { loadSupergraphModel, operationFromDocument } from '../../../schema/federation';
import type { Supergraph } from '../../../schema/supergraph';
import { drawFrom, generateOperation } from '../../support/generate-operation';
import { governedFederation } from '../../support/governed-federation';
import { desk, grant, granting, policy } from '../../support/hand-made-supergraph';
import { askMonolith, library } from '../../support/library-federation';

const organisations: Readonly<Record<string, string>> = {
  catalog: 'CAT',
  reviews: 'REV',
  shipping: 'SHIP',
  people: 'CAT',
  lists: 'LIST',
};
const base = governedFederation(library.map((each) => ({ ...each, organisation: organisations[each.name] ?? '' })));
const model = loadSupergraphModel(base.supergraphSdl);
const wholeSchema = model.schema.toGraphQLJSSchema();
const plans = plansInProcess(base.supergraphSdl);
const run = planExecutor(base.supergraphSdl);
const profile = lawProfile('gx-draft-rev') as LawProfile;
const coordinates = Object.keys(base.supergraph.labelMap.fields).sort();
const purpose = 'work';

/** How one coordinate is ruled: open to all; closed to other organisations; or open to exactly those that are listed. */
type Ruling = 'open' | 'closed' | readonly string[];

const ruling = fc.oneof(
  { arbitrary: fc.constant<Ruling>('open'), weight: 5 },
  { arbitrary: fc.constant<Ruling>('closed'), weight: 1 },
  { arbitrary: fc.subarray(['CAT', 'REV', 'SHIP', 'LIST']) as fc.Arbitrary<Ruling>, weight: 2 },
);
const law = fc.array(ruling, { minLength: coordinates.length, maxLength: coordinates.length });
const tape = fc.array(fc.nat(60), { minLength: 20, maxLength: 120 });

interface Ruled {
  readonly supergraph: Supergraph;
  readonly grants: ReturnType<typeof granting>;
  mayHave(organisation: string, coordinate: string): boolean;
}

/** The client has a grant for everything, so that flows alone decide. */
function ruled(rulings: readonly Ruling[]): Ruled {
  const { labelMap, subgraphs } = base.supergraph;
  const ruling = new Map(coordinates.map((coordinate, index) => [coordinate, rulings[index] ?? 'closed']));
  const ownerOf = (coordinate: string): string =>
    Object.keys(labelMap.fields[coordinate]?.label?.owners ?? {})[0] ?? '';
  const fields = Object.fromEntries(
    coordinates.map((coordinate) => {
      const conditional: Partial<OwnerPolicy> = { share: 'CONDITIONAL', open: 'NONE' };
      const owners = { [ownerOf(coordinate)]: policy(ruling.get(coordinate) === 'open' ? {} : conditional) };
      const label = { owners, grade: null };
      const before = labelMap.fields[coordinate];
      const bySubgraph = Object.fromEntries(Object.keys(before?.bySubgraph ?? {}).map((name) => [name, label]));
      return [coordinate, { ...before, label, bySubgraph }];
    }),
  ) as typeof labelMap.fields;
  const receivers = ['CAT', 'REV', 'SHIP', 'LIST', 'CLIENT'];
  const owners = [...new Set(coordinates.map(ownerOf))];
  const admitted = (receiver: string, coordinate: string): boolean => {
    const said = ruling.get(coordinate);
    return receiver === 'CLIENT' || (Array.isArray(said) && said.includes(receiver));
  };
  const grants = owners.flatMap((owner) =>
    receivers.map((receiver) =>
      grant({
        id: `${owner}-${receiver}`,
        provider: owner,
        recipient: receiver,
        purposes: [purpose],
        fields: coordinates.filter((coordinate) => ownerOf(coordinate) === owner && admitted(receiver, coordinate)),
      }),
    ),
  );
  const consuming = Object.fromEntries(
    Object.values(subgraphs).map((subgraph) => [
      subgraph.name,
      {
        ...subgraph,
        consumes: owners.map((owner) => ({ fields: coordinates, purpose, grant: `${owner}-${subgraph.organisation}` })),
      },
    ]),
  );
  return {
    supergraph: {
      ...base.supergraph,
      schemaId: JSON.stringify(rulings),
      labelMap: { ...labelMap, fields },
      subgraphs: consuming,
    },
    grants: granting(...grants),
    mayHave: (organisation, coordinate) =>
      ruling.get(coordinate) === 'open' ||
      ownerOf(coordinate) === organisation ||
      // A grant may name the field of the one interface there is instead.
      [coordinate, coordinate.replace(/^(Book|Film)/, 'Media')].some(
        (named) => ownerOf(named) === ownerOf(coordinate) && admitted(organisation, named),
      ),
  };
}

/** Coordinates of everything in a representation, by the concrete types that the receiver's name for it can stand for. */
function sentCoordinates(value: unknown, typeName: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => sentCoordinates(each, typeName));
  if (typeof value !== 'object' || value === null) return [];
  const known = wholeSchema.getType(typeName);
  const fields = isObjectType(known) ? known.getFields() : {};
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === '__typename') return [];
    const below = String(fields[name]?.type ?? '').replace(/[[\]!]/g, '');
    return [`${typeName}.${name}`, ...sentCoordinates(inner, below)];
  });
}

test('nothing is sent that its receiver may not have, and the rest is answered as a monolith answers it', async () => {
  let sent = 0;
  let denied = 0;
  await fc.assert(
    fc.asyncProperty(tape, law, async (numbers, rulings) => {
      const document = parse(
        generateOperation(base.apiSchema, drawFrom(numbers), () => 'id: "b1"').replace(/_l(\d+):/g, 'a$1:'),
      );
      fc.pre(validate(base.apiSchema, document).length === 0);
      const { supergraph, grants, mayHave } = ruled(rulings);
      const outcome = compileOperation({
        supergraph,
        apiSchema: base.apiSchema,
        document,
        operationName: null,
        variables: {},
        principal: { ...desk, organisation: 'CLIENT', purposes: [purpose] },
        purpose,
        grants,
        instant: 1_000,
        profile,
        maxTokens: 50_000,
        onDeny: 'partial',
      });
      const registeredPurposes = (): readonly string[] => [purpose];
      const lawful = await planLawfully({
        outcome,
        plans,
        supergraph,
        grants,
        instant: 1_000,
        profile,
        registeredPurposes,
      });
      if (!lawful.ok) throw new Error(`refused: ${JSON.stringify(lawful.refusal)}`);
      denied += lawful.bound.denials.length;
      const { document: planned } = lawful.bound.operation;
      if (planned === null) return;
      base.exchanges.length = 0;
      const result = await run({
        plan: lawful.plan,
        variables: lawful.bound.variables,
        transport: base.transport,
        signal: new AbortController().signal,
        mayDispatch: (fetch) => lawful.stands(fetch, grants, 1_000),
        onRepresentations: (fetch, representations) => {
          const receiver = organisations[fetch.serviceName] ?? '';
          for (const text of representations) {
            const each = JSON.parse(text) as Record<string, unknown>;
            const typeName = String(each['__typename']);
            for (const coordinate of sentCoordinates(each, typeName)) {
              // An interface's name may stand for any implementation; that one of them may go is all that can be seen here.
              const concrete =
                typeName === 'Media'
                  ? ['Book', 'Film'].map((name) => coordinate.replace(/^Media/, name))
                  : [coordinate];
              sent++;
              expect({ coordinate, receiver, ok: concrete.some((one) => mayHave(receiver, one)) }).toEqual({
                coordinate,
                receiver,
                ok: true,
              });
            }
          }
        },
      });
      expect(result.errors).toEqual([]);
      const expected = await askMonolith(base.apiSchema, planned, lawful.bound.variables);
      const operation = operationFromDocument(model, planned);
      const mine = computeResponse({
        operation,
        input: result.data,
        introspectionHandling: () => null,
        variables: { ...lawful.bound.variables },
      });
      expect(JSON.parse(JSON.stringify(mine.data))).toEqual(JSON.parse(JSON.stringify(expected.data)));
    }),
    { numRuns: 100 },
  );
  expect(sent).toBeGreaterThan(0);
  expect(denied).toBeGreaterThan(0);
});
