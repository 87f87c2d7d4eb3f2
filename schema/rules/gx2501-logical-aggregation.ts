/** GX2501: data may stay in place (LOGICAL) only with public service organisations, and not where public management needs them. */
import type { ProviderKind } from '../../directives/statements';
import type { Finding } from '../finding';
import type { Statements } from '../subgraph-model';
import { typeElements } from './elements';
import { errorAt, type Where } from './finding-at';
import type { Rule } from './rule';

const name = { code: 'GX2501', article: '25' };

export const logicalAggregation: Rule = {
  ...name,
  check: ({ subgraphs }) =>
    typeElements(subgraphs).flatMap(({ subgraph, type }) => {
      const kind = subgraph.providers[0]?.kind;
      if (kind === undefined) return [];
      const ofType = type.statements.catalogue;
      return [
        ...judge(kind, ofType, null, { subgraph: subgraph.name, coordinate: type.name, line: type.line }),
        ...Object.values(type.fields).flatMap((field) =>
          judge(kind, field.statements.catalogue, ofType, {
            subgraph: subgraph.name,
            coordinate: field.coordinate,
            line: field.line,
          }),
        ),
      ];
    }),
};

type Catalogue = Statements['catalogue'];

/** @param around the entry of the type, whose words hold where the field's entry is silent */
function judge(kind: ProviderKind, entry: Catalogue, around: Catalogue, where: Where): readonly Finding[] {
  if (entry === null || (entry.aggregation ?? around?.aggregation) !== 'LOGICAL') return [];
  const place = { ...where, line: entry.line ?? where.line };
  switch (kind) {
    case 'GOV_DEPT':
      return [errorAt(name, place, "a department's data cannot be `LOGICAL`: write `INTERFACE`, `TABLE` or `FILE`")];
    case 'PUBLIC_SERVICE_ORG': {
      if (!entry.publicManagementNeed && around?.publicManagementNeed !== true) return [];
      const message =
        'data that public management or services need cannot be `LOGICAL`: write `INTERFACE`, `TABLE` or `FILE`';
      return [errorAt(name, place, message)];
    }
    case 'NON_PUBLIC':
      return [];
  }
}
