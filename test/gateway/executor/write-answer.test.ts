import { buildSchema, execute, type ExecutionResult as GraphQLResult, type GraphQLSchema } from 'graphql';
import type { CompileInput } from '../../../gateway/compiler/compile-input';
import { writeAnswer, type WrittenAnswer } from '../../../gateway/executor/write-answer';
import type { BoundOperation } from '../../../gateway/compiler/compiled-operation';
import type { Decision } from '../../../gateway/policy/decision';
import type { ExecutionError } from '../../../gateway/executor/execution';
import {
  compile,
  grant,
  granting,
  handMadeSupergraph,
  labelled,
  type HandMade,
} from '../../support/hand-made-supergraph';

const sdl = `
  type Query { person: Person people: [Person!] maybe: [Person] connection: People must: Person! things: [Thing!] }
  type Person { id: ID name: String secret: String strict: String! region: String boss: Person! home: Address aliases: [String!] }
  type Company { id: ID name: String }
  type Address { street: String }
  type People { edges: [Edge!]! }
  type Edge { node: Person }
  union Thing = Person | Company
`;
/** Every output nullable: what arrives is not completed yet. */
const raw = (ofSdl: string): GraphQLSchema => buildSchema(ofSdl.replaceAll('!', ''));
const valueTypes = ['Address', 'People', 'Edge'];
const granted = labelled({ share: 'CONDITIONAL', open: 'NONE' });
const scopes = { Person: { by: 'region', kind: 'REGION' as const } };
const nanning = { region: ['450100'] };

const inside = {
  __typename: 'Person',
  id: '1',
  name: '韦小宝',
  secret: 's1',
  strict: 'x',
  region: '450103',
  aliases: ['韦一', 'x'],
};
const outside = { ...inside, id: '2', secret: 's2', region: '450203' };

interface Made extends HandMade {
  readonly input?: Partial<CompileInput>;
  readonly errors?: readonly ExecutionError[];
}

/** @param data what the subgraphs hold, or a change to what arrives */
function shape(
  query: string,
  data: object,
  made: Made = {},
  change: (data: never) => void = () => undefined,
  ofSdl = sdl,
): WrittenAnswer {
  const outcome = compile(handMadeSupergraph(ofSdl, { valueTypes, ...made }), query, made.input);
  if (!outcome.ok) throw new Error('refused');
  const { document } = outcome.bound.operation;
  const fetched =
    document === null ? { data: {} } : (execute({ schema: raw(ofSdl), document, rootValue: data }) as GraphQLResult);
  if (fetched.errors !== undefined) throw fetched.errors[0] as Error;
  change(fetched.data as never);
  const answer = writeAnswer(
    outcome.bound,
    { data: fetched.data as Record<string, unknown>, errors: made.errors ?? [] },
    { pseudonymKey: () => null, introspection: null },
  );
  return { ...answer, data: String(answer.data) };
}

function plain(answer: WrittenAnswer): unknown {
  return JSON.parse(String(answer.data));
}

test('the answer bears the client’s keys in the client’s order, denied fields null among them', () => {
  const made = { labels: { 'Person.secret': labelled({ share: 'NONE', open: 'NONE' }) } };
  const answer = shape('{ who: person { a: name b: secret __typename } }', { person: inside }, made);
  expect(answer.data).toBe('{"who":{"a":"韦小宝","b":null,"__typename":"Person"}}');
});

