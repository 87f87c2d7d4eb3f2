/**
 * `LINGQU_…` variables over the keys of lingqu.yaml: `LINGQU_LISTEN__PORT=4005` is `listen.port`. Two underscores go one level down;
 * case, single underscores and hyphens of a name do not count (`LINGQU_LAW_PROFILE` is `lawProfile`).
 */
import { parse } from 'yaml';
import { z } from 'zod';

export interface Override {
  readonly variable: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

export interface OverrideProblem {
  readonly variable: string;
  readonly message: string;
}

const prefix = 'LINGQU_';

/** @param stated what the file says: entries of open mappings (`overlays`) are looked up in it */
export function overridesFrom(
  env: Readonly<Record<string, string | undefined>>,
  shape: z.ZodType,
  stated: unknown,
): { readonly overrides: readonly Override[]; readonly problems: readonly OverrideProblem[] } {
  const overrides: Override[] = [];
  const problems: OverrideProblem[] = [];
  for (const variable of Object.keys(env).sort()) {
    const text = env[variable];
    if (!variable.startsWith(prefix) || text === undefined) continue;
    const found = findKey(variable.slice(prefix.length).split('__'), shape, stated);
    if (found === null) {
      problems.push({ variable, message: 'names no key of lingqu.yaml: remove it or correct its name' });
      continue;
    }
    const value = valueOf(text, found.shape);
    if (value === undefined) problems.push({ variable, message: 'is no valid YAML: write one value' });
    else overrides.push({ variable, path: found.path, value });
  }
  // A whole mapping first, then what is set inside it.
  return { overrides: overrides.sort((a, b) => a.path.length - b.path.length), problems };
}

/** The same value with the overrides in place; the original is left as it was. */
export function withOverrides(stated: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce((value, { path, value: put }) => replaced(value, path, put), stated);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const mapping = isMapping(value) ? value : {};
  return { ...mapping, [key]: replaced(Object.hasOwn(mapping, key) ? mapping[key] : undefined, rest, put) };
}

function findKey(
  names: readonly string[],
  shape: z.ZodType,
  stated: unknown,
): { readonly path: readonly string[]; readonly shape: z.ZodType } | null {
  const [name, ...rest] = names;
  if (name === undefined) return { path: [], shape: bare(shape) };
  const keys = keysOf(bare(shape), stated);
  const key = [...keys.keys()].find((each) => plain(each) === plain(name));
  const inner = key === undefined ? undefined : keys.get(key);
  if (key === undefined || inner === undefined) return null;
  const found = findKey(rest, inner, isMapping(stated) && Object.hasOwn(stated, key) ? stated[key] : undefined);
  return found === null ? null : { ...found, path: [key, ...found.path] };
}

function keysOf(shape: z.ZodType, stated: unknown): ReadonlyMap<string, z.ZodType> {
  if (shape instanceof z.ZodObject) return new Map(Object.entries(shape.shape as Record<string, z.ZodType>));
  if (!(shape instanceof z.ZodRecord) || !isMapping(stated)) return new Map();
  return new Map(Object.keys(stated).map((key) => [key, shape.valueType as z.ZodType]));
}

/** A text stands as it is (`450000` stays a text); anything else is read as YAML. @returns `undefined` for what is no YAML */
function valueOf(text: string, shape: z.ZodType): unknown {
  if (shape instanceof z.ZodString || shape instanceof z.ZodEnum) return text;
  try {
    return parse(text, { merge: false }) as unknown;
  } catch {
    return undefined;
  }
}

function bare(shape: z.ZodType): z.ZodType {
  return shape instanceof z.ZodDefault || shape instanceof z.ZodPrefault || shape instanceof z.ZodNullable
    ? bare(shape.unwrap() as z.ZodType)
    : shape;
}

function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
