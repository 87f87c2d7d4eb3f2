/** The closed set of masking techniques, and which GraphQL types each can take and give (Art 31, 36; GX3602). */

const plainTechniques = [
  'redact',
  'id-number',
  'name',
  'phone',
  'address-county',
  'region-city',
  'date-year',
  'date-month',
  'pseudonym',
] as const;

export type PlainTechnique = (typeof plainTechniques)[number];

export type Technique =
  { readonly kind: PlainTechnique } | { readonly kind: 'band'; /** Integer ≥ 2. */ readonly width: number };

/** @returns `null` for what is not in the set: unknown means deny. */
export function parseTechnique(text: string): Technique | null {
  const plain = plainTechniques.find((each) => each === text);
  if (plain !== undefined) return { kind: plain };
  const digits = /^band:([1-9][0-9]{0,14})$/.exec(text)?.[1];
  const width = Number(digits);
  return digits === undefined || width < 2 ? null : { kind: 'band', width };
}

/** For messages. */
export const techniqueNames: readonly string[] = [...plainTechniques, 'band:N'];

/** What masking needs to know of a field's type. */
export interface MaskableType {
  /** Inside all wrappers, e.g. `String`. */
  readonly namedType: string;
  readonly kind: 'SCALAR' | 'ENUM' | 'COMPOSITE';
  /** The field itself, whatever its elements. */
  readonly nonNull: boolean;
}

/** Scalars, as commonly named, whose form a shortened text (`1990`, `450103****`) breaks. */
const strictScalars = new Set([
  'Date',
  'DateTime',
  'DateTimeISO',
  'DateTimeIso',
  'LocalDate',
  'LocalDateTime',
  'LocalTime',
  'Time',
  'Timestamp',
  'BigInt',
  'Long',
  'Decimal',
  'JSONObject',
  'UUID',
  'PhoneNumber',
  'URL',
  'EmailAddress',
]);

/** Why this technique cannot mask values of this type, with what would make it right; `null` where it can. */
export function cannotMask(technique: Technique, type: MaskableType): string | null {
  if (type.kind === 'COMPOSITE') return 'only leaf fields can be masked';
  switch (technique.kind) {
    case 'redact':
      return type.nonNull ? '`redact` gives null: make the field nullable' : null;
    case 'band':
      // Text bands such as `4000-4999` need a text type; a numeric field is given the band's lower bound.
      return isNumber(type) ? null : needsText('band:N', type);
    case 'id-number':
    case 'name':
    case 'phone':
    case 'address-county':
    case 'region-city':
    case 'date-year':
    case 'date-month':
    case 'pseudonym':
      return needsText(technique.kind, type);
  }
}

function isNumber(type: MaskableType): boolean {
  return type.kind === 'SCALAR' && (type.namedType === 'Int' || type.namedType === 'Float');
}

function needsText(technique: string, type: MaskableType): string | null {
  const admits =
    type.kind === 'SCALAR' &&
    !['Int', 'Float', 'Boolean'].includes(type.namedType) &&
    !strictScalars.has(type.namedType);
  return admits
    ? null
    : `\`${technique}\` gives a text that \`${type.namedType}\` does not admit: make the field a \`String\``;
}
