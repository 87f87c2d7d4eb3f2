/** Invariant 2, from SDL to answer: whatever line is added to a provider's schema, nobody is shown a value that was not shown before. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Kind, parse, print, visit, type ConstDirectiveNode, type ObjectTypeDefinitionNode } from 'graphql';
import type { Label } from '../../directives/label';
import { composeSdls } from '../../schema/compose';
import { startTown } from '../support/lawful-town';
import { sentinelsIn } from '../support/town-data';
import { townProviders } from '../support/town-providers';
import { townGrants, townRegister } from '../support/town-register';
import { asking, generousLimits, type Asker } from './town-law';

const personLeaves = [
  ...['pid', 'id', 'idNumber', 'name', 'phone', 'region', 'city', 'address', 'birth', 'secret', 'nickname', 'income'],
  ...['taxNote', 'taxBand', 'benefit', 'postal', 'aidNote', 'blood', 'card { number }', 'card { issuer }'],
  ...['household { label }', 'household { grantMoney }', 'employer { title }', 'visits { ward }', 'friends { region }'],
];

/** Each place by itself: what is withheld at one may not let another go through, or be asked for at all. */
const everything = [
  ...personLeaves.map((leaf) => `people { ${leaf} }`),
  ...['total', 'edges { cursor }', 'edges { node { name } }', 'pageInfo { endCursor }'].map(
    (leaf) => `pages { ${leaf} }`,
  ),
  ...['... on Person { name }', '... on Household { label }'].map((leaf) => `find { ${leaf} }`),
  ...['household { label }', 'household { members { pid } }', 'motto', 'peopleCount'],
  ...['id', 'title', 'revenue', 'owner { name }'].map((leaf) => `companies { ${leaf} }`),
  ...['caseNo', 'outcome', 'person { name }'].map((leaf) => `cases { ${leaf} }`),
  ...['visitId', 'id', 'region', 'ward', 'diagnosis', 'patient { name }'].map((leaf) => `visits { ${leaf} }`),
  ...['number', 'holder', 'usage', 'subsidy'].map((leaf) => `accounts { ${leaf} }`),
];
const query = `{ ${everything.map((each, index) => `a${String(index)}: ${each}`).join(' ')} }`;

const clients: readonly Asker[] = [
  { as: 'police', purpose: 'aid' },
  { as: 'desk', purpose: 'aid' },
  { as: 'taxman', purpose: 'tax' },
  { as: 'hospital', purpose: 'health' },
  { as: 'city', purpose: 'aid' },
  { as: 'developer', purpose: 'aid' },
  { as: null, purpose: null },
];

/** Values shown, per client; `null` = these SDLs may not be served. */
async function shownUnder(sdl: (name: string, text: string) => string): Promise<readonly Set<string>[] | null> {
  const town = await startTown({ sdl, yaml: generousLimits }).catch(() => null);
  if (town === null) return null;
  try {
    const shown: Set<string>[] = [];
    for (const client of clients) {
      const { text } = await town.ask(query, asking(client));
      shown.push(new Set(sentinelsIn(text).map(({ coordinate, value }) => `${coordinate} = ${String(value)}`)));
    }
    return shown;
  } finally {
    await town.stop();
  }
}

/** A field's own words stand in the place of `@defaults`: there only the strictest are more of the same. */
const strictest = [
  '@share(class: "NONE", basis: ["LAW"]) @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"])',
  '@purpose(allow: [])',
  '@noOnwardTransfer',
  '@grade(category: "person", level: "CORE", personal: true)',
];
const anywhere = [
  ...strictest,
  '@share(class: "CONDITIONAL", basis: ["LAW"], conditions: ["C"], scope: ["S"]) @purpose(allow: ["aid"])',
  '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")',
  '@share(class: "CONDITIONAL", basis: ["LAW"], conditions: ["C"], scope: ["S"], methods: ["MUTATE"]) @purpose(allow: ["health", "audit"])',
  '@open(class: "CONDITIONAL", reason: ["CONTINUOUS"], basis: ["LAW"], conditions: ["C"])',
];

interface Place {
  readonly subgraph: string;
  readonly type: string;
  /** `null` = the type itself: a floor. */
  readonly field: string | null;
}

/** Every type and field of every SDL. */
const places = townProviders.flatMap(({ name, sdl }) =>
  parse(sdl).definitions.flatMap((definition): readonly Place[] =>
    definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
      ? []
      : [null, ...(definition.fields ?? []).map((field) => field.name.value)]
          .filter((field) => field !== null || !['Query', 'Mutation'].includes(definition.name.value))
          .map((field) => ({ subgraph: name, type: definition.name.value, field })),
  ),
);

const additions = fc
  .constantFrom(...places)
  .chain((place) =>
    fc
      .constantFrom(...(place.subgraph === 'people' && place.field !== null ? strictest : anywhere))
      .map((words) => ({ ...place, words })),
  );

type Addition = Place & { readonly words: string };

