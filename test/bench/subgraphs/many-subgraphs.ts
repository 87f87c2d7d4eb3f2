/** A federation of any number of subgraphs that each add one field to one entity: how cost grows with their number. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';

export interface SmallSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: GraphQLResolverMap<unknown>;
}

/** Rows of each answer. */
export const parcelCount = 20;

const governance =
  '@link(url: "https://specs.lingqu.dev/governance/v1.0", import: ["@provider", "@share", "@open", "@influences"])';
const open = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';

/** Organisation of the subgraph with this number. */
export function parcelOwner(number: number): string {
  return `B-PART-${String(number)}`;
}

export function manySubgraphs(count: number): readonly SmallSubgraph[] {
  return Array.from({ length: count }, (_none, number) => {
    const root = number === 0;
    const field = `value${String(number)}`;
    return {
      name: `part${String(number)}`,
      sdl: `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])
  ${governance}
  @provider(org: "${parcelOwner(number)}", kind: "GOV_DEPT", level: "REGION", region: "450000")
${root ? `type Query { parcels: [Parcel!] ${open} }\n` : ''}
type Parcel @key(fields: "id") ${open} { id: ID!, ${field}: String }
`,
      resolvers: {
        ...(root
          ? {
              Query: {
                parcels: () =>
                  Array.from({ length: parcelCount }, (_empty, row) => ({
                    id: `L-${String(row)}`,
                    [field]: `0 of ${String(row)}`,
                  })),
              },
            }
          : {}),
        Parcel: {
          __resolveReference: ({ id }: { id: string }) => ({ id, [field]: `${String(number)} of ${id.slice(2)}` }),
        },
      },
    };
  });
}

/** Asks `count` subgraphs: one root fetch, and one for each other. */
export function manyQuery(count: number): string {
  const fields = Array.from({ length: count }, (_none, number) => `value${String(number)}`);
  return `{ parcels { id ${fields.join(' ')} } }`;
}
