/** Fills `@scope` arguments with the scopes by which the gateway will filter the rows; several owners' scopes hold together. */
import type { Decisions } from './decisions';
import { listedRows, ownScopes } from './listed-rows';
import { eachPosition, type Occurrence, type PositionNode } from './position';
import type { Filled, ScopeArguments } from './scope-arguments';

export type FilledArguments = ReadonlyMap<Occurrence, Filled>;

/** INVARIANT: the values travel as variables of the request; the compiled operation knows only that there are some. */
export function fillScopeArguments(root: PositionNode, decisions: Decisions, scopes: ScopeArguments): FilledArguments {
  const all = new Map<Occurrence, Filled>();
  const variants = new Map<string, number>();
  eachPosition(root, (node) => {
    for (const use of node.uses) {
      for (const occurrence of use.state === 'live' ? use.occurrences : []) {
        const given = occurrence.state === 'live' && occurrence.child !== null ? scopes.of(occurrence) : [];
        if (given.length === 0) continue;
        const filled = fillOne(occurrence, decisions, scopes);
        if (filled.size === 0) continue;
        all.set(occurrence, filled);
        // Fields with other values are other fields: nothing but its response name tells a variable from another one.
        const text = JSON.stringify([...filled]);
        const variant = variants.get(text) ?? variants.size + 1;
        variants.set(text, variant);
        occurrence.variant = variant;
        occurrence.arguments = [
          ...occurrence.arguments.filter(({ definition }) => !filled.has(definition.name)),
          ...given.flatMap(({ definition }) => {
            const value = filled.get(definition.name);
            return value === undefined ? [] : [{ definition, value, written: null }];
          }),
        ];
      }
    }
  });
  return all;
}

function fillOne(occurrence: Occurrence, { all }: Decisions, scopes: ScopeArguments): Filled {
  const own = ownScopes(occurrence, all);
  const [first, ...others] = listedRows(occurrence, all).map(({ required }) => required);
  const text = JSON.stringify(first);
  const alike = others.every((each) => JSON.stringify(each) === text);
  return scopes.fill(occurrence, [...own, ...(alike ? (first ?? []) : [])]);
}
