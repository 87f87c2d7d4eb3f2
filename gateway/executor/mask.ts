/** Masks: what is left of a value by one of the closed set of techniques (Art 31, 36); what cannot be masked becomes null. */
import { createHmac } from 'node:crypto';
import { getNamedType, type GraphQLOutputType } from 'graphql';
import { parseTechnique, type Technique } from '../../directives/technique';
import { addressUpToCounty } from './mask-address';
import { familyNameLength } from './mask-name';

/**
 * The masked form of one value that is no list.
 *
 * @param key for `pseudonym`; `null` for callers that get none
 */
export type LeafMask = (value: unknown, key: Buffer | null) => string | number | null;

/**
 * INVARIANT: a value that has not the form which the technique expects never passes; null stands for it.
 *
 * @param technique as the label states it; one outside the set masks everything
 * @param type the field's, with its wrappers
 * @returns what masks a value, or a list's items one by one; `null` = all of the field is masked, lists as wholes
 */
export function maskOf(technique: string, type: GraphQLOutputType): LeafMask | null {
  const parsed = parseTechnique(technique);
  return parsed === null ? null : leafMask(parsed, getNamedType(type).name);
}

export function needsKey(technique: string): boolean {
  return technique === 'pseudonym';
}

function leafMask(technique: Technique, typeName: string): LeafMask | null {
  switch (technique.kind) {
    case 'redact':
      // Redacting element by element would still tell how many there are.
      return null;
    case 'band': {
      const { width } = technique;
      if (typeName === 'Int') return (value) => int32(lowerBound(value, width));
      if (typeName === 'Float') return (value) => lowerBound(value, width);
      return (value) => bandText(value, width);
    }
    case 'pseudonym':
      return pseudonym;
    case 'id-number':
    case 'name':
    case 'phone':
    case 'address-county':
    case 'region-city':
    case 'date-year':
    case 'date-month': {
      const mask = textMasks[technique.kind];
      return (value) => (typeof value === 'string' ? mask(value) : null);
    }
  }
}

type TextTechnique = Exclude<Technique['kind'], 'redact' | 'band' | 'pseudonym'>;

const textMasks: Readonly<Record<TextTechnique, (text: string) => string | null>> = {
  'id-number': (text) =>
    /^(?:[0-9]{17}[0-9X]|[0-9]{15})$/.test(text) ? text.slice(0, 6).padEnd(text.length, '*') : null,
  phone: (text) => (/^[0-9]{11}$/.test(text) ? `${text.slice(0, 3)}******${text.slice(9)}` : null),
  name: maskedName,
  'address-county': addressUpToCounty,
  'region-city': (text) =>
    /^[0-9]{6}(?:[0-9]{3}){0,2}$/.test(text) ? text.slice(0, 4).padEnd(text.length, '0') : null,
  'date-year': (text) => (isDate(text) ? text.slice(0, 4) : null),
  'date-month': (text) => (isDate(text) ? text.slice(0, 7) : null),
};

/** Characters are code points: half a surrogate pair would be neither kept nor hidden. */
function maskedName(text: string): string | null {
  const characters = [...text];
  if (characters.length < 2) return null;
  const kept = familyNameLength(characters);
  return characters.slice(0, kept).join('') + '*'.repeat(characters.length - kept);
}

/** A calendar date, alone or before a time. */
function isDate(text: string): boolean {
  return /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?$/.test(text);
}

function lowerBound(value: unknown, width: number): number | null {
  return typeof value === 'number' ? floorTo(value, width) : null;
}

/** GraphQL's Int has 32 bits. */
function int32(bound: number | null): number | null {
  return bound === null || (bound | 0) !== bound ? null : bound;
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
