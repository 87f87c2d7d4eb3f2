import { print } from 'graphql';
import type { CompileOutcome } from '../../../gateway/compiler/compile-operation';
import type { ShapeNode } from '../../../gateway/compiler/compiled-operation';
import type { Label } from '../../../directives/label';
import { compile, handMadeSupergraph, labelled } from '../../support/hand-made-supergraph';

const sdl = `
  type Query { stop: Stop ride: Ride anything: Anything }
  interface Stop { id: ID next: Stop }
  type Station implements Stop { id: ID next: Station platforms: Int }
  interface Ride { from: Stop }
  type Train implements Ride { from: Station cars: Int }
  type Tram implements Ride { from: Station line: String }
  union Anything = Station
`;

function document(outcome: CompileOutcome): string {
  if (!outcome.ok || outcome.bound.operation.document === null) throw new Error('nothing is to be fetched');
  return print(outcome.bound.operation.document).replace(/\s+/g, ' ');
}

test('a field that only the one implementation declares stands in a fragment on it', () => {
  expect(document(compile(handMadeSupergraph(sdl), '{ stop { id ... on Station { platforms } } }'))).toBe(
    '{ _l3: stop { _l1: id ... on Station { _l2: platforms } } }',
  );
});

test('what is asked of the one member of a union stands in a fragment on it', () => {
  expect(document(compile(handMadeSupergraph(sdl), '{ anything { ... on Station { id } } }'))).toBe(
    '{ _l1: anything { ... on Station { _l2: id } } }',
  );
});

test.each([
  [
    'one implementation',
    '{ stop { next { ... on Station { platforms } } } }',
    '... on Station { _l1: next { _l2: platforms } }',
  ],
  [
    'several that agree',
    '{ ride { from { ... on Station { platforms } } } }',
    '... on Train { _l1: from { _l2: platforms } }',
  ],
])(
  'a field whose type %s narrow stands in fragments, as what is below is asked of the narrower type',
  (_who, query, part) => {
    expect(document(compile(handMadeSupergraph(sdl), query))).toContain(part);
  },
);

test('what implementations yield beyond their interface does not contradict where it stands side by side', () => {
  const covariant = `type Query { u: U n: N } union U = A | B interface N { f: String g: N }
    type A implements N { f: String! g: A! a: Int } type B implements N { f: String g: B }`;
  expect(document(compile(handMadeSupergraph(covariant), '{ u { ... on N { f g { f } } } }'))).toBe(
    '{ _l5: u { _l0: __typename ... on A { _l2: f _l4: g { _l2: f } } ... on B { _l1: f _l3: g { _l1: f } } } }',
  );
});

describe('a type that clients cannot spell', () => {
  const hidingTram = sdl.replace(/type Tram[^}]*}/, '');
  const hidingBoth = hidingTram.replace(/type Train[^}]*}/, '');

  function rides(apiSdl: string): ShapeNode | undefined {
    const outcome = compile(handMadeSupergraph(sdl, { apiSdl }), '{ ride { __typename from { id } } }');
    const ride = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
    return ride?.kind === 'composite' ? ride.child : undefined;
  }

  test('is withheld where its name is asked, though all types agree', () => {
    expect(Object.keys(rides(hidingTram)?.byType ?? {})).toEqual(['Train']);
    expect(rides(hidingTram)?.any).toBeNull();
  });

  test('is withheld where it yields a narrower type than it is known to, though all types agree', () => {
    const outcome = compile(handMadeSupergraph(sdl, { apiSdl: hidingTram }), '{ ride { from { id } } }');
    expect(document(outcome)).toBe('{ _l3: ride { _l0: __typename ... on Train { _l1: from { _l2: id } } } }');
  });

  test('is withheld where its name is asked, though it is the only one', () => {
    const one = sdl.replace(/type Train[^}]*}/, '');
    const outcome = compile(handMadeSupergraph(one, { apiSdl: hidingBoth }), '{ ride { __typename } }');
    const ride = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
    expect(ride?.kind === 'composite' && ride.child.any).toBeNull();
    expect(ride?.kind === 'composite' && Object.keys(ride.child.byType)).toEqual([]);
  });
});

describe('an interface that nothing implements', () => {
  const ghosts = 'type Query { ghost: Ghost } interface Ghost { id: ID name: String }';

  test('answers what it declares itself, under its own labels', () => {
    const made = { labels: { 'Ghost.name': labelled({ share: 'NONE', open: 'NONE' }) } };
    const outcome = compile(handMadeSupergraph(ghosts, made), '{ ghost { id name } }');
    expect(document(outcome)).toBe('{ _l1: ghost { _l2: id } }');
    expect(outcome.ok && outcome.bound.denials.map(({ denial }) => denial.coordinate)).toEqual(['Ghost.name']);
  });

  test('never passes its own name for that of a type', () => {
    const outcome = compile(handMadeSupergraph(ghosts), '{ ghost { __typename id } }');
    const ghost = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
    const [typename] = ghost?.kind === 'composite' ? (ghost.child.any?.fields ?? []) : [];
    expect(typename).toMatchObject({ kind: 'typename', value: null });
    expect(document(outcome)).toContain('__typename');
  });
});

describe('a value type that cannot stand where it is asked', () => {
  const boxes =
    'type Query { left: Content right: Content } union Content = Ball | Cube type Ball { r: Int } type Cube { a: Int }';

  /** Subgraph `one` has `left` and balls, `two` has `right` and cubes. */
  function asked(query: string, cube: Label | null): readonly string[] {
    const { supergraph, apiSchema } = handMadeSupergraph(boxes, { valueTypes: ['Ball', 'Cube'] });
    const fields = { ...supergraph.labelMap.fields };
    const says = (coordinate: string, subgraph: string, label: Label | null): void => {
      const entry = fields[coordinate];
      if (entry === undefined) throw new Error(coordinate);
      fields[coordinate] = { ...entry, label, bySubgraph: { [subgraph]: label }, resolvedBy: [subgraph] };
    };
    says('Query.left', 'one', labelled());
    says('Ball.r', 'one', labelled());
    says('Query.right', 'two', labelled());
    says('Cube.a', 'two', cube);
    const labelMap = { ...supergraph.labelMap, fields };
    const outcome = compile({ supergraph: { ...supergraph, labelMap }, apiSchema }, query);
    if (!outcome.ok) throw new Error('refused');
    return outcome.bound.denials.map(({ denial }) => `${denial.reason} ${denial.coordinate}`);
  }

  const both = '{ ... on Ball { r } ... on Cube { a } }';

  test('is no denial where it would be permitted elsewhere', () => {
    expect(asked(`{ left ${both} right ${both} }`, labelled())).toEqual([]);
  });

  test('is denied where it would be denied elsewhere', () => {
    expect(asked(`{ left ${both} }`, labelled({ share: 'NONE', open: 'NONE' }))).toEqual(['NOT_SHARED Cube.a']);
    expect(asked(`{ left ${both} }`, null)).toEqual(['UNCLASSIFIED Cube.a']);
  });
});
