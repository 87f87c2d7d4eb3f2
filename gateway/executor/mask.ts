/** Masks: what is left of a value by one of the closed set of techniques (Art 31, 36); what cannot be masked becomes null. */
import { createHmac } from 'node:crypto';
import { getNamedType, isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import { parseTechnique, type Technique } from '../../directives/technique';
import { addressUpToCounty } from './mask-address';
import { familyNameLength } from './mask-name';

/**
 * INVARIANT: a value that has not the form which the technique expects never passes; null stands for it. Lists are masked element
 * by element.
 *
 * @param technique as the label states it; one outside the set masks everything
 * @param type the field's, with its wrappers
 * @param pseudonymKey for `pseudonym`; `null` for callers that get none
 */
export function maskValue(
  technique: string,
  value: unknown,
  type: GraphQLOutputType,
  pseudonymKey: Buffer | null,
): unknown {
  const parsed = parseTechnique(technique);
  // Redacting element by element would still tell how many there are.
  return parsed === null || parsed.kind === 'redact' ? null : maskTyped(parsed, value, type, pseudonymKey);
}

function maskTyped(technique: Technique, value: unknown, type: GraphQLOutputType, key: Buffer | null): unknown {
  if (isNonNullType(type)) return maskTyped(technique, value, type.ofType as GraphQLOutputType, key);
  if (!isListType(type)) return maskLeaf(technique, value, type, key);
  if (!Array.isArray(value)) return null;
  return (value as unknown[]).map((item) => maskTyped(technique, item, type.ofType as GraphQLOutputType, key));
}

function maskLeaf(
  technique: Technique,
  value: unknown,
  type: GraphQLOutputType,
  key: Buffer | null,
): string | number | null {
  switch (technique.kind) {
    case 'redact':
      return null;
    case 'band':
      return isNumber(type) ? lowerBound(value, technique.width, type) : bandText(value, technique.width);
    case 'pseudonym':
      return pseudonym(value, key);
    case 'id-number':
    case 'name':
    case 'phone':
    case 'address-county':
    case 'region-city':
    case 'date-year':
    case 'date-month':
      return typeof value === 'string' ? textMasks[technique.kind](value) : null;
  }
}

type TextTechnique = Exclude<Technique['kind'], 'redact' | 'band' | 'pseudonym'>;

const textMasks: Readonly<Record<TextTechnique, (text: string) => string | null>> = {
  'id-number': (text) => (/^(?:[0-9]{17}[0-9X]|[0-9]{15})$/.test(text) ? keepEnds(text, 6, 0) : null),
  phone: (text) => (/^[0-9]{11}$/.test(text) ? keepEnds(text, 3, 2) : null),
  name: (text) => ([...text].length < 2 ? null : keepEnds(text, familyNameLength(text), 0)),
  'address-county': addressUpToCounty,
  'region-city': (text) =>
    /^[0-9]{6}(?:[0-9]{3}){0,2}$/.test(text) ? text.slice(0, 4).padEnd(text.length, '0') : null,
  'date-year': (text) => (isDate(text) ? text.slice(0, 4) : null),
  'date-month': (text) => (isDate(text) ? text.slice(0, 7) : null),
};

/** Characters are code points: half a surrogate pair would be neither kept nor hidden. */
function keepEnds(text: string, first: number, last: number): string {
  const characters = [...text];
  const hidden = characters.length - first - last;
  return [...characters.slice(0, first), '*'.repeat(hidden), ...characters.slice(first + hidden)].join('');
}

/** A calendar date, alone or before a time. */
function isDate(text: string): boolean {
  return /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?$/.test(text);
}

function isNumber(type: GraphQLOutputType): boolean {
  const { name } = getNamedType(type);
  return name === 'Int' || name === 'Float';
}

const int32 = 2 ** 31;

function lowerBound(value: unknown, width: number, type: GraphQLOutputType): number | null {
  const bound = typeof value === 'number' ? floorTo(value, width) : null;
  if (bound === null) return null;
  return getNamedType(type).name === 'Int' && (bound < -int32 || bound >= int32) ? null : bound;
}

function bandText(value: unknown, width: number): string | null {
  const number = typeof value === 'string' && /^-?[0-9]{1,15}(?:\.[0-9]+)?$/.test(value) ? Number(value) : value;
  const bound = typeof number === 'number' ? floorTo(number, width) : null;
  return bound === null ? null : `${bound}-${bound + width - 1}`;
}

/** Floors below zero, too. Where doubles have gaps there are no bands. */
function floorTo(value: number, width: number): number | null {
  const bound = Math.floor(value / width) * width;
  // `+ 0` turns a negative zero into zero.
  return Number.isSafeInteger(bound) && Number.isSafeInteger(bound + width) ? bound + 0 : null;
}

/** 128 bits, so that different values meet as good as never. */
function pseudonym(value: unknown, key: Buffer | null): string | null {
  if (key === null || (typeof value !== 'string' && typeof value !== 'number')) return null;
  return createHmac('sha256', key).update(String(value)).digest().subarray(0, 16).toString('base64url');
}
