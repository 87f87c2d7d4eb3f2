import { print } from 'graphql';
import type { CompileOutcome } from '../../../gateway/compiler/compile-operation';
import { RefusedRequest } from '../../../gateway/errors';
import {
  anonymous,
  compile,
  desk,
  grant,
  granting,
  handMadeSupergraph,
  labelled,
  owner,
  type HandMade,
} from '../../support/hand-made-supergraph';

const sdl = `
  type Query { person(pid: ID, name: String): Person people(first: Int, name: String, by: Filter, order: Order = NAME): [Person!] must: Person!
    connection(first: Int): People any: Thing things: [Thing!] node(id: ID): Node count(name: String = "x"): Int }
  type Mutation { rename(pid: ID!, name: String!): Person }
  interface Node { id: ID name: String }
  type Person implements Node { id: ID name: String pid: ID! secret: String strict: String! address: Address friends(limit: Int): [Person!]! region: String nickname: String }
  type Company implements Node { id: ID name: String code: String secret: String strict: String! }
  type Address { street: String region: String }
  type People { edges: [Edge!]! total: Int free: Int page: Page }
  type Edge { node: Person cursor: String }
  type Page { next: String }
  union Thing = Person | Company
  input Filter { name: String deep: [Filter!] secret: String = "d" }
  enum Order { NAME SECRET }
`;
const valueTypes = ['Address', 'People', 'Edge', 'Page'];
const never = labelled({ share: 'NONE', open: 'NONE' });
const granted = labelled({ share: 'CONDITIONAL', open: 'NONE' });

function bench(made: HandMade = {}): ReturnType<typeof handMadeSupergraph> {
  return handMadeSupergraph(sdl, { valueTypes, ...made });
}

