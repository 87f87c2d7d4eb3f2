/** GX3603: high capacity, timeliness and continuity make data conditionally open, no more and no less; what is open needs no reason. */
import { fieldElements, isPublic } from './elements';
import { errorAt, oncePerPlace } from './finding-at';
import type { Rule } from './rule';
import { isSecrecyReason, unansweredReasons } from './secrecy-evidence';
import { statedOpen } from './stated';

const name = { code: 'GX3603', article: '36' };

export const reasonFitsClass: Rule = {
  ...name,
  check: (context) =>
    oncePerPlace(
      fieldElements(context.subgraphs).flatMap((element) => {
        const { subgraph, type, field } = element;
        const open = isPublic(subgraph) ? statedOpen(subgraph, type, field) : null;
        if (open === null || open.class === 'CONDITIONAL' || open.reasons.length === 0) return [];
        const where = { subgraph: subgraph.name, ...open.place };
        const reasons = open.reasons.map((reason) => `\`${reason}\``).join(', ');
        const secret = open.reasons.some(isSecrecyReason);
        if (open.class === 'NONE') {
          if (secret) return [];
          const message = `open \`NONE\` for ${reasons} alone: make it \`CONDITIONAL\`, or name the secrecy behind it`;
          return [errorAt(name, where, message)];
        }
        if (secret && unansweredReasons(context, element, open.reasons, open.class).length === 0) return [];
        const message = `open \`UNCONDITIONAL\` needs no reason, but says ${reasons}: drop it, or make it \`CONDITIONAL\``;
        return [errorAt(name, where, message)];
      }),
    ),
};
