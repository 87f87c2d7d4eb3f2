/** GX2301: the catalogue and the supergraph are the same set, so every field of public data has a catalogue entry. */
import { fieldElements, isPublic, type FieldElement } from './elements';
import { warningAt } from './finding-at';
import type { Rule } from './rule';

const name = { code: 'GX2301', article: '23' };

export const catalogueEntry: Rule = {
  ...name,
  check: ({ subgraphs }) => {
    const elements = fieldElements(subgraphs).filter(
      ({ subgraph, type, field }) => isPublic(subgraph) && type.kind === 'OBJECT' && !field.external,
    );
    const entered = new Set(elements.filter(hasEntry).map(({ field }) => field.coordinate));
    const seen = new Set<string>();
    return elements.flatMap(({ subgraph, field }) => {
      if (entered.has(field.coordinate) || seen.has(field.coordinate)) return [];
      seen.add(field.coordinate);
      return [
        warningAt(
          name,
          { subgraph: subgraph.name, coordinate: field.coordinate, line: field.line },
          `\`${field.coordinate}\` has no catalogue entry: write \`@catalogue\` on it or on its type`,
        ),
      ];
    });
  },
};

/** On a type, field ids derive from it. */
function hasEntry({ type, field }: FieldElement): boolean {
  return field.statements.catalogue !== null || type.statements.catalogue !== null;
}
