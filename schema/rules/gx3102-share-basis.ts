/** GX3102: sharing on conditions, or not at all, needs a legal basis. */
import { fieldElements, isPublic } from './elements';
import { errorAt, oncePerPlace } from './finding-at';
import type { Rule } from './rule';
import { statedShare } from './stated';

const name = { code: 'GX3102', article: '31' };

export const shareBasis: Rule = {
  ...name,
  check: ({ subgraphs }) =>
    oncePerPlace(
      fieldElements(subgraphs).flatMap(({ subgraph, type, field }) => {
        const share = isPublic(subgraph) ? statedShare(subgraph, type, field) : null;
        if (share === null || share.class === 'UNCONDITIONAL' || share.basis.length > 0) return [];
        return [
          errorAt(
            name,
            { subgraph: subgraph.name, ...share.place },
            `share \`${share.class}\` needs the law or policy it rests on: write \`basis\`, or share it \`UNCONDITIONAL\``,
          ),
        ];
      }),
    ),
};
