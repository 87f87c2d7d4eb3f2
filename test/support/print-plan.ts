/** A query plan as a few lines that a test can state: what is sent where, on behalf of which places. */
import type { PlanNode, QueryPlan, RequiredSelection } from '../../gateway/planner/query-plan';

export function printPlan({ node }: QueryPlan): readonly string[] {
  return node === null ? [] : printNode(node, '', '');
}

function printNode(node: PlanNode, indent: string, path: string): readonly string[] {
  switch (node.kind) {
    case 'Sequence':
      return node.nodes.flatMap((each) => printNode(each, indent, path));
    case 'Parallel':
      return [`${indent}parallel`, ...node.nodes.flatMap((each) => printNode(each, `${indent}  `, path))];
    case 'Flatten':
      return printNode(node.node, indent, [...(path === '' ? [] : [path]), ...node.path].join('.'));
    case 'Condition':
      return [
        `${indent}if ${node.condition}`,
        ...(node.ifClause === undefined ? [] : printNode(node.ifClause, `${indent}  `, path)),
        ...(node.elseClause === undefined ? [] : printNode(node.elseClause, `${indent}  `, path)),
      ];
    case 'Fetch': {
      const operation = node.operation.replace(/^query\(.*?\)\{_entities\(representations:\$representations\)/, '');
      const at = path === '' ? '' : ` at ${path}`;
      const requires = node.requires === undefined ? '' : ` ${printSelections(node.requires)} →`;
      return [`${indent}${node.serviceName}${at}:${requires} ${operation}`];
    }
  }
}

function printSelections(selections: readonly RequiredSelection[]): string {
  const printed = selections.map((each) => {
    if (each.kind === 'InlineFragment') return `...on ${each.typeCondition ?? ''}${printSelections(each.selections)}`;
    const name = each.alias === undefined ? each.name : `${each.alias}:${each.name}`;
    return each.selections === undefined ? name : `${name}${printSelections(each.selections)}`;
  });
  return `{${printed.join(' ')}}`;
}
