/** Arguments that the gateway fills with a grant's scope, and what a provider that filters by them may tell of its rows. */
import { print } from 'graphql';
import type { CompileOutcome } from '../../../gateway/compiler/compile-operation';
import type { Grant } from '../../../gateway/policy/grant';
import {
  compile,
  grant,
  granting,
  handMadeSupergraph,
  labelled,
  type HandMade,
} from '../../support/hand-made-supergraph';

const apiSdl = `
  type Query { people(first: Int, name: String): [Person!] pages(first: Int, after: String): People plain(first: Int): People }
  type Mutation { move(pid: ID!): Person }
  type Person { pid: ID! name: String secret: String region: String boss: Person friends(first: Int): [Person!] }
  type People { edges: [Edge!]! total: Int page: Page }
  type Edge { node: Person cursor: String }
  type Page { next: String }
`;
const sdl = apiSdl
  .replace('people(', 'people(within: [String!], ')
  .replace('pages(', 'pages(within: [String!], ')
  .replace('move(', 'move(within: [String!], ')
  .replace('friends(', 'friends(within: [String!], ');
const granted = labelled({ share: 'CONDITIONAL', open: 'NONE' });
const byRegion = { by: 'region', kind: 'REGION' } as const;
const nanning = { region: ['450100'] };

function ask(query: string, grants: readonly Partial<Grant>[], made: HandMade = {}): CompileOutcome {
  const labels = Object.fromEntries(grants.flatMap(({ fields = [] }) => fields).map((field) => [field, granted]));
  const bench = handMadeSupergraph(sdl, {
    ...{ apiSdl, labels, valueTypes: ['People', 'Edge', 'Page'] },
    ...{ scopes: { Person: byRegion }, scopeArguments: { within: byRegion } },
    ...made,
  });
  const all = grants.map((each, index) =>
    grant({ id: `G-${String(index)}`, methods: ['QUERY', 'MUTATE'], scope: nanning, ...each }),
  );
  return compile(bench, query, { grants: granting(...all) });
}

function told(outcome: CompileOutcome): { document: string; filled: unknown[]; denials: string[] } {
  if (!outcome.ok) {
    return { document: '', filled: [], denials: outcome.refusal.denials.map((each) => `refused ${each.reason}`) };
  }
  const { operation, variables, denials } = outcome.bound;
  return {
    document: operation.document === null ? '' : print(operation.document).replace(/\s+/g, ' '),
    filled: Object.entries(variables).flatMap(([name, value]) => (name.endsWith('_within') ? [value] : [])),
    denials: denials.map(({ position, denial }) => `${position.join('.')} ${denial.reason}`),
  };
}

const pages = ['Query.pages', 'Edge.node', 'People.total', 'Person.secret'];

