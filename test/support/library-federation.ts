/**
 * A federation of five subgraphs over one store, and the same store as a monolith: interface, union, `@interfaceObject`, `@requires`
 * with nested inputs and lists, `@provides`, keys in several hops, lists of lists with nulls.
 */
import { execute, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { SubgraphFixture } from './in-process-federation';

interface Weight {
  readonly grams: number | null;
  readonly unit: 'G' | 'KG';
}
interface Dim {
  readonly axis: string;
  readonly mm: number | null;
}
interface Parcel {
  readonly pages: number | null;
  readonly weight: Weight | null;
  readonly dims: readonly Dim[] | null;
}
type Row = Record<string, unknown> & { readonly __typename: string };

/** Made-up works and persons. */
const authors: readonly Row[] = ['Aya', 'Bo', 'Cai'].map((name, index) => ({
  __typename: 'Author',
  name,
  country: index === 1 ? 'NZ' : 'CN',
  born: index === 2 ? null : 1950 + index,
}));
const users: readonly Row[] = ['u1', 'u2', 'u3'].map((uid, index) => ({
  __typename: 'User',
  uid,
  name: `user ${uid}`,
  email: index === 1 ? null : `${uid}@example.invalid`,
}));
const books: readonly Row[] = [1, 2, 3, 4].map((n) => ({
  __typename: 'Book',
  id: `b${n}`,
  isbn: n === 4 ? null : `isbn-${n}`,
  title: n === 2 ? null : `Book ${n}`,
  pages: 100 * n,
  weight: n === 3 ? null : { __typename: 'Weight', grams: 10 * n, unit: n === 1 ? 'G' : 'KG' },
  dims: n === 2 ? [] : ['x', 'y'].map((axis) => ({ __typename: 'Dim', axis, mm: axis === 'y' && n === 1 ? null : n })),
  author: n === 4 ? null : authors[n % 3],
}));
const films: readonly Row[] = [1, 2].map((n) => ({
  __typename: 'Film',
  id: `f${n}`,
  title: `Film ${n}`,
  minutes: 90 + n,
  director: authors[n],
}));
const works = [...books, ...films];
const reviews: readonly Row[] = works.flatMap((work, index) =>
  index % 3 === 2
    ? []
    : [1, 2].map((stars) => ({
        __typename: 'Review',
        stars,
        text: stars === 1 ? null : `about ${String(work['id'])}`,
        by: users[(index + stars) % 3],
        about: work,
      })),
);

function complete(): void {
  for (const work of works) Object.assign(work, { reviews: reviews.filter((each) => each['about'] === work) });
  for (const author of authors) Object.assign(author, { books: books.filter((each) => each['author'] === author) });
  for (const [index, user] of users.entries())
    Object.assign(user, { friends: index === 0 ? null : [users[0], null, users[2]] });
  for (const book of books) Object.assign(book, { shipping: shippingOf(book as unknown as Parcel) });
}

/** What subgraph `shipping` computes from what it required. */
function shippingOf({ pages, weight, dims }: Parcel): string {
  const size = (dims ?? []).map(({ axis, mm }) => `${axis}${String(mm)}`).join('+');
  return `${String(pages)}/${weight === null ? 'none' : `${String(weight.grams)}${weight.unit}`}/${dims === null ? 'none' : size}`;
}

complete();

const roots = {
  media: () => works,
  medium: ({ id }: { id: string }) => works.find((each) => each['id'] === id) ?? null,
  anything: () => [books[0], null, films[0], authors[1]],
  grid: () => [[books[0], null], null, [books[1], books[2]], []],
  shelf: () => ({ __typename: 'Shelf', label: 'top', rows: [[films[1], books[3]], [], [null]], lead: books[1] }),
  best: () => reviews.filter((each) => each['stars'] === 2),
  authors: () => authors,
  users: () => users,
  lists: () => [
    { __typename: 'List', name: 'one', head: users[0], books: [books[0], books[2]] },
    { __typename: 'List', name: 'two', head: users[1], books: [null, books[1]] },
    { __typename: 'List', name: 'none', head: null, books: null },
  ],
};

const parcelTypes = `
  type Weight @shareable { grams: Int unit: Unit! }
  enum Unit { G KG }
  type Dim @shareable { axis: String! mm: Float }`;

export const library: readonly SubgraphFixture[] = [
  {
    name: 'catalog',
    sdl: `
      type Query { media: [Media!]! medium(id: ID!): Media anything: [Thing] grid: [[Book]] shelf: Shelf }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") @key(fields: "isbn") {
        id: ID! isbn: String title: String pages: Int weight: Weight dims: [Dim!] author: Author
      }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int director: Author! }
      union Thing = Book | Film | Author
      type Author @key(fields: "name country") { name: String! country: String! }
      type Shelf { label: String rows: [[Media]!] lead: Media }
      ${parcelTypes}`,
    resolvers: {
      Query: pick('media', 'medium', 'anything', 'grid', 'shelf'),
      Media: { __resolveReference: ({ id }: Row) => works.find((each) => each['id'] === id) ?? null },
      Book: { __resolveReference: (ref: Row) => byKey(books, ref, 'id', 'isbn') },
      Film: { __resolveReference: (ref: Row) => byKey(films, ref, 'id') },
      Author: { __resolveReference: (ref: Row) => byKey(authors, ref, 'name', 'country') },
    },
  },
  {
    name: 'reviews',
    sdl: `
      type Query { best: [Review] }
      type Media @key(fields: "id") @interfaceObject { id: ID! reviews: [Review!]! }
      type Review { stars: Int text: String by: User about: Media }
      type User @key(fields: "uid") { uid: ID! name: String }`,
    resolvers: {
      Query: pick('best'),
      Media: { __resolveReference: ({ id }: Row) => untyped(works.find((each) => each['id'] === id)) },
      User: { __resolveReference: (ref: Row) => byKey(users, ref, 'uid') },
    },
  },
  {
    name: 'shipping',
    sdl: `
      type Book @key(fields: "id") {
        id: ID! pages: Int @external weight: Weight @external dims: [Dim!] @external
        shipping: String @requires(fields: "pages weight { grams unit } dims { axis mm }")
      }
      ${parcelTypes}`,
    resolvers: {
      Book: { __resolveReference: (ref: Row) => ref, shipping: (ref: Row) => shippingOf(ref as unknown as Parcel) },
    },
  },
  {
    name: 'people',
    sdl: `
      type Query { authors: [Author] users: [User] }
      type Author @key(fields: "name country") { name: String! country: String! born: Int books: [Book] }
      type Book @key(fields: "id") { id: ID! }
      type User @key(fields: "uid") { uid: ID! email: String @shareable friends: [User] }`,
    resolvers: {
      Query: pick('authors', 'users'),
      Author: { __resolveReference: (ref: Row) => byKey(authors, ref, 'name', 'country') },
      User: { __resolveReference: (ref: Row) => byKey(users, ref, 'uid') },
    },
  },
  {
    name: 'lists',
    sdl: `
      type Query { lists: [List] }
      type List { name: String head: User @provides(fields: "email") books: [Book] }
      type User @key(fields: "uid") { uid: ID! email: String @external }
      type Book @key(fields: "isbn") { isbn: String }`,
    resolvers: { Query: pick('lists'), User: { __resolveReference: (ref: Row) => ref } },
  },
];

/** The answer of one server that has everything. */
export async function askMonolith(
  apiSchema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<ExecutionResult> {
  return await execute({
    schema: apiSchema,
    document,
    rootValue: roots,
    variableValues: { ...variables },
    typeResolver: (value) => (value as Row).__typename,
  });
}

function pick(...names: (keyof typeof roots)[]): Record<string, (source: unknown, args: never) => unknown> {
  return Object.fromEntries(names.map((name) => [name, (_source: unknown, args: never) => roots[name](args)]));
}

function byKey(rows: readonly Row[], reference: Row, ...keys: string[]): Row | null {
  const given = keys.filter((key) => reference[key] !== undefined && reference[key] !== null);
  return rows.find((row) => given.length > 0 && given.every((key) => row[key] === reference[key])) ?? null;
}

/** An `@interfaceObject` does not know the concrete type. */
function untyped(row: Row | undefined): Record<string, unknown> | null {
  return row === undefined ? null : { ...row, __typename: 'Media' };
}
