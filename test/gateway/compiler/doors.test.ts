/** What a value is called, and whether it may be had, does not depend on the door that leads to it. */
import { print } from 'graphql';
import type { CompileOutcome } from '../../../gateway/compiler/compile-operation';
import type { ShapeNode } from '../../../gateway/compiler/compiled-operation';
import { RefusedRequest } from '../../../gateway/errors';
import type { Denial, Reason } from '../../../gateway/policy/decision';
import { compile, grant, granting, handMadeSupergraph, labelled } from '../../support/hand-made-supergraph';

const never = labelled({ share: 'NONE', open: 'NONE' });

function masked(technique: string, share: 'UNCONDITIONAL' | 'CONDITIONAL' = 'UNCONDITIONAL') {
  return labelled({
    share: 'NONE',
    open: 'NONE',
    deidentified: { technique, share, open: 'NONE', evidence: 'E-1' },
  });
}

function denials(outcome: CompileOutcome): string[] {
  if (!outcome.ok) throw new Error('refused');
  return outcome.bound.denials.map(({ position, denial }) => `${position.join('.')} ${denial.coordinate}`);
}

function decisionOf(reason: Reason, coordinate: string): Denial {
  return { outcome: 'deny', reason, article: '35', coordinate, owner: null, validUntil: null };
}

function document(outcome: CompileOutcome): string {
  if (!outcome.ok || outcome.bound.operation.document === null) throw new Error('nothing is to be fetched');
  return print(outcome.bound.operation.document).replace(/\s+/g, ' ');
}

function firstChild(outcome: CompileOutcome): ShapeNode {
  const field = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
  if (field?.kind !== 'composite') throw new Error('the first field yields no objects');
  return field.child;
}

describe('arguments that concrete types declare differently', () => {
  const sdl = `type Query { u: U } union U = A | B
    type A { id: ID f(x: ID): Int } type B { id: ID f(x: Int!): Int }`;

  test('travel in variables of their own types', () => {
    const outcome = compile(handMadeSupergraph(sdl), '{ u { ... on A { f(x: 1) } ... on B { f(x: 1) } } }');
    expect(document(outcome)).toContain('($v1_x: ID, $v2_x: Int!)');
    expect(outcome.ok && { ...outcome.bound.variables }).toEqual({ v1_x: '1', v2_x: 1 });
  });
});

test('errors stand in document order, whatever the concrete types are called', () => {
  const sdl = `type Query { u: U v: Int } union U = A | B type A { y: Int w: A } type B { x: Int }`;
  const labels = { 'A.y': never, 'B.x': never, 'Query.v': never };
  expect(
    denials(
      compile(
        handMadeSupergraph(sdl, { labels }),
        'query { ...F u { ... on A { y w { y } } } } fragment F on Query { v u { ... on B { x } } }',
      ),
    ),
  ).toEqual(['v Query.v', 'u.x B.x', 'u.y A.y', 'u.w.y A.y']);
});

test('the label of a root type is a floor for its fields, not an object that could be withheld', () => {
  const bench = handMadeSupergraph('type Query { a: Int }', { typeLabels: { Query: never } });
  expect(denials(compile(bench, '{ a }'))).toEqual([]);
});

test('the one implementation of an interface is known by its own name', () => {
  const bench = handMadeSupergraph('type Query { n: N } interface N { id: ID } type A implements N { id: ID }', {
    subjects: { A: { kind: 'PERSON', key: 'id' } },
  });
  const { any } = firstChild(compile(bench, '{ n { id } }'));
  expect([any?.name, any?.fields[0]?.coordinate]).toEqual(['A', 'A.id']);
});

test('a pseudonym is the same through an interface, so that its type must be known', () => {
  const bench = handMadeSupergraph(
    'type Query { n: N } interface N { id: ID } type A implements N { id: ID } type B implements N { id: ID }',
    { labels: { 'A.id': masked('pseudonym'), 'B.id': masked('pseudonym') } },
  );
  const { any, byType } = firstChild(compile(bench, '{ n { id } }'));
  expect([any, byType['A']?.fields[0]?.coordinate]).toEqual([null, 'A.id']);
});

