/** GX3602: a masked form is one that its technique can make of the field, and that its evidence allows. */
import { isLaxer } from '../../directives/stricter';
import { cannotMask, parseTechnique, type MaskableType } from '../../directives/technique';
import { typeIn } from '../possible-types';
import type { DeidentifiedClaim, FieldModel, SubgraphModel } from '../subgraph-model';
import { fieldElements } from './elements';
import { errorAt } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX3602', article: '36' };

export const maskedForm: Rule = {
  ...name,
  check: (context) =>
    fieldElements(context.subgraphs).flatMap(({ subgraph, field }) =>
      field.deidentified.flatMap((claim) =>
        [...cannotBeMasked(subgraph, field, claim), ...beyondEvidence(context, claim)].map((message) =>
          errorAt(
            name,
            { subgraph: subgraph.name, coordinate: field.coordinate, line: claim.line ?? field.line },
            message,
          ),
        ),
      ),
    ),
};

function cannotBeMasked(subgraph: SubgraphModel, field: FieldModel, claim: DeidentifiedClaim): readonly string[] {
  const technique = parseTechnique(claim.technique);
  const reason = technique === null ? null : cannotMask(technique, maskable(subgraph, field));
  return [
    ...(reason === null ? [] : [`\`${field.type}\` cannot be masked by \`${claim.technique}\`: ${reason}`]),
    ...(Object.keys(field.arguments).length === 0
      ? []
      : [`a field with arguments has no masked form: drop \`@deidentified\`, or the arguments`]),
  ];
}

function maskable(subgraph: SubgraphModel, field: FieldModel): MaskableType {
  const isEnum = typeIn(subgraph, field.namedType)?.kind === 'ENUM';
  return {
    namedType: field.namedType,
    kind: field.composite ? 'COMPOSITE' : isEnum ? 'ENUM' : 'SCALAR',
    nonNull: field.type.endsWith('!'),
  };
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
