/** The lawful town as one GraphQL server without any law, over the same rows: what a gateway must answer where everything may be said. */
import { execute, parse, type GraphQLSchema } from 'graphql';
import { companies, longAddress, persons, type PersonRow } from '../support/town-data';
import { townProviders } from '../support/town-providers';
import type { TownOperation } from './town-operations';

type Resolve = (source: unknown, args: unknown) => unknown;

/** What the providers resolve alone; whoever refers to a row by its key has the row itself here. */
const resolvers: Record<string, Record<string, Resolve>> = {};
for (const provider of townProviders) {
  for (const [type, fields] of Object.entries(provider.resolvers)) Object.assign((resolvers[type] ??= {}), fields);
}
Object.assign((resolvers['Person'] ??= {}), {
  employer: ({ employer }: PersonRow) => companies[employer === 'c1' ? 0 : 1],
  postal: ({ address }: PersonRow) => `postal-from-${longAddress(address)}`,
});
Object.assign((resolvers['Case'] ??= {}), {
  person: (row: { readonly pid: string }) => persons.find(({ pid }) => pid === row.pid),
});

function typeOf(row: object): string {
  if ('kind' in row) return String(row.kind);
  if ('visitId' in row) return 'Visit';
  if ('revenue' in row) return 'Company';
  return 'grantMoney' in row ? 'Household' : 'Person';
}

/** @throws Error where the monolith itself fails */
export async function askMonolith(schema: GraphQLSchema, { query, variables }: TownOperation): Promise<unknown> {
  const { data, errors } = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    typeResolver: (row) => typeOf(row as object),
    fieldResolver: (source: unknown, args, _context, { parentType, fieldName }) => {
      const own = resolvers[parentType.name]?.[fieldName];
      return own === undefined ? (source as Record<string, unknown>)[fieldName] : own(source, args);
    },
  });
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return JSON.parse(JSON.stringify(data));
}
