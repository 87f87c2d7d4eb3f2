/** GX3504: what filters or sorts rows says which fields it reveals; where nothing is said it is taken to reveal all that are restricted. */
import type { Finding } from '../finding';
import { judgeSubgraphs } from '../label-compiler';
import { fold, meantByEnumValue, meantByInput } from '../labels/influence-words';
import type { Judgement } from '../labels/judge-influences';
import { fieldOf } from '../lookup';
import { inputElements } from './elements';
import { findingAt } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX3504', article: '31, 34, 36, 38' };

export const influences: Rule = {
  ...name,
  check: (context) => {
    const bySubgraphAndInput = new Map<string, Judgement[]>();
    for (const judgement of judgeSubgraphs(context.subgraphs, context.register)) {
      if (!isFinding(judgement)) continue;
      const id = `${judgement.declaration.subgraph.name} ${judgement.input}`;
      bySubgraphAndInput.set(id, [...(bySubgraphAndInput.get(id) ?? []), judgement]);
    }
    return [...bySubgraphAndInput.values()].flatMap((judgements) => report(context, judgements));
  },
};

/** What a mutation is given are values to write, more often than questions: always a warning, keys included. */
function isFinding({ verdict, coordinate }: Judgement): boolean {
  return verdict === 'assumed' || (verdict === 'key' && isMutation(coordinate));
}

/** One input can be judged at several fields: the worst counts, and all that it may reveal is named. */
function report(context: RuleContext, judgements: readonly Judgement[]): readonly Finding[] {
  const worst = judgements.find(isError) ?? judgements[0];
  if (worst === undefined) return [];
  const revealed = [...new Set(judgements.flatMap((judgement) => judgement.influences))].sort();
  const meant = revealed.filter((coordinate) => isMeant(worst, coordinate));
  const proposed = meant.length > 0 ? meant : revealed;
  const listed = proposed.map((coordinate) => `"${coordinate}"`).join(', ');
  const until = meant.length > 0 ? '' : '; until then it is taken to reveal every restricted field of these rows';
  return [
    findingAt(
      isError(worst) ? 'error' : 'warning',
      name,
      { subgraph: worst.declaration.subgraph.name, coordinate: worst.input, line: worst.line },
      `\`${worst.input}\` does not say what using it reveals: write \`@influences(fields: [${listed}])\`, ` +
        `or \`[]\` if it reveals nothing${until}`,
      `${definitionOf(context, worst)} @influences(fields: [${listed}])`,
    ),
  ];
}

function isError({ verdict, named, coordinate }: Judgement): boolean {
  return verdict === 'assumed' && named && !isMutation(coordinate);
}

function isMutation(coordinate: string): boolean {
  return coordinate.startsWith('Mutation.');
}

function isMeant({ kind, input }: Judgement, coordinate: string): boolean {
  const leaf = fieldOf(coordinate);
  if (kind === 'enumValue') return meantByEnumValue(localName(input)).has(fold(leaf));
  return meantByInput(localName(input)).has(leaf.toLowerCase());
}

/** `name` of `Type.field(name:)`, `Input.name` and `Enum.name`. */
function localName(input: string): string {
  return /([^.(]+?)(?::\))?$/.exec(input)?.[1] ?? input;
}

/** As it stands in the SDL, for the proposed line. */
function definitionOf({ subgraphs }: RuleContext, { input, declaration }: Judgement): string {
  const found = inputElements(subgraphs).find(
    (each) => each.subgraph.name === declaration.subgraph.name && each.input.coordinate === input,
  );
  return found === undefined ? localName(input) : `${found.input.name}: ${found.input.type}`;
}
