/** When a registered release takes an owner's label off a field that is derived from its data, or that another took over (Art 35, 36; GX3503). */
import type { Release } from '../../directives';
import type { RegisterView } from '../register-view';
import type { CompositionIndex, FieldDeclaration } from './composition-index';

/** @param sources every coordinate that the field is derived from, transitively */
export function isReleased(
  owner: string,
  declaration: FieldDeclaration,
  sources: ReadonlySet<string>,
  register: RegisterView,
): boolean {
  return register.releases.some((release) => releaseHolds(release, owner, declaration, sources));
}

/**
 * Whether the release is about this owner's data in this field: signed by the owner, for everything the field is computed from, and,
 * unless only a yes or no leaves, for exactly this SDL.
 */
export function releaseHolds(
  release: Release,
  owner: string,
  declaration: FieldDeclaration,
  sources: ReadonlySet<string>,
): boolean {
  const { subgraph, field } = declaration;
  const claimed = field.derived.every(({ transform }) => transform === release.transform);
  const bound = release.transform === 'PREDICATE' ? isPredicate(declaration) : release.sdlHash === subgraph.sdlHash;
  return (
    release.owner === owner &&
    release.signedBy === owner &&
    release.to === field.coordinate &&
    [...sources].every((source) => release.from.includes(source)) &&
    claimed &&
    bound
  );
}

/** Arguments would let the asker choose the question until the answer is the value. */
export function isPredicate({ field }: FieldDeclaration): boolean {
  return /^Boolean!?$/.test(field.type) && Object.keys(field.arguments).length === 0;
}

/** With `@override`, progressive or not, the former owner's label stays until its release of the field itself is registered. */
export function isReleasedFormerOwner(
  declaration: FieldDeclaration,
  index: CompositionIndex,
  register: RegisterView,
): boolean {
  const { subgraph, type, field } = declaration;
  const owner = subgraph.organisation;
  if (owner === null) return false;
  return index.fieldDeclarations(type.name, field.name).some((successor) => {
    if (successor.field.override?.from !== subgraph.name) return false;
    return register.releases.some(
      (release) =>
        release.owner === owner &&
        release.signedBy === owner &&
        release.to === field.coordinate &&
        release.from.includes(field.coordinate) &&
        release.sdlHash === successor.subgraph.sdlHash,
    );
  });
}
