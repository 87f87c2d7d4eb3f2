/** What arguments written inside `@requires` and `@provides` reveal to the organisation that wrote them (Art 34, 35). */
import type { ValueNode } from 'graphql';
import { readFieldSet } from '../field-set';
import { judgeFlow } from '../flow-law';
import type { FlowEntry } from '../flow-report';
import type { SubgraphModel } from '../subgraph-model';
import { fieldElements, inputElements } from './elements';
import type { RuleContext } from './rule';

export interface WrittenArgumentFlow {
  /** The influenced field, as if it moved itself. */
  readonly flow: FlowEntry;
  readonly argument: string;
}

export function writtenArgumentFlows(context: RuleContext): readonly WrittenArgumentFlow[] {
  return fieldElements(context.subgraphs).flatMap(({ subgraph, type, field }) => [
    ...flowsIn(context, subgraph, field, 'requires', type.name, field.requires),
    ...flowsIn(context, subgraph, field, 'provides', field.namedType, field.provides),
  ]);
}

function flowsIn(
  context: RuleContext,
  subgraph: SubgraphModel,
  at: { readonly coordinate: string; readonly line: number | null },
  via: 'requires' | 'provides',
  holder: string,
  text: string | null,
): readonly WrittenArgumentFlow[] {
  const organisation = subgraph.organisation;
  if (text === null || organisation === null) return [];
  return readFieldSet(subgraph, holder, text).flatMap((entry) =>
    [...entry.arguments].flatMap(([argument, value]) =>
      influencedBy(context, entry.field.coordinate, argument, value).flatMap((coordinate) =>
        judgeFlow(context, coordinate, subgraph).map((judgement) => ({
          argument: `${entry.field.coordinate}(${argument}:)`,
          flow: {
            from: judgement.owner,
            coordinate,
            to: { subgraph: subgraph.name, organisation },
            via,
            through: `${at.coordinate} @${via}`,
            consumedBy: judgement.purpose,
            grant: judgement.grant,
            status: judgement.status,
            at: { coordinate: at.coordinate, subgraph: subgraph.name, line: at.line },
            direct: false,
          },
        })),
      ),
    ),
  );
}

/** The argument's own influences, and those of the input fields and enum values that the literal uses. */
function influencedBy(
  { labelMap, subgraphs }: RuleContext,
  coordinate: string,
  argument: string,
  value: ValueNode,
): readonly string[] {
  const namedTypes = new Map(inputElements(subgraphs).map(({ input }) => [input.coordinate, input.namedType]));
  const within = (inputType: string | undefined, node: ValueNode): readonly string[] => {
    if (inputType === undefined) return [];
    if (node.kind === 'ListValue') return node.values.flatMap((each) => within(inputType, each));
    if (node.kind === 'EnumValue') return labelMap.enumValues[`${inputType}.${node.value}`]?.influences ?? [];
    if (node.kind !== 'ObjectValue') return [];
    return node.fields.flatMap((each) => {
      const field = `${inputType}.${each.name.value}`;
      return [...(labelMap.inputFields[field]?.influences ?? []), ...within(namedTypes.get(field), each.value)];
    });
  };
  const own = labelMap.fields[coordinate]?.arguments[argument]?.influences ?? [];
  return [...new Set([...own, ...within(namedTypes.get(`${coordinate}(${argument}:)`), value)])];
}