function document(outcome: CompileOutcome): string {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.denials.map((each) => each.reason).join()}`);
  const { document } = outcome.bound.operation;
  return document === null ? '' : print(document).replace(/\s+/g, ' ');
}

function denials(outcome: CompileOutcome): string[] {
  if (!outcome.ok) return outcome.refusal.denials.map((each) => `refused ${each.reason} ${each.coordinate}`);
  return outcome.bound.denials.map(
    (each) => `${each.position.join('.')} ${each.denial.reason} ${each.denial.coordinate}`,
  );
}

describe('names', () => {
  test('every client field gets a generated alias, and no client text is left', () => {
    const outcome = compile(
      bench(),
      'query Mine($who: ID) { a: person(pid: $who, name: "literal") { nickname: name } }',
      {
        variables: { who: 'P-1' },
      },
    );
    expect(document(outcome)).toBe(
      'query ($v1_name: String, $v1_pid: ID) { _l1: person(pid: $v1_pid, name: $v1_name) { _l2: name } }',
    );
    expect(outcome.ok && outcome.bound.variables).toEqual({ v1_pid: 'P-1', v1_name: 'literal' });
  });

  test('equal fields with equal arguments share an alias, others do not', () => {
    const text = document(
      compile(bench(), '{ person(pid: 1) { name friends { name } } again: person(pid: 2) { name } }'),
    );
    expect(text).toContain('_l4: person');
    expect(text.match(/_l3: name/g)).toHaveLength(3);
  });

  test('aliases of the generated form are refused', () => {
    expect(() => compile(bench(), '{ person { _l1: name } }')).toThrow(RefusedRequest);
    expect(() => compile(bench(), '{ _l22: person { name } }')).toThrow(/choose an alias/);
  });

  test('prototype names are names like any other', () => {
    const outcome = compile(
      bench({ labels: { 'Person.secret': never } }),
      '{ person { __proto__: name constructor: secret } }',
    );
    expect(denials(outcome)).toEqual(['person.constructor NOT_SHARED Person.secret']);
    const shape = outcome.ok ? outcome.bound.operation.shape : null;
    const person = shape?.any?.fields[0];
    expect(person?.kind === 'composite' && person.child.any?.fields.map((each) => each.key)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test('a literal that JSON cannot carry exactly travels as text where an ID stands', () => {
    const outcome = compile(bench(), '{ person(pid: 12345678901234567890) { name } }');
    expect(outcome.ok && Object.values(outcome.bound.variables)).toEqual(['12345678901234567890']);
  });
});

describe('denials leave the document before planning', () => {
  test('a denied field is not fetched, its siblings are', () => {
    const outcome = compile(bench({ labels: { 'Person.secret': never } }), '{ person { name hidden: secret } }');
    expect(document(outcome)).toBe('{ _l2: person { _l1: name } }');
    expect(denials(outcome)).toEqual(['person.hidden NOT_SHARED Person.secret']);
  });

  test('an unlabelled field is never served', () => {
    expect(denials(compile(bench({ labels: { 'Person.name': null } }), '{ person { name } }'))).toEqual([
      'person.name UNCLASSIFIED Person.name',
    ]);
  });

  test('a selection that denials empty goes with its parent', () => {
    const outcome = compile(bench({ labels: { 'Person.secret': never } }), '{ person { secret } }');
    expect(outcome.ok && outcome.bound.operation.document).toBeNull();
    expect(outcome.ok && outcome.bound.operation.shape?.any?.fields.map((each) => each.kind)).toEqual(['denied']);
    expect(denials(outcome)).toEqual(['person.secret NOT_SHARED Person.secret']);
  });

  test('a denied non-null field takes what holds it, and its siblings are not fetched', () => {
    const outcome = compile(bench({ labels: { 'Person.strict': never } }), '{ person { strict name } count }');
    expect(document(outcome)).not.toContain('person');
  });

  test('at a non-null root field data is null', () => {
    const outcome = compile(bench({ labels: { 'Person.secret': never } }), '{ must { secret } count }');
    expect(outcome.ok && outcome.bound.operation.shape).toBeNull();
    expect(outcome.ok && outcome.bound.operation.document).toBeNull();
  });

  test('arguments and selections of a denied field are not examined', () => {
    const made = {
      labels: { 'Query.person': never, 'Person.secret': never },
      influences: { 'Query.person(name)': ['Person.secret'] },
    };
    expect(denials(compile(bench(made), '{ person(name: "x") { secret } }'))).toEqual([
      'person NOT_SHARED Query.person',
    ]);
  });

  test.each([
    ['skipped by literal', 'query { person { name secret @skip(if: true) } }', {}],
    ['skipped by variable', 'query ($no: Boolean!) { person { name secret @skip(if: $no) } }', { no: true }],
    [
      'not included by default',
      'query ($yes: Boolean = false) { person { name ... @include(if: $yes) { secret } } }',
      {},
    ],
  ])('a denied field that is %s is no denial', (_how, query, variables) => {
    expect(denials(compile(bench({ labels: { 'Person.secret': never } }), query, { variables }))).toEqual([]);
  });

  test('the same query with the condition the other way round is one', () => {
    const query = 'query ($no: Boolean!) { person { name secret @skip(if: $no) } }';
    const made = bench({ labels: { 'Person.secret': never } });
    expect(denials(compile(made, query, { variables: { no: false } }))).toHaveLength(1);
  });

  test('sibling fragments with one response key merge before they are decided', () => {
    const query =
      '{ person { ...A ...B } } fragment A on Person { address { street } } fragment B on Person { address { region } }';
    const outcome = compile(bench({ labels: { 'Address.region': never } }), query);
    expect(denials(outcome)).toEqual(['person.address.region NOT_SHARED Address.region']);
    expect(document(outcome)).not.toContain('region');
  });

  test('reject and mutations refuse the whole operation', () => {
    const made = bench({ labels: { 'Person.secret': never } });
    expect(denials(compile(made, '{ person { name secret } }', { onDeny: 'reject' }))).toEqual([
      'refused NOT_SHARED Person.secret',
    ]);
    expect(denials(compile(made, 'mutation { rename(pid: 1, name: "n") { name secret } }'))).toEqual([
      'refused NOT_SHARED Person.secret',
    ]);
  });
});

describe('abstract positions', () => {
  const made = { labels: { 'Person.name': never } };

  test('concrete types that decide differently are split; those that agree are not', () => {
    expect(document(compile(bench(made), '{ node { id name } }'))).toBe(
      '{ _l3: node { _l0: __typename _l1: id ... on Company { _l2: name } } }',
    );
    expect(document(compile(bench(), '{ node { id name } }'))).toBe('{ _l3: node { _l1: id _l2: name } }');
  });

  test('the interface door and the fragment door lead to the same decision as the plain field', () => {
    for (const query of [
      '{ node { name } }',
      '{ node { ... on Person { name } } }',
      '{ any { ... on Node { name } } }',
    ]) {
      expect(denials(compile(bench(made), query)).map((each) => each.split(' ').slice(1).join(' '))).toEqual([
        'NOT_SHARED Person.name',
      ]);
    }
  });

  test('a non-null field denied for one type withholds that type alone, with its own error', () => {
    const outcome = compile(
      bench({ labels: { 'Person.strict': never } }),
      '{ things { ... on Person { strict } ... on Company { strict } } }',
    );
    expect(denials(outcome)).toEqual(['things.strict NOT_SHARED Person.strict']);
    const things = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
    expect(things?.kind === 'composite' && Object.keys(things.child.byType)).toEqual(['Company']);
  });

  test('a type whose own label denies it does not show, not even its name', () => {
    const outcome = compile(bench({ typeLabels: { Person: never } }), '{ things { __typename } }');
    expect(denials(outcome)).toEqual(['things NOT_SHARED Person']);
    const things = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
    expect(things?.kind === 'composite' && Object.keys(things.child.byType)).toEqual(['Company']);
  });

  test('a grant for any field of the type lets its existence be known', () => {
    const grants = granting(grant({ fields: ['Person.secret'] }));
    expect(
      denials(compile(bench({ typeLabels: { Person: granted } }), '{ things { __typename } }', { grants })),
    ).toEqual([]);
  });

  test('a type that clients cannot spell is released only where all types agree', () => {
    const apiSdl = sdl
      .replace('union Thing = Person | Company', 'union Thing = Person')
      .replace(/type Company[^}]*}/, '');
    const agreeing = compile(bench({ apiSdl }), '{ node { id } }');
    expect(document(agreeing)).toBe('{ _l2: node { _l1: id } }');
    const differing = compile(bench({ ...made, apiSdl }), '{ node { id name } }');
    expect(document(differing)).toBe('{ _l3: node { _l0: __typename ... on Person { _l1: id } } }');
  });

  test('depth does not multiply what is built', () => {
    let query = 'name';
    for (let depth = 0; depth < 13; depth += 1) query = `... on Person { friends { ${query} } } id`;
    expect(document(compile(bench(), `{ node { ${query} } }`)).length).toBeLessThan(5_000);
  });
});

describe('influences', () => {
  const influences = {
    'Query.people(name)': ['Person.secret'],
    'Filter.name': ['Person.secret'],
    'Filter.secret': ['Person.secret'],
    'Order.SECRET': ['Person.secret'],
    'Query.count(name)': ['Person.secret'],
  };
  const made = bench({ labels: { 'Person.secret': never }, influences });

  test.each([
    ['a literal', '{ people(name: "x") { name } }', {}],
    ['explicit null', '{ people(name: null) { name } }', {}],
    ['a variable', 'query ($n: String) { people(name: $n) { name } }', { n: 'x' }],
    ['a client default', 'query ($n: String = "x") { people(name: $n) { name } }', {}],
    ['a schema default', '{ count }', {}],
    ['a nested input field', '{ people(by: { deep: [{ name: "x" }] }) { name } }', {}],
    ['the default of an input field', '{ people(by: {}) { name } }', {}],
    ['an input variable', 'query ($f: Filter) { people(by: $f) { name } }', { f: { name: 'x' } }],
    ['an enum value', '{ people(order: SECRET) { name } }', {}],
    ['an enum variable', 'query ($o: Order) { people(order: $o) { name } }', { o: 'SECRET' }],
  ])('%s that influences a denied field refuses the operation', (_how, query, variables) => {
    expect(denials(compile(made, query, { variables }))).toEqual(['refused INFLUENCE_NOT_PERMITTED Person.secret']);
  });

  test('a variable that was not given influences nothing', () => {
    expect(denials(compile(made, 'query ($n: String) { people(name: $n) { name } }'))).toEqual([]);
  });

  test('a masked form is no permit for a filter', () => {
    const masked = labelled({
      share: 'NONE',
      open: 'NONE',
      deidentified: { technique: 'name', share: 'UNCONDITIONAL', open: 'NONE', evidence: 'E' },
    });
    const outcome = compile(
      bench({ labels: { 'Person.secret': masked }, influences }),
      '{ people(name: "x") { secret } }',
    );
    expect(denials(outcome)).toEqual(['refused INFLUENCE_NOT_PERMITTED Person.secret']);
  });

  test('a scoped permit filters the rows that come back, and refuses where there are none', () => {
    const grants = granting(grant({ fields: ['Person.secret'], scope: { region: ['450100'] } }));
    const scoped = bench({
      labels: { 'Person.secret': granted },
      influences,
      scopes: { Person: { by: 'region', kind: 'REGION' } },
    });
    const outcome = compile(scoped, '{ people(name: "x") { name } }', { grants });
    expect(denials(outcome)).toEqual([]);
    expect(document(outcome)).toContain(': region');
    expect(denials(compile(scoped, '{ count }', { grants }))).toEqual([
      'refused INFLUENCE_NOT_PERMITTED Person.secret',
    ]);
  });
});

describe('row scope', () => {
  const made = { labels: { 'Person.secret': granted }, scopes: { Person: { by: 'region', kind: 'REGION' as const } } };
  const grants = granting(grant({ fields: ['Person.secret'], scope: { region: ['450100'] } }));

  test('the scope field is selected with every occurrence of the type', () => {
    const text = document(
      compile(bench(made), '{ people { secret friends { secret } } things { ... on Person { secret } } }', { grants }),
    );
    expect(text.match(/: region/g)).toHaveLength(3);
  });

  test('pagination and totals are denied where rows are filtered', () => {
    expect(denials(compile(bench(made), '{ people(first: 1) { secret } }', { grants }))).toEqual([
      'people SCOPE_LIMITED Query.people',
    ]);
    const query = '{ connection { total free page { next } edges { cursor node { name secret } } } }';
    expect(denials(compile(bench({ ...made, revealsNothing: ['People.free'] }), query, { grants }))).toEqual([
      'connection.total SCOPE_LIMITED People.total',
      'connection.page.next SCOPE_LIMITED Page.next',
      'connection.edges.cursor SCOPE_LIMITED Edge.cursor',
    ]);
    expect(denials(compile(bench(made), '{ connection { total edges { node { name } } } }', { grants }))).toEqual([]);
  });

  test('without a scope field, or one that the grant does not name, the field is denied', () => {
    expect(denials(compile(bench({ labels: made.labels }), '{ person { secret } }', { grants }))).toEqual([
      'person.secret SCOPE_LIMITED Person.secret',
    ]);
    const elsewhere = granting(grant({ fields: ['Person.secret'], scope: { other: ['x'] } }));
    expect(denials(compile(bench(made), '{ person { secret } }', { grants: elsewhere }))).toEqual([
      'person.secret SCOPE_LIMITED Person.secret',
    ]);
  });

  test('a value type belongs to its nearest enclosing row', () => {
    const labels = { 'Address.street': granted };
    const street = granting(grant({ fields: ['Address.street'], scope: { region: ['450100'] } }));
    const text = document(compile(bench({ ...made, labels }), '{ people { address { street } } }', { grants: street }));
    expect(text).toMatch(/people \{ _l\d+: address \{ _l\d+: street \} _l\d+: region \}/);
  });
});

describe('writes under a scope', () => {
  const scopes = { Person: { by: 'region', kind: 'REGION' as const } };
  const rename = 'mutation { rename(pid: 1, name: "n") { name } }';
  const scope = { region: ['450100'] };

  test('a scoped permit of a mutation permits no write: withholding the row would not undo it', () => {
    const made = bench({ labels: { 'Mutation.rename': granted }, scopes });
    const may = (changes: Partial<Parameters<typeof grant>[0]>): string[] =>
      denials(
        compile(made, rename, {
          grants: granting(grant({ fields: ['Mutation.rename'], methods: ['MUTATE'], ...changes })),
        }),
      );
    expect(may({})).toEqual([]);
    expect(may({ scope })).toEqual(['refused SCOPE_LIMITED Mutation.rename']);
  });

  test('nor does a scoped permit of what its input reveals', () => {
    const influences = { 'Mutation.rename(pid)': ['Person.secret'] };
    const made = bench({ labels: { 'Person.secret': granted }, scopes, influences });
    const may = (changes: Partial<Parameters<typeof grant>[0]>): string[] =>
      denials(
        compile(made, rename, {
          grants: granting(grant({ fields: ['Person.secret'], methods: ['MUTATE'], ...changes })),
        }),
      );
    expect(may({})).toEqual([]);
    expect(may({ scope })).toEqual(['refused INFLUENCE_NOT_PERMITTED Person.secret']);
  });
});

describe('the cache key', () => {
  const made = bench({ labels: { 'Person.secret': granted }, scopes: { Person: { by: 'region', kind: 'REGION' } } });
  const key = (changes: Parameters<typeof compile>[2], query = '{ people { name secret } }'): string => {
    const outcome = compile(made, query, changes);
    if (!outcome.ok) throw new Error('refused');
    return outcome.bound.operation.key;
  };

  test('two principals with different decisions never share a compiled operation', () => {
    const permitted = { grants: granting(grant({ fields: ['Person.secret'] })) };
    expect(key(permitted)).not.toBe(key({}));
    expect(key({ principal: anonymous, purpose: null })).toBe(key({}));
    expect(key({ grants: granting(grant({ fields: ['Person.secret'], scope: { region: ['450100'] } })) })).not.toBe(
      key(permitted),
    );
  });

  test('grant ids, scope values, purposes and argument values stay outside', () => {
    const scoped = (id: string, region: string): string =>
      key({ grants: granting(grant({ id, fields: ['Person.secret'], scope: { region: [region] } })) });
    expect(scoped('G-1', '450100')).toBe(scoped('G-2', '450200'));
    expect(key({}, '{ person(pid: 1) { name } }')).toBe(key({}, '{ person(pid: 2) { name } }'));
  });

  test('the value that steers a condition is part of it', () => {
    const query = 'query ($x: Boolean!) { person { name nickname @include(if: $x) } }';
    expect(key({ variables: { x: true } }, query)).not.toBe(key({ variables: { x: false } }, query));
  });
});

describe('flow denials', () => {
  test('an occurrence that a denied flow leads to is denied and the rest compiled anew', () => {
    const made = bench();
    const first = compile(made, '{ person { name nickname } }', { principal: desk });
    if (!first.ok) throw new Error('refused');
    const person = first.bound.operation.shape?.any?.fields[0];
    const name = person?.kind === 'composite' ? person.child.any?.fields[0] : undefined;
    if (person?.kind !== 'composite' || name?.kind !== 'leaf') throw new Error('unexpected shape');
    const denial = {
      outcome: 'deny',
      reason: 'FLOW_NOT_PERMITTED',
      article: '35',
      coordinate: 'x',
      owner,
      validUntil: null,
    } as const;
    const second = first.deny([{ path: [person.alias, name.alias], types: null, denial }]);
    expect(denials(second)).toEqual(['person.name FLOW_NOT_PERMITTED Person.name']);
    expect(document(second)).toContain('nickname');
    expect(document(second)).not.toMatch(/: name/);
    // the same denial again removes nothing: the operation is refused rather than planned for ever
    expect(second.ok && denials(second.deny([{ path: ['_l99'], types: null, denial }]))).toEqual([
      'refused FLOW_NOT_PERMITTED x',
    ]);
  });
});
