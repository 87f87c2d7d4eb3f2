/** GX0001, as far as it takes the whole composition: coordinates named in `@influences` and `@derived` exist. */
import type { Finding } from '../finding';
import { fieldElements, inputElements, typeElements } from './elements';
import { errorAt, type Where } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX0001', article: null };

export const unknownCoordinates: Rule = {
  ...name,
  check: (context) => [
    ...inputElements(context.subgraphs).flatMap(({ subgraph, input }) =>
      missing(context, '@influences', input.influences ?? [], {
        subgraph: subgraph.name,
        coordinate: input.coordinate,
        line: input.line,
      }),
    ),
    ...typeElements(context.subgraphs).flatMap(({ subgraph, type }) =>
      Object.entries(type.enumValues).flatMap(([value, { influences, line }]) =>
        missing(context, '@influences', influences ?? [], {
          subgraph: subgraph.name,
          coordinate: `${type.name}.${value}`,
          line,
        }),
      ),
    ),
    ...fieldElements(context.subgraphs).flatMap(({ subgraph, field }) => {
      const where = { subgraph: subgraph.name, coordinate: field.coordinate, line: field.line };
      return [
        ...missing(context, '@influences', field.influences ?? [], where),
        ...field.derived.flatMap(({ from, line }) =>
          missing(context, '@derived', from, { ...where, line: line ?? field.line }),
        ),
      ];
    }),
  ],
};

function missing(
  { labelMap }: RuleContext,
  directive: string,
  coordinates: readonly string[],
  where: Where,
): readonly Finding[] {
  return coordinates
    .filter((coordinate) => !Object.hasOwn(labelMap.fields, coordinate))
    .map((coordinate) =>
      errorAt(
        name,
        where,
        `\`${directive}\` names \`${coordinate}\`, which no subgraph declares: write an existing \`Type.field\``,
      ),
    );
}