describe('row scope', () => {
  const made: Made = {
    labels: { 'Person.secret': granted },
    scopes,
    input: { grants: granting(grant({ fields: ['Person.secret'], scope: nanning })) },
  };

  test('a row none of whose values may be released is dropped from lists and null elsewhere', () => {
    expect(plain(shape('{ people { secret } }', { people: [outside, inside] }, made))).toEqual({
      people: [{ secret: 's1' }],
    });
    expect(plain(shape('{ person { secret } }', { person: outside }, made))).toEqual({ person: null });
  });

  test('a value permitted without a grant keeps the row, and the other value is null', () => {
    expect(plain(shape('{ people { name secret } }', { people: [outside] }, made))).toEqual({
      people: [{ name: '韦小宝', secret: null }],
    });
  });

  test('a row outside the scope of the composite field’s own permit goes, whatever its fields', () => {
    const own: Made = {
      labels: { 'Query.people': granted },
      scopes,
      input: { grants: granting(grant({ fields: ['Query.people'], scope: nanning })) },
    };
    expect(plain(shape('{ people { name } }', { people: [outside, inside] }, own))).toEqual({
      people: [{ name: '韦小宝' }],
    });
    expect(plain(shape('{ people { name } }', { people: [{ ...inside, region: null }] }, own))).toEqual({ people: [] });
  });

  test('what a composite field’s own permit limits is the rows that it yields, not the rows that these yield', () => {
    const own: Made = {
      labels: { 'Query.people': granted },
      scopes,
      input: { grants: granting(grant({ fields: ['Query.people'], scope: nanning })) },
    };
    const answer = shape('{ people { name boss { id } } }', { people: [{ ...inside, boss: outside }] }, own);
    expect(plain(answer)).toEqual({ people: [{ name: '韦小宝', boss: { id: '2' } }] });
  });

  test('through non-null positions the object that holds the row goes, without an error', () => {
    const boss = { ...made, labels: { 'Person.secret': granted } };
    const answer = shape('{ people { name boss { secret } } }', { people: [{ ...inside, boss: outside }] }, boss);
    expect(plain(answer)).toEqual({ people: [] });
    expect(answer.errors).toEqual([]);
  });

  test('at a non-null root field data is null', () => {
    const answer = shape('{ must { secret } }', { must: outside }, made);
    expect(answer).toMatchObject({ data: 'null', rootWithheld: true, errors: [] });
    expect(answer.disclosure).toEqual({ released: [], subjects: [] });
  });

  test('an edge whose only composite member was withheld goes with it', () => {
    const data = { connection: { edges: [{ node: outside }, { node: inside }] } };
    expect(plain(shape('{ connection { edges { node { secret } } } }', data, made))).toEqual({
      connection: { edges: [{ node: { secret: 's1' } }] },
    });
  });

  test('a non-null value that may not be released withholds its row', () => {
    const strict: Made = {
      labels: { 'Person.strict': granted },
      scopes,
      input: { grants: granting(grant({ fields: ['Person.strict'], scope: nanning })) },
    };
    expect(plain(shape('{ maybe { name strict } }', { maybe: [outside, inside] }, strict))).toEqual({
      maybe: [{ name: '韦小宝', strict: 'x' }],
    });
  });

  test('a value type is tested on the row that holds it', () => {
    const street: Made = {
      labels: { 'Address.street': granted },
      scopes,
      input: { grants: granting(grant({ fields: ['Address.street'], scope: nanning })) },
    };
    const home = { street: 'road' };
    const people = [
      { ...outside, home },
      { ...inside, home },
    ];
    expect(plain(shape('{ people { name home { street } } }', { people }, street))).toEqual({
      people: [
        { name: '韦小宝', home: { street: null } },
        { name: '韦小宝', home: { street: 'road' } },
      ],
    });
  });

  test.each(['', '!'])('a value of a row is no wrapper: it outlives the row that it leads to (`Person%s`)', (mark) => {
    const homeSdl = `type Query { person: Person } type Address { street: String host: Person${mark} }
      type Person { id: ID secret: String region: String home: Address }`;
    const home = { street: 'road', host: outside };
    const answer = shape(
      '{ person { home { street host { secret } } } }',
      { person: { ...inside, home } },
      made,
      undefined,
      homeSdl,
    );
    expect(plain(answer)).toEqual({ person: { home: mark === '!' ? null : { street: 'road', host: null } } });
  });

  test('what a subgraph failed at in a row that is withheld is told nobody, wherever in the row it stands', () => {
    const brokenSdl =
      'type Query { people: [Person!] } type Person { id: ID broken: Int! secret: String! region: String }';
    for (const fields of ['broken secret', 'secret broken']) {
      const answer = shape(
        `{ people { ${fields} } }`,
        { people: [{ ...outside, broken: null }] },
        made,
        undefined,
        brokenSdl,
      );
      expect([plain(answer), answer.errors]).toEqual([{ people: [] }, []]);
    }
  });

  test('what was withheld is not in the disclosure', () => {
    const subjects = { Person: { kind: 'PERSON' as const, key: 'id' } };
    const answer = shape('{ people { name secret } }', { people: [outside, inside] }, { ...made, subjects });
    expect(answer.disclosure.released).toEqual(
      expect.arrayContaining([
        { type: 'Query', positions: ['people'], coordinates: ['Query.people'], rows: 1 },
        { type: 'Person', positions: ['people.name'], coordinates: ['Person.name'], rows: 1 },
        {
          type: 'Person',
          positions: ['people.name', 'people.secret'],
          coordinates: ['Person.name', 'Person.secret'],
          rows: 1,
        },
      ]),
    );
    expect(answer.disclosure.released).toHaveLength(3);
    expect(answer.disclosure.subjects).toEqual([
      { type: 'Person', key: '2' },
      { type: 'Person', key: '1' },
    ]);
  });
});

test('a data subject that cannot be traced is withheld', () => {
  const subjects = { Person: { kind: 'PERSON' as const, key: 'id' } };
  const answer = shape('{ people { name } }', { people: [{ ...inside, id: null }, inside] }, { subjects });
  expect(plain(answer)).toEqual({ people: [{ name: '韦小宝' }] });
});

describe('masks', () => {
  const masked = labelled({
    share: 'NONE',
    open: 'NONE',
    deidentified: { technique: 'name', share: 'UNCONDITIONAL', open: 'NONE', evidence: 'E' },
  });

  test('only the masked form is released; what cannot be masked is null', () => {
    const made = { labels: { 'Person.name': masked } };
    expect(plain(shape('{ people { name } }', { people: [inside, { ...inside, name: 'x' }] }, made))).toEqual({
      people: [{ name: '韦**' }, { name: null }],
    });
  });

  test('at a non-null position a value that cannot be masked withholds its row, a list item only itself', () => {
    const made = { labels: { 'Person.strict': masked, 'Person.aliases': masked } };
    expect(plain(shape('{ people { id strict } }', { people: [inside, { ...inside, strict: '韦一' }] }, made))).toEqual(
      {
        people: [{ id: '1', strict: '韦*' }],
      },
    );
    expect(plain(shape('{ people { aliases } }', { people: [inside] }, made))).toEqual({
      people: [{ aliases: ['韦*'] }],
    });
  });
});

