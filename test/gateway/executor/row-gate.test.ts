/** The gate by itself: the rows that it keeps back are those that the answer would withhold, and those outside the receiver's scope. */
import { buildSchema, execute, type ExecutionResult } from 'graphql';
import { rowGate } from '../../../gateway/executor/row-gate';
import type { RowTests } from '../../../gateway/planner/row-tests';
import { compile, grant, granting, handMadeSupergraph, labelled, owner } from '../../support/hand-made-supergraph';

const sdl = `
  type Query { people: [Person!] pages: Pages }
  type Pages { edges: [Edge!]! }
  type Edge { node: Person! other: Person }
  type Person { id: ID name: String secret: String strict: String! region: String boss: Person! friend: Person }
`;
const granted = labelled({ share: 'CONDITIONAL', open: 'NONE' });
const region = { region: ['450100'] };
const inside = { id: '1', name: 'n', secret: 's', strict: 'x', region: '450103' };
const outside = { ...inside, id: '2', region: '450203' };

type Tree = Record<string, unknown>;
interface Place {
  readonly value: unknown;
  readonly holder: Place | null;
  readonly key: string | number;
}

/** Ids of the persons at a path that the gate lets through. */
function sent(
  query: string,
  data: object,
  fields: readonly string[],
  rows: Partial<Omit<RowTests, 'brings'>> & { readonly brings?: readonly string[] } = {},
  depth = 1,
): readonly unknown[] {
  const labels = Object.fromEntries(fields.map((field) => [field, granted]));
  const bench = handMadeSupergraph(sdl, {
    ...{ labels, valueTypes: ['Pages', 'Edge'], scopes: { Person: { by: 'region', kind: 'REGION' } } },
  });
  const outcome = compile(bench, query, { grants: granting(grant({ fields, scope: region })) });
  if (!outcome.ok || outcome.bound.operation.document === null) throw new Error('refused');
  const { operation } = outcome.bound;
  const raw = buildSchema(sdl.replaceAll('!', ''));
  const { data: tree } = execute({
    schema: raw,
    document: outcome.bound.operation.document,
    rootValue: data,
  }) as ExecutionResult<Tree>;
  const root: Place = { value: tree, holder: null, key: '' };
  let places: readonly Place[] = [root];
  const path: string[] = [];
  let node = operation.shape;
  for (let at = 0; at < depth; at++) {
    const field = node?.any?.fields.find((each) => each.kind === 'composite');
    if (field?.kind !== 'composite') throw new Error('no composite field there');
    path.push(field.alias);
    places = places.flatMap((holder) => {
      const value = (holder.value as Tree)[field.alias];
      const place: Place = { value, holder, key: field.alias };
      return Array.isArray(value) ? value.map((each: unknown, key) => ({ value: each, holder: place, key })) : [place];
    });
    node = field.child;
  }
  const aliasOf = (key: string): string => {
    const field = node?.any?.fields.find((each) => each.key === key);
    return field?.kind === 'leaf' ? field.alias : '';
  };
  const brings = rows.brings === undefined ? null : new Set(rows.brings.map(aliasOf));
  const gate = rowGate(outcome.bound, { receiver: 'OTHER', path, onEntities: true, tests: [], ...rows, brings });
  return places
    .filter((place) => gate(place as Parameters<typeof gate>[0]))
    .map(({ value }) => (value as Tree)[aliasOf('id')]);
}

const both = { people: [inside, outside] };

test.each([
  ['none of its values may be released', '{ people { secret } }', ['Person.secret'], 1],
  ['one that is not null may not', '{ people { id strict } }', ['Person.strict'], 1],
  ['one value may be released: it stays', '{ people { id secret } }', ['Person.secret'], 2],
  ['the list is within a scope', '{ people { id } }', ['Query.people'], 1],
])('%s', (_, query, fields, count) => {
  expect(sent(query, both, fields)).toHaveLength(count);
});

test('the owner’s own organisation gets its rows whatever the client may have', () => {
  expect(sent('{ people { id } }', both, ['Query.people'], { receiver: owner })).toEqual(['1', '2']);
});

test('a row that cannot be without another goes with it, once that is told', () => {
  const data = (boss: object): object => ({ people: [{ ...inside, boss }] });
  const ask = (boss: object): readonly unknown[] =>
    sent('{ people { boss { secret } id } }', data(boss), ['Person.secret']);
  expect(ask(inside)).toEqual(['1']);
  expect(ask(outside)).toEqual([]);
  const nullable = { people: [{ ...inside, friend: outside }] };
  expect(sent('{ people { id friend { secret } } }', nullable, ['Person.secret'])).toEqual(['1']);
});

test('what the receiver was granted is asked of the rows, the client’s permits aside', () => {
  const scopes = [{ owner, anyOf: [{ grant: 'G-X', values: { region: ['450200'] } }] }];
  const tests = [{ depth: 1, on: 'next' as const, types: null, scopes }];
  // The client's own scope has the field selected.
  expect(sent('{ people { id secret } }', both, ['Person.secret'], { tests })).toEqual(['2']);
  const others = [
    { ...(tests[0] as (typeof tests)[number]), scopes: [{ owner: 'UNKNOWN', anyOf: scopes[0]?.anyOf ?? [] }] },
  ];
  expect(sent('{ people { id secret } }', both, ['Person.secret'], { tests: others })).toEqual([]);
});

test('a row goes only for what may be had of it', () => {
  const ask = (...brings: string[]): readonly unknown[] =>
    sent('{ people { id secret } }', both, ['Person.secret'], { brings });
  expect(ask('secret')).toEqual(['1']);
  expect(ask('secret', 'id')).toEqual(['1', '2']);
});
