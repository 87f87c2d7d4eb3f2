/**
 * Fields that a plan asks for before what they require is there. Where one required field requires another one, the planner library may
 * ask for the outer one at once: its subgraph then computes from nothing, and a wrong value is worse than none. It may even ask that
 * subgraph for the inputs, which are another one's.
 *
 * INVARIANT: a field with `@requires` is asked for only with all that it requires, in the representation or answered by the same fetch.
 */
import { isAbstractType, Kind, type GraphQLSchema, type SelectionNode } from 'graphql';
import { fetchOperation, type FetchOperation } from './fetch-operation';
import { fetchedFields, placedFetches, type FetchedField, type PlacedFetch } from './fetched-fields';
import type { QueryPlan, RequiredSelection } from './query-plan';
import type { RequiredInputs } from './required-inputs';

export interface TooEarly extends PlacedFetch {
  readonly asked: FetchedField;
}

/** @param schema of the supergraph */
export function asksTooEarly({ node }: QueryPlan, inputs: RequiredInputs, schema: GraphQLSchema): readonly TooEarly[] {
  if (node === null) return [];
  return placedFetches(node).flatMap((placed) => {
    const operation = fetchOperation(placed.fetch);
    return fetchedFields(placed, schema).flatMap((asked): readonly TooEarly[] => {
      const { fetch } = placed;
      const required = inputs.of(fetch.serviceName, `${asked.holder}.${asked.field.name.value}`);
      const early = required.some(({ path }) => {
        const names = path.split('.').slice(1);
        const sent = asked.ofEntity && isSent(fetch.requires ?? [], names, asked.holder, schema);
        return !sent && !isSelected(asked.beside, names, asked.holder, operation, schema);
      });
      return early || isForeign(fetch.serviceName, asked, inputs) ? [{ ...placed, asked }] : [];
    });
  });
}

/** Whether a subgraph is asked for what it only refers to, at a place where it provides nothing of it. */
function isForeign(subgraph: string, { holder, field, way }: FetchedField, inputs: RequiredInputs): boolean {
  if (!inputs.isForeign(subgraph, `${holder}.${field.name.value}`)) return false;
  return !way.some((above, index) => {
    const path = [...way.slice(index + 1).map(({ name }) => name), field.name.value].map((name) => `.${name}`).join('');
    return inputs.provides(subgraph, `${above.holder}.${above.name}`).has(path);
  });
}

/** Whether every object that may be of the type is sent with it. */
function isSent(
  requires: readonly RequiredSelection[],
  names: readonly string[],
  holder: string,
  schema: GraphQLSchema,
): boolean {
  const types = [...new Set(conditionsIn(requires))].filter((each) => meets(each, holder, schema));
  return (types.length === 0 ? [holder] : types).every((type) => carries(requires, names, type, schema));
}

function conditionsIn(selections: readonly RequiredSelection[]): readonly string[] {
  return selections.flatMap((each) =>
    each.kind === 'Field'
      ? []
      : [...(each.typeCondition === undefined ? [] : [each.typeCondition]), ...conditionsIn(each.selections)],
  );
}

/** @param type of what is sent; `null` below it, where any will do */
function carries(
  selections: readonly RequiredSelection[],
  names: readonly string[],
  type: string | null,
  schema: GraphQLSchema,
): boolean {
  const [name, ...rest] = names;
  return selections.some((each) => {
    if (each.kind === 'Field') {
      return each.name === name && (rest.length === 0 || carries(each.selections ?? [], rest, null, schema));
    }
    const applies = type === null || each.typeCondition === undefined || meets(type, each.typeCondition, schema);
    return applies && carries(each.selections, names, type, schema);
  });
}

/** A subgraph that answers a field there itself (`@provides`) has what it needs. */
function isSelected(
  selections: readonly SelectionNode[],
  names: readonly string[],
  type: string | null,
  operation: FetchOperation,
  schema: GraphQLSchema,
): boolean {
  const [name, ...rest] = names;
  return selections.some((each) => {
    if (each.kind === Kind.FIELD) {
      const below = each.selectionSet?.selections ?? [];
      return each.name.value === name && (rest.length === 0 || isSelected(below, rest, null, operation, schema));
    }
    const { typeCondition, selectionSet } = operation.fragment(each);
    const applies = type === null || typeCondition === undefined || meets(type, typeCondition.name.value, schema);
    return applies && isSelected(selectionSet.selections, names, type, operation, schema);
  });
}

function meets(type: string, condition: string, schema: GraphQLSchema): boolean {
  if (type === condition) return true;
  const [is, wanted] = [schema.getType(type), schema.getType(condition)];
  return isAbstractType(wanted) && is !== undefined && 'getInterfaces' in is && schema.isSubType(wanted, is);
}
