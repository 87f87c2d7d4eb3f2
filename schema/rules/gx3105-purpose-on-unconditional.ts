/** GX3105: what is shared unconditionally cannot be narrowed to purposes. */
import { fieldElements, isPublic } from './elements';
import { errorAt } from './finding-at';
import type { Rule } from './rule';
import { purposePlace, statedShare } from './stated';

const name = { code: 'GX3105', article: '31, 33' };

export const purposeOnUnconditional: Rule = {
  ...name,
  check: ({ subgraphs }) =>
    fieldElements(subgraphs).flatMap(({ subgraph, type, field }) => {
      const place = purposePlace(subgraph, type, field);
      if (!isPublic(subgraph) || place === null) return [];
      if (statedShare(subgraph, type, field)?.class !== 'UNCONDITIONAL') return [];
      const from = place.coordinate === field.coordinate ? '' : ` of \`${place.coordinate}\``;
      return [
        errorAt(
          name,
          { subgraph: subgraph.name, coordinate: field.coordinate, line: field.line },
          `\`@purpose\`${from} would narrow \`${field.coordinate}\`, which is shared \`UNCONDITIONAL\`: ` +
            'make it `CONDITIONAL`, or drop the line',
        ),
      ];
    }),
};
