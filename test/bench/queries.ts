/** What is asked in the benchmark, and by whom. */

export type QueryName = 'big' | 'small' | 'list' | 'denied' | 'public';

export interface BenchQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Client of the register; `anonymous` brings no token. */
  readonly client: string;
  readonly about: string;
}

const person = 'pid handle name';
const report = 'id text';
const facility = 'permitValid name fee surcharge code area';

const big = `query Survey($roll: ID!, $facilities: ID!) {
  roll(list: $roll) {
    ${person}
    reports { ${report} facility { ${facility} reports { ${report} author { ${person} reports { ${report} facility { ${facility} } } } } } }
  }
  facilities(list: $facilities) {
    ${facility}
    reports { ${report} author { ${person} reports { ${report} facility { ${facility} } } } }
  }
}`;

export const queries: Readonly<Record<QueryName, BenchQuery>> = {
  big: {
    query: big,
    variables: { roll: 'n-9', facilities: 'n-6' },
    client: 'desk',
    about:
      'persons and facilities with what was reported, four subgraphs deep; masks, traced subjects, flows, a scope that all rows pass',
  },
  small: {
    query: `query Desk($roll: ID!) { roll(list: $roll) { pid handle name reports { id text } } }`,
    variables: { roll: 'n-14' },
    client: 'desk',
    about: 'two fetches, about 5 KB; a mask, a scope that all rows pass, traced subjects',
  },
  list: listOf(10_000),
  denied: {
    query: `query Watch($roll: ID!) { roll(list: $roll) { wanted watchNote } }`,
    variables: { roll: 'n-14' },
    client: 'desk',
    about: 'fields that are shared with nobody: answered without any fetch',
  },
  public: {
    query: `query Places($facilities: ID!) { facilities(list: $facilities) { code name kind address fee permitValid } }`,
    variables: { facilities: 'n-60' },
    client: 'anonymous',
    about: 'two fetches of openly unconditional fields only, without a token',
  },
};

/** @param entities 1 to 10,000 */
export function listOf(entities: number): BenchQuery {
  return {
    query: `query Roll($roll: ID!) { roll(list: $roll) { pid handle name idNumber regionCode openCases } }`,
    variables: { roll: `n-${String(entities)}` },
    client: 'city-desk',
    about:
      'a wide list with two masks and a row scope that nine tenths of the rows pass; each row asks a second subgraph',
  };
}

export function bodyOf({ query, variables }: BenchQuery): string {
  return JSON.stringify({ query, variables });
}

/** @param name of a query, or `list:N` @throws Error where there is none */
export function askedQuery(name: string): BenchQuery {
  const [, entities] = /^list:(\d+)$/.exec(name) ?? [];
  if (entities !== undefined) return listOf(Number(entities));
  if (!(name in queries)) {
    throw new Error(`there is no query \`${name}\`: name one of ${Object.keys(queries).join(', ')}, or list:N`);
  }
  return queries[name as QueryName];
}