test('the scope of the permit travels in a variable, and in nothing that is kept', () => {
  const outcome = ask('{ people { secret } }', [{ fields: ['Query.people'] }]);
  expect(told(outcome)).toMatchObject({ filled: [['450100']], denials: [] });
  expect(told(outcome).document).toMatch(
    /query \(\$v(\d+)_within: \[String!\]\) \{ _l\1: people\(within: \$v\1_within\)/,
  );
  expect(JSON.stringify(outcome.ok && outcome.bound.operation)).not.toContain('450100');
  const elsewhere = ask('{ people { secret } }', [{ fields: ['Query.people'], scope: { region: ['450200'] } }]);
  expect(elsewhere.ok && elsewhere.bound.operation.key).toBe(outcome.ok && outcome.bound.operation.key);
});

test('without a scope it is left out', () => {
  const outcome = told(ask('{ people(first: 1) { secret } }', [{ fields: ['Query.people'], scope: 'ALL' }]));
  expect(outcome).toMatchObject({ filled: [], denials: [] });
  expect(outcome.document).not.toContain('within');
});

test('pages and totals are had where the provider filters', () => {
  const query = '{ pages(first: 2, after: "x") { total page { next } edges { cursor node { secret } } } }';
  expect(told(ask(query, [{ fields: pages }]))).toMatchObject({ filled: [['450100']], denials: [] });
  expect(told(ask('{ pages { total } }', [{ fields: pages }]))).toMatchObject({ filled: [['450100']], denials: [] });
  expect(told(ask('{ people(first: 2) { secret } }', [{ fields: ['Query.people'] }])).denials).toEqual([]);
});

test('a total under a scope is in the answer without a row to test it on', () => {
  const outcome = ask('{ pages { total } }', [{ fields: pages }]);
  const listing = outcome.ok ? outcome.bound.operation.shape?.any?.fields[0] : undefined;
  const total = listing?.kind === 'composite' ? listing.child.any?.fields[0] : undefined;
  const decision = outcome.ok && total?.kind === 'leaf' ? outcome.bound.decisions[total.slot] : undefined;
  expect(decision).toMatchObject({ outcome: 'permit', grants: ['G-0'], scopes: [] });
});

test('where it does not, they are denied as ever', () => {
  const query = '{ plain(first: 2) { edges { node { secret } } } }';
  expect(told(ask(query, [{ fields: ['Query.plain'] }]))).toMatchObject({
    filled: [],
    denials: ['plain SCOPE_LIMITED'],
  });
  const total = '{ plain { total edges { node { secret } } } }';
  expect(told(ask(total, [{ fields: ['Query.plain'] }])).denials).toEqual(['plain.total SCOPE_LIMITED']);
});

describe('several grants and decisions', () => {
  const scope = (...region: string[]): Partial<Grant>['scope'] => ({ region });

  test('one owner’s grants add up', () => {
    const fields = ['Query.people'];
    expect(
      told(
        ask('{ people { secret } }', [
          { fields, scope: scope('450300') },
          { fields, scope: scope('450100', '450103') },
        ]),
      ).filled,
    ).toEqual([['450100', '450300']]);
  });

  test('what a filter reveals narrows it', () => {
    const influences = { 'Query.people(name)': ['Person.secret'] };
    const grants = [
      { fields: ['Query.people'], scope: scope('450100', '450200') },
      { fields: ['Person.secret'], scope: scope('450103', '450300') },
    ];
    expect(told(ask('{ people(name: "x", first: 3) { pid } }', grants, { influences }))).toMatchObject({
      filled: [['450103']],
      denials: [],
    });
  });

  test('a value within a narrower scope leaves rows that come back without it: nothing to be told', () => {
    const grants = [
      { fields: ['Query.people'], scope: scope('450100') },
      { fields: ['Person.secret'], scope: scope('450103') },
    ];
    // The provider would count a row that is withheld: none of its values may be released.
    expect(told(ask('{ people(first: 1) { secret } }', grants))).toMatchObject({ filled: [['450103']], denials: [] });
    expect(told(ask('{ people(first: 1) { secret pid } }', grants)).denials).toEqual(['people SCOPE_LIMITED']);
  });

  test('scopes that exclude each other let nothing through', () => {
    const influences = { 'Query.people(name)': ['Person.secret'] };
    const grants = [
      { fields: ['Query.people'], scope: scope('450100') },
      { fields: ['Person.secret'], scope: scope('450200') },
    ];
    expect(told(ask('{ people(name: "x") { pid } }', grants, { influences })).filled).toEqual([[]]);
  });

  test('a scope of another field than the argument’s cannot be told', () => {
    const made = { scopeArguments: { within: { by: 'sector', kind: 'EQUALS' } as const } };
    expect(told(ask('{ people(first: 1) { secret } }', [{ fields: ['Query.people'] }], made))).toMatchObject({
      filled: [],
      denials: ['people SCOPE_LIMITED'],
    });
  });

  test('one field filled differently is two fields', () => {
    const grants = [
      { fields: ['Person.friends'], scope: scope('450100') },
      { fields: ['Person.secret'], scope: scope('450103') },
    ];
    const outcome = ask('{ a: people { friends { pid } } b: people { boss { friends { secret } } } }', grants);
    expect(told(outcome).filled).toEqual(expect.arrayContaining([['450100'], ['450103']]));
    const names = outcome.ok ? Object.keys(outcome.bound.variables) : [];
    expect(new Set(names).size).toBe(names.length);
    const same = ask('{ a: people { friends { pid } } b: people { boss { friends { pid } } } }', grants);
    expect(told(same).filled).toEqual([['450100']]);
  });
});

test('a row that stands where null may not, and may be withheld, takes the row that holds it: counts would tell', () => {
  const strict = (text: string): string => text.replace('boss: Person ', 'boss: Person! ');
  const bench = handMadeSupergraph(strict(sdl), {
    ...{ apiSdl: strict(apiSdl), labels: { 'Person.secret': granted }, scopes: { Person: byRegion } },
    scopeArguments: { within: byRegion },
  });
  const grants = granting(grant({ fields: ['Person.secret'], scope: nanning }));
  expect(told(compile(bench, '{ people(first: 1) { pid boss { secret } } }', { grants })).denials).toEqual([
    'people SCOPE_LIMITED',
  ]);
  expect(told(compile(bench, '{ people(first: 1) { pid boss { pid } } }', { grants })).denials).toEqual([]);
});

test('a write is bound by a scope that its provider is told, and by no other', () => {
  const move = 'mutation { move(pid: 1) { pid } }';
  expect(told(ask(move, [{ fields: ['Mutation.move'] }]))).toMatchObject({ filled: [['450100']], denials: [] });
  const elsewhere = { scopeArguments: { within: { by: 'sector', kind: 'EQUALS' } as const } };
  expect(told(ask(move, [{ fields: ['Mutation.move'] }], elsewhere)).denials).toEqual(['refused SCOPE_LIMITED']);
  expect(told(ask(move, [{ fields: ['Mutation.move'] }], { scopeArguments: {} })).denials).toEqual([
    'refused SCOPE_LIMITED',
  ]);
});
