/** GX3103: sharing on conditions says which conditions, in which scope, for which purposes. */
import type { FieldModel, SubgraphModel, TypeModel } from '../subgraph-model';
import { fieldElements, isPublic } from './elements';
import { errorAt, oncePerPlace } from './finding-at';
import type { Rule } from './rule';
import { purposePlace, statedShare, type Stated } from './stated';

const name = { code: 'GX3103', article: '31' };

export const shareTerms: Rule = {
  ...name,
  check: ({ subgraphs }) =>
    oncePerPlace(
      fieldElements(subgraphs).flatMap(({ subgraph, type, field }) => {
        const share = isPublic(subgraph) ? statedShare(subgraph, type, field) : null;
        if (share?.class !== 'CONDITIONAL') return [];
        const missing = missingTerms(share, subgraph, type, field);
        if (missing.length === 0) return [];
        return [
          errorAt(
            name,
            { subgraph: subgraph.name, ...share.place },
            `share \`CONDITIONAL\` must say its conditions, scope and purposes: write ${missing.join(' and ')}`,
          ),
        ];
      }),
    ),
};

function missingTerms(share: Stated, subgraph: SubgraphModel, type: TypeModel, field: FieldModel): readonly string[] {
  const hasPurposes = purposePlace(subgraph, type, field) !== null || (subgraph.defaults?.purposes ?? null) !== null;
  return [
    ...(share.conditions.length > 0 ? [] : ['`conditions`']),
    ...(share.scope.length > 0 ? [] : ['`scope`']),
    ...(hasPurposes ? [] : ['`@purpose(allow: […])`']),
  ];
}
