/** The elements of a composition that rules walk over, each with the subgraph that wrote it. */
import type { FieldModel, InputModel, SubgraphModel, TypeModel } from '../subgraph-model';

export interface TypeElement {
  readonly subgraph: SubgraphModel;
  readonly type: TypeModel;
}

export interface FieldElement extends TypeElement {
  readonly field: FieldModel;
}

export function typeElements(subgraphs: readonly SubgraphModel[]): readonly TypeElement[] {
  return subgraphs.flatMap((subgraph) => Object.values(subgraph.types).map((type) => ({ subgraph, type })));
}

export function fieldElements(subgraphs: readonly SubgraphModel[]): readonly FieldElement[] {
  return typeElements(subgraphs).flatMap(({ subgraph, type }) =>
    Object.values(type.fields).map((field) => ({ subgraph, type, field })),
  );
}

/** Arguments and input fields. */
export function inputElements(
  subgraphs: readonly SubgraphModel[],
): readonly { readonly subgraph: SubgraphModel; readonly input: InputModel }[] {
  return typeElements(subgraphs).flatMap(({ subgraph, type }) =>
    [
      ...Object.values(type.inputFields),
      ...Object.values(type.fields).flatMap((field) => Object.values(field.arguments)),
    ].map((input) => ({ subgraph, input })),
  );
}

/** Articles 31–38 do not bind what is no public data (Art 18): labels are required, bases are not. */
export function isPublic(subgraph: SubgraphModel): boolean {
  return !subgraph.providers.some(({ kind }) => kind === 'NON_PUBLIC');
}
