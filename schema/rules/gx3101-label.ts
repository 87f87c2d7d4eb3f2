/** GX3101: every coordinate has a label; what has none is never served. */
import type { Finding } from '../finding';
import type { FieldEntry } from '../label-map';
import type { CompositionIndex, FieldDeclaration } from '../labels/composition-index';
import { isKeyCopy } from '../labels/key-copies';
import { fieldOf, indexOf, typeOf } from '../lookup';
import type { SubgraphModel, TypeModel } from '../subgraph-model';
import { errorAt, oncePerPlace } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX3101', article: '31' };

export const labelled: Rule = {
  ...name,
  check: (context) => {
    const index = indexOf(context.subgraphs);
    return oncePerPlace(
      Object.values(context.labelMap.fields).flatMap((entry) =>
        // An interface's field needs none where every implementation has one, and those are looked at by themselves.
        entry.label !== null || index.kindOf(typeOf(entry.coordinate)) !== 'OBJECT'
          ? []
          : silent(index, entry).map((declaration) => unlabelled(context, entry, declaration)),
      ),
    );
  },
};

/** Who resolves the field and says nothing; where all are bare copies of a key, the first of them stands for all. */
function silent(index: CompositionIndex, entry: FieldEntry): readonly FieldDeclaration[] {
  const [typeName, fieldName] = [typeOf(entry.coordinate), fieldOf(entry.coordinate)];
  const declarations = [typeName, ...index.interfacesOf(typeName)]
    .flatMap((each) => index.fieldDeclarations(each, fieldName))
    .filter(({ type }) => type.name === typeName || type.interfaceObject);
  const originals = declarations.filter((each) => !isKeyCopy(each) && entry.bySubgraph[each.subgraph.name] === null);
  return originals.length > 0 ? originals : declarations.slice(0, 1);
}

function unlabelled({ labelMap }: RuleContext, entry: FieldEntry, declaration: FieldDeclaration): Finding {
  const { subgraph, type, field } = declaration;
  const where = { subgraph: subgraph.name, coordinate: field.coordinate, line: field.line };
  const source = entry.sources.find((each) => (labelMap.fields[each]?.label ?? null) === null);
  if (source !== undefined) {
    return errorAt(
      name,
      where,
      `\`${field.coordinate}\` is derived from \`${source}\`, which has no label: label that first`,
    );
  }
  return errorAt(
    name,
    where,
    `\`${field.coordinate}\` has no label${whyNot(subgraph)}: write \`@share\` and \`@open\` on it, on its type, or as \`@defaults\``,
    proposal(type, field.name, field.type),
  );
}

function whyNot({ defaults }: SubgraphModel): string {
  if (defaults === null || defaults.inForce) return '';
  return defaults.assumed
    ? ' (what `assume` says is pinned to another SDL)'
    : ' (the `@defaults` are laxer than NONE/NONE with a basis, and no review is registered for this SDL)';
}

/**
 * Sharing is the rule (Art 32) and what no reason keeps closed is open (Art 36); but data about persons may not be published without
 * their consent (PIPL Art 25).
 */
function proposal(type: TypeModel, field: string, fieldType: string): string {
  const personal = type.subject?.kind === 'PERSON' || type.statements.grade?.personal === true;
  const open = personal
    ? '@open(class: "NONE", basis: ["CN-PIPL:25"], reason: ["PRIVACY"])'
    : '@open(class: "UNCONDITIONAL")';
  return `extend type ${type.name} { ${field}: ${fieldType} @share(class: "UNCONDITIONAL") ${open} }`;
}
