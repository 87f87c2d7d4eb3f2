/** GX3502: a field that is computed from others' data carries their labels, whatever its own says, until they release it. */
import type { OwnerPolicy } from '../../directives/label';
import { stricterPolicy } from '../../directives/stricter';
import type { Finding } from '../finding';
import type { CompositionIndex } from '../labels/composition-index';
import { isReleased } from '../labels/releases';
import { directSources } from '../labels/sources';
import { statedFieldLabel } from '../labels/stated-label';
import { indexOf } from '../lookup';
import { fieldElements, type FieldElement } from './elements';
import { warningAt } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX3502', article: '35' };

export const raisedLabel: Rule = {
  ...name,
  check: (context) => {
    const index = indexOf(context.subgraphs);
    return fieldElements(context.subgraphs)
      .filter(({ field }) => field.requires !== null && !field.external)
      .flatMap((element) => checkField(context, index, element));
  },
};

function checkField(context: RuleContext, index: CompositionIndex, element: FieldElement): readonly Finding[] {
  const { subgraph, field } = element;
  const [own] = Object.values(statedFieldLabel(element, null)?.owners ?? {});
  if (own === undefined) return [];
  const closure = new Set(context.labelMap.fields[field.coordinate]?.sources ?? []);
  const raising = directSources(element, index).flatMap((source) =>
    Object.entries(context.labelMap.fields[source]?.label?.owners ?? {})
      .filter(([owner]) => !isReleased(owner, element, closure, context.register))
      .filter(([, policy]) => isLaxer(own, policy))
      .map(([owner]) => `\`${source}\` of \`${owner}\``),
  );
  if (raising.length === 0) return [];
  return [
    warningAt(
      name,
      { subgraph: subgraph.name, coordinate: field.coordinate, line: field.line },
      `the label of \`${field.coordinate}\` is raised by what it is computed from: ${raising.join(', ')}; ` +
        'label it as strictly, or register a release of every owner concerned',
    ),
  ];
}

/** Whether `own` permits anything that `source` forbids. */
function isLaxer(own: OwnerPolicy, source: OwnerPolicy): boolean {
  const joined = stricterPolicy(own, source);
  return (['share', 'open', 'purposes', 'methods', 'noOnward'] as const).some(
    (key) => JSON.stringify(joined[key]) !== JSON.stringify(own[key]),
  );
}
