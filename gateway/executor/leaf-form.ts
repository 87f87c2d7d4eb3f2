/** How values of a scalar or enum are written; what has another form than the type admits is no value of it. */
import { getNamedType, type GraphQLOutputType } from 'graphql';
import type { JsonBytes } from './json-bytes';

export type LeafForm =
  | { readonly kind: 'String' | 'Int' | 'Float' | 'Boolean' | 'ID' | 'any' }
  /** The values that clients may see, and what is written for each. */
  | { readonly kind: 'enum'; readonly texts: ReadonlyMap<string, Uint8Array> };

/** @param values see `LeafField.values` */
export function leafForm(type: GraphQLOutputType, values: ReadonlySet<string> | null): LeafForm {
  if (values !== null) {
    return { kind: 'enum', texts: new Map([...values].map((value) => [value, Buffer.from(JSON.stringify(value))])) };
  }
  const { name } = getNamedType(type);
  switch (name) {
    case 'String':
    case 'Int':
    case 'Float':
    case 'Boolean':
    case 'ID':
      return { kind: name };
    default:
      return { kind: 'any' };
  }
}

const yes = Buffer.from('true');
const no = Buffer.from('false');

/**
 * INVARIANT: a leaf is written only in a form that its type admits.
 *
 * @returns whether it was; else nothing is written
 */
export function writeLeaf(out: JsonBytes, form: LeafForm, value: unknown): boolean {
  switch (form.kind) {
    case 'String':
      if (typeof value !== 'string') return false;
      out.string(value);
      return true;
    case 'Int':
      if (typeof value !== 'number' || (value | 0) !== value) return false;
      out.number(value);
      return true;
    case 'Float':
      if (typeof value !== 'number' || !Number.isFinite(value)) return false;
      out.number(value);
      return true;
    case 'Boolean':
      if (typeof value !== 'boolean') return false;
      out.raw(value ? yes : no);
      return true;
    case 'ID':
      if (typeof value === 'string') out.string(value);
      else if (Number.isSafeInteger(value)) out.number(value as number);
      else return false;
      return true;
    case 'enum': {
      const text = typeof value === 'string' ? form.texts.get(value) : undefined;
      if (text === undefined) return false;
      out.raw(text);
      return true;
    }
    case 'any':
      return writeAny(out, value);
  }
}

/** A scalar of a subgraph's own may be any JSON. */
function writeAny(out: JsonBytes, value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      out.string(value);
      return true;
    case 'number':
      if (!Number.isFinite(value)) return false;
      out.number(value);
      return true;
    case 'boolean':
      out.raw(value ? yes : no);
      return true;
    case 'object':
      if (value === null) return false;
      out.json(value);
      return true;
    default:
      return false;
  }
}
