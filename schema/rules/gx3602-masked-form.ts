/** GX3602: a masked form is one that its technique can make of the field, and that its evidence allows. */
import { isLaxer } from '../../directives/stricter';
import { cannotMask, parseTechnique } from '../../directives/technique';
import { maskableType } from '../labels/masked-form';
import type { DeidentifiedClaim } from '../subgraph-model';
import { fieldElements, type FieldElement } from './elements';
import { errorAt } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX3602', article: '36' };

export const maskedForm: Rule = {
  ...name,
  check: (context) =>
    fieldElements(context.subgraphs).flatMap((element) =>
      element.field.deidentified.flatMap((claim) =>
        [...cannotBeMasked(element, claim), ...beyondEvidence(context, claim)].map((message) =>
          errorAt(
            name,
            {
              subgraph: element.subgraph.name,
              coordinate: element.field.coordinate,
              line: claim.line ?? element.field.line,
            },
            message,
          ),
        ),
      ),
    ),
};

function cannotBeMasked(element: FieldElement, claim: DeidentifiedClaim): readonly string[] {
  const { field } = element;
  const technique = parseTechnique(claim.technique);
  const reason = technique === null ? null : cannotMask(technique, maskableType(element));
  return [
    ...(reason === null ? [] : [`\`${field.type}\` cannot be masked by \`${claim.technique}\`: ${reason}`]),
    ...(Object.keys(field.arguments).length === 0
      ? []
      : ['a field with arguments has no masked form: drop `@deidentified`, or the arguments']),
  ];
}

/** An evidence id that the register does not know is GX3503's. */
function beyondEvidence({ register }: RuleContext, claim: DeidentifiedClaim): readonly string[] {
  const evidence = register.evidence.find(({ id }) => id === claim.evidence);
  if (evidence === undefined) return [];
  if (evidence.kind !== 'DEIDENTIFICATION') {
    return [`evidence \`${evidence.id}\` is of kind \`${evidence.kind}\`: a masked form rests on \`DEIDENTIFICATION\``];
  }
  if (evidence.technique !== claim.technique) {
    const known = evidence.technique ?? 'none';
    return [`evidence \`${evidence.id}\` is about technique \`${known}\`, not \`${claim.technique}\`: make them equal`];
  }
  return (['share', 'open'] as const).flatMap((route) => {
    // A class that is not stated is NONE.
    const claimed = claim[route] ?? 'NONE';
    const allowed = evidence.classes[route] ?? 'NONE';
    if (!isLaxer(claimed, allowed)) return [];
    return [`${route} \`${claimed}\` is laxer than evidence \`${evidence.id}\` allows: write \`${allowed}\` at most`];
  });
}
