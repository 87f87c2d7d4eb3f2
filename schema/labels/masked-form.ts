/** What `@deidentified` claims amount to: a claim without matching evidence in the register is as if it had not been made (Art 31, 36). */
import {
  cannotMask,
  isLaxer,
  parseTechnique,
  stricterMask,
  type DeidentifiedClaim,
  type MaskableType,
  type MaskedForm,
} from '../../directives';
import type { RegisterView } from '../register-view';
import type { FieldDeclaration } from './composition-index';

export function maskedFormOf(declaration: FieldDeclaration, register: RegisterView): MaskedForm | null {
  const forms = declaration.field.deidentified.flatMap((claim) => {
    const form = provenForm(claim, declaration, register);
    return form === null ? [] : [form];
  });
  return forms.reduce<MaskedForm | null | undefined>(stricterMask, undefined) ?? null;
}

/** @returns `null` unless the evidence is about this owner, coordinate and technique, and allows these classes */
function provenForm(
  claim: DeidentifiedClaim,
  declaration: FieldDeclaration,
  register: RegisterView,
): MaskedForm | null {
  const { subgraph, field } = declaration;
  // What the claim or the evidence does not state is NONE.
  const form: MaskedForm = {
    technique: claim.technique,
    share: claim.share ?? 'NONE',
    open: claim.open ?? 'NONE',
    evidence: claim.evidence,
  };
  const technique = parseTechnique(claim.technique);
  const maskable =
    technique !== null &&
    cannotMask(technique, maskableType(declaration)) === null &&
    Object.keys(field.arguments).length === 0;
  const proven = register.evidence.some(
    ({ id, kind, owner, coordinate, technique: proved, classes }) =>
      id === claim.evidence &&
      kind === 'DEIDENTIFICATION' &&
      owner === subgraph.organisation &&
      coordinate === field.coordinate &&
      proved === claim.technique &&
      !isLaxer(form.share, classes.share ?? 'NONE') &&
      !isLaxer(form.open, classes.open ?? 'NONE'),
  );
  return maskable && proven ? Object.freeze(form) : null;
}

export function maskableType({ subgraph, field }: FieldDeclaration): MaskableType {
  const isEnum = subgraph.types[field.namedType]?.kind === 'ENUM';
  return {
    namedType: field.namedType,
    kind: field.composite ? 'COMPOSITE' : isEnum ? 'ENUM' : 'SCALAR',
    nonNull: field.type.endsWith('!'),
  };
}
