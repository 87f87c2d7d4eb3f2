/** GX3505: what anybody may have cannot be forbidden to pass on. */
import { fieldElements } from './elements';
import { errorAt } from './finding-at';
import type { Rule } from './rule';
import { noOnwardPlace, statedOpen } from './stated';

const name = { code: 'GX3505', article: '35, 37' };

export const onwardTransferOfOpenData: Rule = {
  ...name,
  check: ({ subgraphs }) =>
    fieldElements(subgraphs).flatMap(({ subgraph, type, field }) => {
      const place = noOnwardPlace(subgraph, type, field);
      if (place === null || statedOpen(subgraph, type, field)?.class !== 'UNCONDITIONAL') return [];
      const from = place.coordinate === field.coordinate ? '' : ` of \`${place.coordinate}\``;
      return [
        errorAt(
          name,
          { subgraph: subgraph.name, coordinate: field.coordinate, line: field.line },
          `\`@noOnwardTransfer\`${from} on \`${field.coordinate}\`, which is open \`UNCONDITIONAL\`: ` +
            'drop the line, or open it `CONDITIONAL` or `NONE`',
        ),
      ];
    }),
};