describe('a type that is denied, of which a masked form may be had', () => {
  const sdl = 'type Query { a: [A] } type A { id: ID name: String region: String }';
  const scopes = { A: { by: 'region', kind: 'REGION' } } as const;

  test('is denied after all where a flow takes the masked form away', () => {
    const bench = handMadeSupergraph(sdl, { typeLabels: { A: never }, labels: { 'A.name': masked('name') } });
    const outcome = compile(bench, '{ a { __typename name } }');
    expect(denials(outcome)).toEqual([]);
    if (!outcome.ok) throw new Error('refused');
    const path = /(_l\d+): a \{ .*(_l\d+): name/.exec(document(outcome))?.slice(1) ?? [];
    const denial = decisionOf('FLOW_NOT_PERMITTED', 'A.name');
    expect(denials(outcome.deny([{ path, types: null, denial }]))).toEqual(['a A']);
  });

  test('is known within the scope of the masked form only', () => {
    const bench = handMadeSupergraph(sdl, {
      ...{ typeLabels: { A: never }, labels: { 'A.name': masked('name', 'CONDITIONAL') }, scopes },
    });
    const grants = granting(grant({ fields: ['A.name'], scope: { region: ['450100'] } }));
    const { any } = firstChild(compile(bench, '{ a { id name } }', { grants }));
    expect(any?.rowSlots).toHaveLength(1);
    const elsewhere = granting(grant({ fields: ['A.name'], scope: { other: ['450100'] } }));
    expect(denials(compile(bench, '{ a { id name } }', { grants: elsewhere }))).toEqual(['a A']);
  });
});

test('a number that no double holds is refused, not sent as null', () => {
  const bench = handMadeSupergraph('type Query { a(x: Float): Int }');
  expect(() => compile(bench, '{ a(x: 1e400) }')).toThrow(RefusedRequest);
});

test('an answer rests on the permits of what is in it, not on those of what went with a denied field', () => {
  const sdl = 'type Query { a: A b: B } type A { never: Int! income: Int } type B { id: ID income: Int }';
  const conditional = labelled({ share: 'CONDITIONAL', open: 'NONE' });
  const bench = handMadeSupergraph(sdl, {
    labels: { 'A.never': never, 'A.income': conditional, 'B.income': conditional, 'B.id': conditional },
    typeLabels: { B: conditional },
    influences: { 'Query.b': ['B.id'] },
  });
  const grants = granting(
    grant({ id: 'G-A', fields: ['A.income'] }),
    grant({ id: 'G-B', fields: ['B.income'] }),
    grant({ id: 'G-ID', fields: ['B.id'] }),
  );
  const relied = (query: string): unknown => {
    const outcome = compile(bench, query, { grants });
    if (!outcome.ok) throw new Error('refused');
    const { decisions, relied } = outcome.bound;
    const all = relied.map((slot) => decisions[slot]);
    return [
      ...new Set(all.flatMap((each) => (each === undefined || each.outcome === 'deny' ? [] : each.grants))),
    ].sort();
  };
  expect(relied('{ a { never income } }')).toEqual([]);
  expect(relied('{ a { income } b { __typename } }')).toEqual(['G-A', 'G-B', 'G-ID']);
});

test('operations that share a document understand its names alike, whatever else each asked in vain', () => {
  const bench = handMadeSupergraph('type Query { u: U } union U = B | C type B { id: ID } type C { x: Int }', {
    typeLabels: { C: never },
    subjects: { B: { kind: 'PERSON', key: 'id' } },
  });
  const denial = decisionOf('FLOW_NOT_PERMITTED', 'B.id');
  const outcomes = ['x', 'x w: x'].map((fields) =>
    compile(bench, `{ u { ... on C { ${fields} } ... on B { b: id } } }`),
  );
  for (const outcome of outcomes) {
    const [, u = '', key = ''] = /(_l\d+): u .*(_l\d+): id \}/.exec(document(outcome)) ?? [];
    // The field that traces the subject is the gateway's own: what needed it goes, not a namesake.
    const without = outcome.ok ? outcome.deny([{ path: [u, key], types: null, denial }]) : outcome;
    expect(denials(without)).toEqual(['u Query.u']);
  }
});
