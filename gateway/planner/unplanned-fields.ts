/** Root fields that a plan forgot: where no way leads to what is asked below one, the library leaves it out and says nothing. */
import { Kind, type DocumentNode, type SelectionNode } from 'graphql';
import { fetchOperation } from './fetch-operation';
import type { PlanNode, QueryPlan } from './query-plan';

/** @returns response names of the document's root fields that no fetch of the plan asks for */
export function unplannedFields(document: DocumentNode, { node }: QueryPlan): readonly string[] {
  const planned = new Set<string>();
  const visit = (each: PlanNode): void => {
    switch (each.kind) {
      case 'Sequence':
      case 'Parallel':
        each.nodes.forEach(visit);
        return;
      case 'Condition':
        for (const clause of [each.ifClause, each.elseClause]) if (clause !== undefined) visit(clause);
        return;
      case 'Flatten':
        return;
      case 'Fetch':
        for (const name of responseNames(fetchOperation(each).selections)) planned.add(name);
    }
  };
  if (node !== null) visit(node);
  const asked = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? responseNames(definition.selectionSet.selections) : [],
  );
  return asked.filter((name) => !planned.has(name));
}

/** The root type is concrete: no fragment on it says anything that its fields do not. */
function responseNames(selections: readonly SelectionNode[]): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return (selection.alias ?? selection.name).value;
    return selection.kind === Kind.INLINE_FRAGMENT ? responseNames(selection.selectionSet.selections) : [];
  });
}
