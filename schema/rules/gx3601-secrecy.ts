/** GX3601: secrets, private and forbidden data are not open, unless a registered record says that they may be. */
import { alternatives } from '../../directives/problem';
import { fieldElements, isPublic } from './elements';
import { errorAt } from './finding-at';
import type { Rule } from './rule';
import { sufficientEvidence, unansweredReasons } from './secrecy-evidence';
import { statedOpen } from './stated';

const name = { code: 'GX3601', article: '36' };

export const secrecy: Rule = {
  ...name,
  check: (context) =>
    fieldElements(context.subgraphs).flatMap((element) => {
      const { subgraph, type, field } = element;
      const open = isPublic(subgraph) ? statedOpen(subgraph, type, field) : null;
      if (open === null || open.class === 'NONE') return [];
      return unansweredReasons(context, element, open.reasons, open.class).map((reason) =>
        errorAt(
          name,
          { subgraph: subgraph.name, coordinate: field.coordinate, line: field.line },
          `open \`${open.class}\` for reason \`${reason}\`: make it \`NONE\`, or register evidence of kind ` +
            `${alternatives(sufficientEvidence[reason])} that covers \`${field.coordinate}\` with this class`,
        ),
      );
    }),
};
