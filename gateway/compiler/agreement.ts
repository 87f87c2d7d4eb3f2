/** Whether the concrete types at a position are treated alike, so that nothing depends on which one an object is. */
import { getNamedType, isInterfaceType } from 'graphql';
import type { Decision } from '../policy/decision';
import type { Aliases } from './aliases';
import type { LabelMap } from '../../schema/label-map';
import type { PositionNode, TypeUse } from './position';

/** Concrete types at this position of which objects may be released, with whether each is treated like all others. */
export interface Agreement {
  readonly agree: boolean;
  readonly released: readonly TypeUse[];
  /** The reserved `__typename` must be selected. */
  readonly typename: boolean;
}

export function agreementAt(
  node: PositionNode,
  decisions: readonly Decision[],
  aliases: Aliases,
  map: LabelMap,
): Agreement {
  const live = node.uses.filter((use) => use.state === 'live');
  if (node.uses.length === 1 && spellable(node)) {
    const unknown = node.uses.some((use) => isInterfaceType(use.type)) && asksName(node);
    return { agree: true, released: live, typename: unknown || !live.some(fetchesSomething) };
  }
  const [first, ...others] = node.uses.map((use) => treatment(use, decisions, aliases, map));
  const agree = first != null && others.every((other) => other === first) && spellable(node);
  if (agree) {
    return { agree, released: live, typename: asksName(node) || !live.some(fetchesSomething) };
  }
  // A type that clients cannot spell cannot be told apart from the others in the planned document.
  return { agree, released: live.filter((use) => !use.hidden), typename: true };
}

/** Where a concrete type cannot be spelled, all that is asked must be askable of the static type, and its name must not be asked. */
function spellable(node: PositionNode): boolean {
  if (node.uses.every((use) => !use.hidden)) return true;
  if (asksName(node)) return false;
  const declared = isInterfaceType(node.staticType) ? node.staticType.getFields() : {};
  return node.uses.every((use) =>
    use.occurrences.every(({ slot, state, name, type }) => {
      if (slot === null || state !== 'live') return true;
      // What is asked below is spelled for the type that is yielded, which an implementation may have narrowed.
      const declaration = Object.hasOwn(declared, name) ? declared[name] : undefined;
      return declaration !== undefined && getNamedType(declaration.type).name === getNamedType(type).name;
    }),
  );
}

function asksName(node: PositionNode): boolean {
  return node.uses.some((use) => use.occurrences.some((each) => each.name === '__typename'));
}

function fetchesSomething(use: TypeUse): boolean {
  return use.occurrences.some((each) => each.slot !== null && each.state === 'live');
}

/** How objects of one type are treated, as text; `null` = in a way that always needs the type. */
function treatment(use: TypeUse, decisions: readonly Decision[], aliases: Aliases, map: LabelMap): string | null {
  if (use.state !== 'live' || use.scopeOwners.size > 0 || use.rowSlots.size > 0) return null;
  if (map.types[use.type.name]?.subject != null) return null;
  const fields: string[] = [];
  for (const occurrence of use.occurrences) {
    if (occurrence.slot === null) {
      fields.push(`${occurrence.key}:${occurrence.name}`);
      continue;
    }
    const decision = decisions[occurrence.slot];
    // Its key is another one for each coordinate: which one must be known.
    if (decision?.outcome === 'mask' && decision.technique === 'pseudonym') return null;
    const how =
      decision?.outcome === 'mask' ? `${decision.technique} ${decision.maskedBy.join(',')}` : (decision?.outcome ?? '');
    const alias = occurrence.state === 'live' ? aliases.of(occurrence) : '';
    fields.push(
      `${occurrence.key}:${alias}:${occurrence.state}:${how}:${String(occurrence.type)}:${String(occurrence.child?.id)}`,
    );
  }
  return `${String(use.row)}|${fields.join('|')}`;
}
