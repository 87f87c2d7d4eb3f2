import fc from 'fast-check';
import type { AccessClass, OwnerPolicy } from '../../directives';
import { anyPurposeCovers } from '../../directives/purpose';
import type { LabelMap } from '../../schema/label-map';
import { emptyRegister, governed, labelsOf } from '../support/governed-subgraphs';

const places = ['P', 'P.id', 'P.x', 'P.y', 'P.link', 'N', 'N.x', 'V.amount', 'Q'] as const;
type Place = (typeof places)[number];

const directive = fc.oneof(
  fc.constantFrom<AccessClass>('UNCONDITIONAL', 'CONDITIONAL', 'NONE').map((each) => `@share(class: "${each}")`),
  fc.constantFrom<AccessClass>('UNCONDITIONAL', 'CONDITIONAL', 'NONE').map((each) => `@open(class: "${each}")`),
  fc.constantFrom('["aid"]', '["aid.payment", "health"]', '[]').map((allow) => `@purpose(allow: ${allow})`),
  fc.constant('@noOnwardTransfer'),
  fc.constant('@share(class: "CONDITIONAL", methods: ["QUERY"])'),
);
const onField = fc.oneof(
  directive,
  fc.constant('@deidentified(technique: "redact", share: "UNCONDITIONAL", evidence: "E")'),
);
const labels = fc.record(
  Object.fromEntries(
    places.map((place) => [
      place,
      fc.array(place.includes('.') ? onField : directive, { maxLength: 3 }).map((each) => each.join(' ')),
    ]),
  ) as Record<Place, fc.Arbitrary<string>>,
);
const defaults = fc.constantFrom('', '@defaults(share: "NONE", open: "NONE", basis: ["L"], purposes: ["aid"])');

type Labels = Readonly<Record<Place, string>>;
const none = Object.fromEntries(places.map((place) => [place, ''])) as Labels;

/** One organisation's subgraph: shareable fields, an interface, a value type, a reference to itself. */
function subgraph(organisation: string, said: Labels, schemaDirectives = '', external = false): string {
  const copy = external ? '@external' : '@shareable';
  return governed(
    organisation,
    `type Query { q${organisation}: P ${said.Q} }
interface N ${said.N} { x: Int ${said['N.x']} }
type P implements N @key(fields: "id") ${said.P} { id: ID! ${said['P.id']} x: Int ${copy} ${said['P.x']} y: V @shareable ${said['P.y']} link: P @shareable ${said['P.link']} ${external ? `z: Int @requires(fields: "x")` : ''} }
type V { amount: Int @shareable ${said['V.amount']} }`,
    schemaDirectives,
  );
}

const rank = { UNCONDITIONAL: 0, CONDITIONAL: 1, NONE: 2 };
const codes = ['aid', 'aid.payment', 'aid.eligibility', 'health'];

function permitsNoMore(after: OwnerPolicy | undefined, before: OwnerPolicy): boolean {
  return (
    after !== undefined &&
    rank[after.share] >= rank[before.share] &&
    rank[after.open] >= rank[before.open] &&
    codes.every((code) => !anyPurposeCovers(after.purposes, code) || anyPurposeCovers(before.purposes, code)) &&
    (before.methods === null || (after.methods ?? ['MUTATE']).every((each) => before.methods?.includes(each))) &&
    (after.noOnward || !before.noOnward) &&
    (after.deidentified === null || after.deidentified === undefined || before.deidentified != null)
  );
}

/** Every coordinate and type that was labelled before is at least as strict for the owners it had; what was denied may be labelled now. */
function expectNoMore(before: LabelMap, after: LabelMap, owner: string): void {
  for (const table of ['fields', 'types'] as const) {
    for (const [coordinate, entry] of Object.entries(before[table])) {
      const policy = entry.label?.owners[owner];
      const now = after[table][coordinate]?.label;
      if (policy === undefined || now == null) continue;
      if (!permitsNoMore(now.owners[owner], policy)) {
        throw new Error(`${coordinate}: ${JSON.stringify(policy)} became ${JSON.stringify(now.owners[owner])}`);
      }
    }
  }
}

const evidence = ['P.id', 'P.x', 'P.y', 'P.link', 'V.amount'].map((coordinate) => ({
  id: 'E',
  kind: 'DEIDENTIFICATION' as const,
  owner: 'A',
  coordinate,
  technique: 'redact',
  classes: { share: 'UNCONDITIONAL' as const },
  holder: null,
  organ: null,
  instrument: null,
}));
const register = emptyRegister({ evidence });

test("whatever another provider writes, an owner's policy permits no more", () => {
  fc.assert(
    fc.property(
      labels,
      labels,
      defaults,
      defaults,
      fc.boolean(),
      (ours, theirs, ourDefaults, theirDefaults, external) => {
        const a = subgraph('A', ours, ourDefaults);
        const before = labelsOf({ a, b: subgraph('B', none, '', external) }, register);
        const after = labelsOf({ a, b: subgraph('B', theirs, theirDefaults, external) }, register);
        expectNoMore(before, after, 'A');
        expectNoMore(labelsOf({ a }, register), after, 'A');
      },
    ),
    { numRuns: 40 },
  );
});

test('whatever a provider adds where it has spoken already, its own policy permits no more', () => {
  fc.assert(
    fc.property(labels, labels, (first, more) => {
      const both = Object.fromEntries(places.map((place) => [place, `${first[place]} ${more[place]}`])) as Labels;
      // Evidence stands for another organisation here: a claim without its record changes nothing.
      const bare = emptyRegister();
      const before = labelsOf({ a: subgraph('A', first) }, bare);
      // A composite field that said nothing fell back on its type's floor; its own words take the place of that.
      const spoken = Object.entries(before.fields).filter(([each]) => !['Query.qA', 'P.y', 'P.link'].includes(each));
      const judged = { ...before, fields: Object.fromEntries(spoken) };
      expectNoMore(judged, labelsOf({ a: subgraph('A', both) }, bare), 'A');
    }),
    { numRuns: 40 },
  );
});

test('a claim without its record changes nothing', () => {
  fc.assert(
    fc.property(labels, (said) => {
      const strip = (text: string) => text.replace(/@deidentified\([^)]*\)/g, '');
      const without = Object.fromEntries(places.map((place) => [place, strip(said[place])])) as Labels;
      const bare = emptyRegister();
      const [with_, without_] = [said, without].map((each) => labelsOf({ a: subgraph('A', each) }, bare));
      for (const [coordinate, entry] of Object.entries(without_?.fields ?? {})) {
        // A bare key copy that bears a claim is no bare copy any more; it then needs a label of its own.
        if (coordinate === 'P.id') continue;
        expect(with_?.fields[coordinate]?.label).toEqual(entry.label);
      }
    }),
    { numRuns: 40 },
  );
});