describe('nulls and failures', () => {
  const query = '{ person { name strict } people { name strict } }';

  test('null at a non-null position nulls what holds it, up to where null may stand', () => {
    const answer = shape(query, { person: { ...inside, strict: null }, people: [inside, { ...inside, strict: null }] });
    expect(plain(answer)).toEqual({ person: null, people: null });
    expect(answer.errors.map((error) => error.path)).toEqual([
      ['person', 'strict'],
      ['people', 1, 'strict'],
    ]);
    expect(answer.disclosure.released).toEqual([
      { type: 'Query', positions: ['person', 'people'], coordinates: ['Query.person', 'Query.people'], rows: 1 },
    ]);
  });

  test('a failed entity is told at its place, with the client’s names, once', () => {
    const data = { people: [inside, { ...inside }] };
    const outcome = compile(handMadeSupergraph(sdl, { valueTypes }), '{ all: people { n: name r: region } }');
    const people = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
    if (people?.kind !== 'composite') throw new Error('unexpected shape');
    const errors: ExecutionError[] = [{ code: 'SUBGRAPH_TIMEOUT', subgraph: 'b', path: [people.alias, 1] }];
    const answer = shape(
      '{ all: people { n: name r: region } }',
      data,
      { errors },
      (fetched: Record<string, Record<string, unknown>[]>) => {
        const second = fetched[people.alias]?.[1] as Record<string, unknown>;
        for (const alias of Object.keys(second)) if (second[alias] === '450103') delete second[alias];
      },
    );
    expect(plain(answer)).toEqual({
      all: [
        { n: '韦小宝', r: '450103' },
        { n: '韦小宝', r: null },
      ],
    });
    expect(answer.errors).toEqual([
      expect.objectContaining({ path: ['all', 1], extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'b' } }),
    ]);
  });

  test('errors at withheld rows are dropped and surviving indices re-based', () => {
    const made: Made = {
      labels: { 'Person.secret': granted },
      scopes,
      input: { grants: granting(grant({ fields: ['Person.secret'], scope: nanning })) },
    };
    const outcome = compile(handMadeSupergraph(sdl, { valueTypes, ...made }), '{ people { secret } }', made.input);
    const people = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
    if (people?.kind !== 'composite') throw new Error('unexpected shape');
    const errors: ExecutionError[] = [0, 1].map((index) => ({
      code: 'SUBGRAPH_ERROR',
      subgraph: 'b',
      path: [people.alias, index],
    }));
    const answer = shape('{ people { secret } }', { people: [outside, inside] }, { ...made, errors });
    expect(answer.errors.map((error) => error.path)).toEqual([['people', 0]]);
  });
});

test('a type’s name that no subgraph told nulls its object: it is never missing', () => {
  const nodes =
    'type Query { node: Node } interface Node { id: ID } type Person implements Node { id: ID } type Company implements Node { id: ID }';
  const forget = (data: { readonly [key: string]: Record<string, unknown> }): void => {
    for (const node of Object.values(data)) {
      for (const [key, value] of Object.entries(node)) if (value === 'Person') delete node[key];
    }
  };
  const answer = shape('{ node { id __typename } }', { node: { __typename: 'Person', id: '1' } }, {}, forget, nodes);
  expect(plain(answer)).toEqual({ node: null });
  expect(answer.errors.map(({ path }) => path)).toEqual([['node', '__typename']]);
});

test('an answer is written only under decisions of the very form (permit or mask, scoped or not) that its plan was made for', () => {
  const outcome = compile(handMadeSupergraph(sdl, { valueTypes }), '{ person { name } }');
  if (!outcome.ok) throw new Error('refused');
  const { bound } = outcome;
  const write = (decisions: BoundOperation['decisions']): WrittenAnswer =>
    writeAnswer({ ...bound, decisions }, { data: {}, errors: [] }, { pseudonymKey: () => null, introspection: null });
  const changed = (change: (decision: Decision) => Decision): BoundOperation['decisions'] =>
    bound.decisions.map(change);
  const scope = [{ owner: 'OWNER', anyOf: [{ grant: 'G-1', values: nanning }] }];
  expect(write(bound.decisions).data).toBe('{"person":null}');
  expect(write(changed((decision) => ({ ...decision }))).data).toBe('{"person":null}');
  expect(() => write([])).toThrow('not what was compiled');
  expect(() => write(changed((decision) => ({ ...decision, scopes: scope }) as Decision))).toThrow(
    'not what was compiled',
  );
  expect(() =>
    write(
      changed((decision) => ({ ...decision, outcome: 'mask', technique: 'name', maskedBy: ['OWNER'] }) as Decision),
    ),
  ).toThrow('not what was compiled');
});
