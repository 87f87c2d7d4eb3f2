/** GX3104: opening on conditions says which, and like not opening at all it says why and on what basis. */
import { fieldElements, isPublic } from './elements';
import { errorAt, oncePerPlace } from './finding-at';
import type { Rule } from './rule';
import { statedOpen, type Stated } from './stated';

const name = { code: 'GX3104', article: '31, 36, 38' };

export const openTerms: Rule = {
  ...name,
  check: ({ subgraphs }) =>
    oncePerPlace(
      fieldElements(subgraphs).flatMap(({ subgraph, type, field }) => {
        const open = isPublic(subgraph) ? statedOpen(subgraph, type, field) : null;
        const missing = open === null ? [] : missingTerms(open);
        if (open === null || missing.length === 0) return [];
        return [
          errorAt(
            name,
            { subgraph: subgraph.name, ...open.place },
            `open \`${open.class}\` lacks ${missing.join(' and ')}: write ${missing.length === 1 ? 'it' : 'them'}, ` +
              'or open it `UNCONDITIONAL`',
          ),
        ];
      }),
    ),
};

/** Art 31 wants the basis of both classes, Art 36 the reason, Art 38 the published conditions. */
function missingTerms(open: Stated): readonly string[] {
  if (open.class === 'UNCONDITIONAL') return [];
  return [
    ...(open.class === 'CONDITIONAL' && open.conditions.length === 0 ? ['`conditions`'] : []),
    ...(open.basis.length === 0 ? ['`basis`'] : []),
    ...(open.reasons.length === 0 ? ['`reason`'] : []),
  ];
}