function add(sdl: string, { type, field, words }: Addition): string {
  const [holder] = parse(`type T ${words} { f: Int }`).definitions as readonly ObjectTypeDefinitionNode[];
  const added = (holder?.directives ?? []) as readonly ConstDirectiveNode[];
  let here = '';
  return print(
    visit(parse(sdl), {
      enter(node) {
        if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) {
          if (node.kind !== Kind.FIELD_DEFINITION || here !== type || node.name.value !== field) return undefined;
          return { ...node, directives: [...(node.directives ?? []), ...added] };
        }
        here = node.name.value;
        if (here !== type || field !== null) return undefined;
        return { ...node, directives: [...(node.directives ?? []), ...added] };
      },
    }),
  );
}

test('more labels never permit more', async () => {
  const before = await shownUnder((_, sdl) => sdl);
  if (before === null) throw new Error('the town itself does not compose');
  // There is something to lose for each of them.
  for (const shown of before) expect(shown.size).toBeGreaterThan(5);
  let served = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(additions, { minLength: 1, maxLength: 2 }), async (added) => {
      const after = await shownUnder((name, sdl) => added.filter(({ subgraph }) => subgraph === name).reduce(add, sdl));
      if (after === null) return;
      served += 1;
      for (const [index, shown] of after.entries()) {
        expect({
          client: clients[index],
          more: [...shown].filter((value) => before[index]?.has(value) !== true),
        }).toEqual({ client: clients[index], more: [] });
      }
    }),
    { numRuns: 10 },
  );
  expect(served).toBeGreaterThan(0);
}, 200_000);

/** Labels by coordinate, and whether it may be served. */
async function labelsUnder(
  sdl: (name: string, text: string) => string,
): Promise<{ readonly served: boolean; readonly labels: ReadonlyMap<string, Label | null> }> {
  const inputs = townProviders.map((each) => ({
    name: each.name,
    sdl: sdl(each.name, each.sdl),
    overlay: null,
    routingUrl: `http://${each.name}.invalid/`,
  }));
  // Every SDL was looked at, as in `startTown`.
  const reviews = inputs.map((each) => ({
    subgraph: each.name,
    sdlHash: `sha256:${createHash('sha256').update(each.sdl).digest('hex')}`,
    reviewedBy: 'BDA',
  }));
  const { labelMap, supergraph } = await composeSdls(inputs, {
    register: { ...townRegister, reviews },
    lawProfile: 'gx-draft-rev',
    production: false,
    now: Date.now(),
  });
  return {
    served: supergraph !== null,
    labels: new Map(Object.values(labelMap?.fields ?? {}).map(({ coordinate, label }) => [coordinate, label])),
  };
}

describe('a claim without its register record changes nothing', () => {
  const onField = places.filter(({ type, field }) => field !== null && !['Query', 'Mutation'].includes(type));
  // Where there is a release already, another beside it would not be one claim.
  const claims = fc.constantFrom(...onField.filter(({ field }) => field !== 'eligible')).chain((place) =>
    fc.constantFrom(
      {
        place,
        said: '',
        claimed: `@deidentified(technique: "redact", share: "UNCONDITIONAL", open: "UNCONDITIONAL", evidence: "E-NONE")`,
      },
      {
        place,
        said: '@derived(from: ["Person.birth"], transform: "AGGREGATE")',
        claimed: '@derived(from: ["Person.birth"], transform: "AGGREGATE", releases: ["R-NONE"])',
      },
      // A record about another field is none about this one.
      {
        place,
        said: '',
        claimed: `@deidentified(technique: "name", share: "UNCONDITIONAL", open: "UNCONDITIONAL", evidence: "${place.field === 'name' ? 'E-ID' : 'E-NAME'}")`,
      },
    ),
  );

  test('in a label, and nothing is served that makes one', async () => {
    await fc.assert(
      fc.asyncProperty(claims, async ({ place, said, claimed }) => {
        const labels = (words: string): ReturnType<typeof labelsUnder> =>
          labelsUnder((name, sdl) => (name === place.subgraph && words !== '' ? add(sdl, { ...place, words }) : sdl));
        const [before, after] = [await labels(said), await labels(claimed)];
        expect(after.served).toBe(false);
        for (const [coordinate, label] of after.labels) {
          // A copy of a key that says something must say all: it may lose its label, and never get another.
          if (label !== null) expect([coordinate, label]).toEqual([coordinate, before.labels.get(coordinate)]);
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  test('in what one organisation is sent of another', async () => {
    const ask = async (grants: typeof townGrants): Promise<{ sent: readonly string[]; text: string }> => {
      const town = await startTown({ register: (register) => ({ ...register, grants }) });
      try {
        const { text } = await town.ask('{ people { benefit } }', { as: 'taxman', purpose: 'tax' });
        return { sent: town.sent(), text };
      } finally {
        await town.stop();
      }
    };
    const withRecord = await ask(townGrants);
    expect(withRecord.sent).toContain('aid ← Person.income');
    expect(withRecord.text).toContain('benefit-from-');
    // `@consumes` still claims it.
    const without = await ask(townGrants.filter(({ id }) => id !== 'G-CIV-TAX'));
    expect(without.sent).not.toContain('aid ← Person.income');
    expect(without.text).not.toContain('benefit-from-');
    expect(without.text).toContain('FLOW_NOT_PERMITTED');
  });
});
