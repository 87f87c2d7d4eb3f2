/**
 * Fields of one entity that require the same field under different arguments. The planner library merges what is required by response
 * name: it fetches one of the values and hands it to all of them, and a wrong value is worse than none.
 */
import { Kind, type SelectionNode } from 'graphql';
import { fetchOperation } from './fetch-operation';
import { placedFetches } from './fetched-fields';
import type { FetchNode, QueryPlan } from './query-plan';
import type { Input, RequiredInputs } from './required-inputs';

interface Taken extends Input {
  readonly by: string;
  /** Type that has the input; `null` below another input, where it is not known. */
  readonly type: string | null;
}

/** @returns the first two coordinates of a plan that cannot be answered together, else `null` */
export function conflictingInputs({ node }: QueryPlan, inputs: RequiredInputs): readonly [string, string] | null {
  if (!inputs.anyArguments || node === null) return null;
  const taken = new Map<string, Taken[]>();
  for (const { place, fetch } of placedFetches(node)) {
    if (fetch.requires === undefined) continue;
    for (const coordinate of entityFields(fetch)) {
      const [typeName = ''] = coordinate.split('.');
      for (const input of inputs.of(fetch.serviceName, coordinate)) {
        const here = `${place.map((name) => `.${name}`).join('')}${input.path}`;
        const type = input.path.lastIndexOf('.') === 0 ? typeName : null;
        const before = taken.get(here) ?? [];
        taken.set(here, before);
        const other = before.find(
          (each) => each.arguments !== input.arguments && (each.type === null || type === null || each.type === type),
        );
        if (other !== undefined) return [other.by, coordinate];
        before.push({ ...input, by: coordinate, type });
      }
    }
  }
  return null;
}

/** Coordinates of what is asked of the entities themselves; what is required below them is required by a fetch of its own. */
function entityFields(fetch: FetchNode): readonly string[] {
  const operation = fetchOperation(fetch);
  const of = (selections: readonly SelectionNode[], typeName: string): readonly string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return `${typeName}.${selection.name.value}`;
      const fragment = operation.fragment(selection);
      return of(fragment.selectionSet.selections, fragment.typeCondition?.name.value ?? typeName);
    });
  return of(operation.selections, '_Entity');
}
