/** GX3201: one organisation's words restrict or hide what another resolves; they hold, and both are named until the register decides. */
import type { Label, OwnerPolicy } from '../../directives/label';
import { stricterPolicy } from '../../directives/stricter';
import type { Finding } from '../finding';
import type { CompositionIndex, FieldDeclaration } from '../labels/composition-index';
import { isKeyCopy } from '../labels/key-copies';
import { restrictingLabel, statedFieldLabel } from '../labels/stated-label';
import { indexOf } from '../lookup';
import type { SubgraphModel } from '../subgraph-model';
import { oncePerPlace, warningAt } from './finding-at';
import type { Rule } from './rule';

const name = { code: 'GX3201', article: '32' };

/** Words of one subgraph that bind a field, whoever resolves it. */
interface Restriction {
  readonly subgraph: SubgraphModel;
  /** The element that says it, for the message. */
  readonly element: string;
  readonly line: number | null;
  readonly label: Label | null;
  readonly hides: boolean;
}

export const foreignRestriction: Rule = {
  ...name,
  check: ({ subgraphs }) => {
    const index = indexOf(subgraphs);
    return oncePerPlace(
      index
        .typeNames()
        .filter((typeName) => index.kindOf(typeName) === 'OBJECT')
        .flatMap((typeName) =>
          index.fieldNames(typeName).flatMap((fieldName) => checkField(index, typeName, fieldName)),
        ),
    );
  },
};

function checkField(index: CompositionIndex, typeName: string, fieldName: string): readonly Finding[] {
  const declarations = index.fieldDeclarations(typeName, fieldName);
  const resolving = declarations.filter(({ field }) => !field.external);
  const restrictions = restrictionsOf(index, typeName, fieldName, declarations);
  return resolving.flatMap((resolver) => {
    const own = isKeyCopy(resolver) ? null : statedFieldLabel(resolver, null);
    const hidden = resolver.field.inaccessible || resolver.type.inaccessible;
    return restrictions.flatMap((restriction) => {
      const [from, of] = [restriction.subgraph.organisation, resolver.subgraph.organisation];
      if (from === null || of === null || from === of) return [];
      const coordinate = `${typeName}.${fieldName}`;
      const where = { subgraph: restriction.subgraph.name, coordinate, line: restriction.line };
      const say = (verb: string): Finding =>
        warningAt(
          name,
          where,
          `\`${restriction.element}\` of \`${from}\` ${verb} \`${coordinate}\`, which \`${of}\` resolves: ` +
            'it holds until the register decides between the two',
        );
      return [
        ...(restriction.hides && !hidden ? [say('hides')] : []),
        ...(isStricter(restriction.label, own) ? [say('restricts')] : []),
      ];
    });
  });
}

function restrictionsOf(
  index: CompositionIndex,
  typeName: string,
  fieldName: string,
  declarations: readonly FieldDeclaration[],
): readonly Restriction[] {
  const own = declarations.map((declaration): Restriction => {
    const { subgraph, type, field } = declaration;
    const label = field.external
      ? restrictingLabel(subgraph, [field.statements])
      : isKeyCopy(declaration)
        ? restrictingLabel(subgraph, [type.statements])
        : statedFieldLabel(declaration, null);
    const hides = field.inaccessible || type.inaccessible;
    return { subgraph, element: field.coordinate, line: field.line, label, hides };
  });
  const ofInterfaces = index.interfacesOf(typeName).flatMap((interfaceName) =>
    index.fieldDeclarations(interfaceName, fieldName).map(({ subgraph, type, field }): Restriction => {
      const label = restrictingLabel(subgraph, [type.statements, field.statements]);
      return { subgraph, element: field.coordinate, line: field.line, label, hides: false };
    }),
  );
  return [...own, ...ofInterfaces];
}

/** Whether the restriction forbids anything that the resolver's own label permits; texts for applicants forbid nothing. */
function isStricter(restriction: Label | null, own: Label | null): boolean {
  const [theirs] = Object.values(restriction?.owners ?? {});
  const [ours] = Object.values(own?.owners ?? {});
  if (theirs === undefined || ours === undefined) return false;
  return binding(stricterPolicy(ours, theirs)) !== binding(ours);
}

function binding({ share, open, purposes, methods, noOnward }: OwnerPolicy): string {
  return JSON.stringify([share, open, purposes, methods, noOnward]);
}
