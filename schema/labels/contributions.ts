/** What each subgraph contributes to the label of one field of an object type, before anything that it is derived from. */
import { stricter, strictest, type Label } from '../../directives';
import type { RegisterView } from '../register-view';
import type { CompositionIndex, FieldDeclaration } from './composition-index';
import { isKeyCopy, isKeyMember } from './key-copies';
import { maskedFormOf } from './masked-form';
import { isReleasedFormerOwner } from './releases';
import { restrictingLabel, statedFieldLabel } from './stated-label';

export interface Contribution {
  readonly declaration: FieldDeclaration;
  /** `null`: it resolves the field and says nothing about it; so nobody may have it from there. */
  readonly label: Label | null;
  /** A bare copy of a key: takes over whatever the others say. */
  readonly copy: boolean;
}

export interface FieldContributions {
  /** Of subgraphs that resolve the field, in order of their names. */
  readonly resolving: readonly Contribution[];
  /** What binds whoever resolves it: labels on interfaces, on `@external` copies, on keys of an `@interfaceObject`. */
  readonly restricting: Label | null;
  readonly externalIn: readonly string[];
}

export function contributionsTo(
  index: CompositionIndex,
  register: RegisterView,
  typeName: string,
  fieldName: string,
): FieldContributions {
  const own = index.fieldDeclarations(typeName, fieldName).filter(({ type }) => type.kind === 'OBJECT');
  const declared = new Set(own.map(({ subgraph }) => subgraph.name));
  const onInterfaces = index.interfacesOf(typeName).flatMap((name) => index.fieldDeclarations(name, fieldName));
  const added = onInterfaces.filter(
    (each) =>
      each.type.interfaceObject && !each.field.external && !isKeyMember(each) && !declared.has(each.subgraph.name),
  );

  const external = own.filter(({ field }) => field.external);
  const resolving = [...own.filter(({ field }) => !field.external), ...added]
    .filter((each) => !isReleasedFormerOwner(each, index, register))
    .sort((a, b) => (a.subgraph.name < b.subgraph.name ? -1 : 1))
    .map((declaration): Contribution => {
      const copy = isKeyCopy(declaration);
      return { declaration, copy, label: copy ? floorOfCopy(declaration) : stated(declaration, register) };
    });
  const restricting = [
    ...external.map(({ subgraph, field }) => restrictingLabel(subgraph, [field.statements])),
    ...onInterfaces
      .filter((each) => !added.includes(each))
      .map(({ subgraph, type, field }) => restrictingLabel(subgraph, [type.statements, field.statements])),
  ];
  return {
    resolving,
    restricting: strictest(restricting),
    externalIn: external.map(({ subgraph }) => subgraph.name).sort(),
  };
}

function stated(declaration: FieldDeclaration, register: RegisterView): Label | null {
  return statedFieldLabel(declaration, maskedFormOf(declaration, register));
}

function floorOfCopy({ subgraph, type }: FieldDeclaration): Label | null {
  return restrictingLabel(subgraph, [type.statements]);
}

export interface ResolvedLabels {
  /** `null`: somebody who resolves the field says nothing about it, or nobody does more than copy it. */
  readonly label: Label | null;
  readonly bySubgraph: ReadonlyMap<string, Label | null>;
}

/** @param ofDeclaration the contribution as it stands by now: the stated one, or with what it is derived from */
export function joinContributions(
  { resolving, restricting }: FieldContributions,
  ofDeclaration: (contribution: Contribution) => Label | null,
): ResolvedLabels {
  const originals = resolving.filter(({ copy }) => !copy).map(ofDeclaration);
  const floors = resolving.filter(({ copy }) => copy).map(({ label }) => label);
  const labelled = originals.length > 0 && originals.every((label) => label !== null);
  const label = labelled ? strictest([...originals, ...floors, restricting]) : null;
  const bySubgraph = new Map(
    resolving.map((contribution): [string, Label | null] => {
      if (contribution.copy) return [contribution.declaration.subgraph.name, label];
      const own = ofDeclaration(contribution);
      const bound = own === null || restricting === null ? own : stricter(own, restricting);
      return [contribution.declaration.subgraph.name, bound];
    }),
  );
  return { label, bySubgraph };
}
