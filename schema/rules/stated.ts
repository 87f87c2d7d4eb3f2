/**
 * What one subgraph states about one field, with what it inherits: the field's own words or the defaults, joined with the floors of its
 * type and interfaces (vocabulary.md section 3), and where the words stand that decide the class.
 */
import type { AccessClass, OpenReason } from '../../directives/label';
import { stricterClass } from '../../directives/stricter';
import { typeIn } from '../lookup';
import type { FieldModel, Statements, SubgraphModel, TypeModel } from '../subgraph-model';

/** An element that a finding can stand at; `coordinate` is `null` for `@defaults`. */
export interface Place {
  readonly coordinate: string | null;
  readonly line: number | null;
}

export interface Stated {
  readonly class: AccessClass;
  readonly basis: readonly string[];
  readonly conditions: readonly string[];
  readonly scope: readonly string[];
  /** Of `@open` only. */
  readonly reasons: readonly OpenReason[];
  /** The nearest element whose words alone make the class what it is. */
  readonly place: Place;
}

/** What `@share` and `@open` have in common. */
interface Said {
  readonly class: AccessClass;
  readonly basis: readonly string[] | null;
  readonly conditions: readonly string[] | null;
  readonly scope: readonly string[] | null;
  readonly reason?: readonly OpenReason[] | null;
  readonly line: number | null;
}

export function statedShare(subgraph: SubgraphModel, type: TypeModel, field: FieldModel): Stated | null {
  const { defaults } = subgraph;
  const unsaid = defaults === null ? null : { ...defaults, class: defaults.share, reason: null };
  return stated(subgraph, type, field, unsaid, (statements) => statements.share);
}

export function statedOpen(subgraph: SubgraphModel, type: TypeModel, field: FieldModel): Stated | null {
  const { defaults } = subgraph;
  const unsaid = defaults === null ? null : { ...defaults, class: defaults.open };
  return stated(subgraph, type, field, unsaid, (statements) => statements.open);
}

/** Where a `@purpose` binds the field: its own, or a floor's. The purposes of `@defaults` are no floor. */
export function purposePlace(subgraph: SubgraphModel, type: TypeModel, field: FieldModel): Place | null {
  return firstSaid(subgraph, type, field, (statements) => statements.purpose);
}

/** Where a `@noOnwardTransfer` binds the field: its own, or a floor's. */
export function noOnwardPlace(subgraph: SubgraphModel, type: TypeModel, field: FieldModel): Place | null {
  return firstSaid(subgraph, type, field, (statements) => statements.noOnwardTransfer);
}

function firstSaid(
  subgraph: SubgraphModel,
  type: TypeModel,
  field: FieldModel,
  pick: (statements: Statements) => { readonly line: number | null } | null,
): Place | null {
  for (const { statements, place } of [
    { statements: field.statements, place: field },
    ...floorsOf(subgraph, type, field),
  ]) {
    const said = pick(statements);
    if (said !== null) return { coordinate: place.coordinate, line: said.line ?? place.line };
  }
  return null;
}

function stated(
  subgraph: SubgraphModel,
  type: TypeModel,
  field: FieldModel,
  defaults: (Omit<Said, 'class'> & { readonly class: AccessClass | null; readonly inForce: boolean }) | null,
  pick: (statements: Statements) => Said | null,
): Stated | null {
  const said = pick(field.statements);
  const own = said === null ? [] : [wordsOf(said, field, defaults)];
  // Defaults that are not in force label nothing; what a field's own words inherit from them is text only.
  const unsaid =
    said !== null || field.external || defaults === null || defaults.class === null || !defaults.inForce
      ? []
      : [wordsOf({ ...defaults, class: defaults.class }, { coordinate: null, line: null }, defaults)];
  const floors = floorsOf(subgraph, type, field).flatMap(({ statements, place }) => {
    const floor = pick(statements);
    return floor === null ? [] : [wordsOf(floor, place, null)];
  });
  return join([...own, ...unsaid, ...floors]);
}

/** A class UNCONDITIONAL inherits nothing (vocabulary.md section 5). */
function wordsOf(said: Said, place: Place, defaults: Omit<Said, 'class'> | null): Stated {
  const inherited = said.class === 'UNCONDITIONAL' ? null : defaults;
  return {
    class: said.class,
    basis: said.basis ?? inherited?.basis ?? [],
    conditions: said.conditions ?? inherited?.conditions ?? [],
    scope: said.scope ?? inherited?.scope ?? [],
    reasons: said.reason ?? inherited?.reason ?? [],
    place: { coordinate: place.coordinate, line: said.line ?? place.line },
  };
}

/** Type, interface fields, interfaces: what binds the field in its own subgraph, whatever it says itself. */
function floorsOf(
  subgraph: SubgraphModel,
  type: TypeModel,
  field: FieldModel,
): readonly { readonly statements: Statements; readonly place: Place }[] {
  const ofInterfaces = type.interfaces.flatMap((name) => {
    const found = typeIn(subgraph, name);
    if (found === null) return [];
    const same = Object.hasOwn(found.fields, field.name) ? found.fields[field.name] : undefined;
    const whole = { statements: found.statements, place: { coordinate: found.name, line: found.line } };
    return same === undefined ? [whole] : [{ statements: same.statements, place: same }, whole];
  });
  // A label on the type is a floor only for the fields that its subgraph declares itself.
  const ofType = field.external
    ? []
    : [{ statements: type.statements, place: { coordinate: type.name, line: type.line } }];
  return [...ofType, ...ofInterfaces];
}

function join(words: readonly Stated[]): Stated | null {
  const [first] = words;
  if (first === undefined) return null;
  const strictestClass = words.map((each) => each.class).reduce(stricterClass);
  return {
    class: strictestClass,
    basis: words.flatMap((each) => each.basis),
    conditions: words.flatMap((each) => each.conditions),
    scope: words.flatMap((each) => each.scope),
    reasons: [...new Set(words.flatMap((each) => each.reasons))],
    place: (words.find((each) => each.class === strictestClass) ?? first).place,
  };
}
