import { print } from 'graphql';
import type { CompileOutcome } from '../../../gateway/compiler/compile-operation';
import type { ShapeNode } from '../../../gateway/compiler/compiled-operation';
import { compile, handMadeSupergraph } from '../../support/hand-made-supergraph';

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

  test('is withheld where its name is asked, though it is the only one', () => {
    const one = sdl.replace(/type Train[^}]*}/, '');
    const outcome = compile(handMadeSupergraph(one, { apiSdl: hidingBoth }), '{ ride { __typename } }');
    const ride = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
    expect(ride?.kind === 'composite' && ride.child.any).toBeNull();
    expect(ride?.kind === 'composite' && Object.keys(ride.child.byType)).toEqual([]);
  });
});
