/**
 * What the fields of a model yield: drawn from a hash of the place, so that every subgraph, and the monolith, say the same of the same
 * object without having any data.
 */
import { parseType, type TypeNode } from 'graphql';
import { EnumValue } from './federation-literals';
import {
  namedIn,
  possibleIn,
  rowsPerEntity,
  type FederationModel,
  type ModelEntity,
  type ModelField,
  type Need,
} from './federation-model';

export interface ModelObject {
  readonly __typename: string;
  /** Concrete type, where a subgraph knows only an interface. */
  readonly is: string;
  /** Of entities: type and number; of others: the place where they were found. */
  readonly at: string;
  /** Representation by which it came here. */
  readonly given?: Readonly<Record<string, unknown>>;
}

export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 0;
}

const types = new Map<string, TypeNode>();

function typeNode(text: string): TypeNode {
  const known = types.get(text) ?? parseType(text, { noLocation: true });
  types.set(text, known);
  return known;
}

/**
 * @param inputs what a field with needs computes from
 * @param subgraph for which it is said: `null` = the monolith
 */
export function fieldValue(
  model: FederationModel,
  holder: string,
  field: ModelField,
  args: Readonly<Record<string, unknown>>,
  inputs: unknown,
  subgraph: string | null,
): unknown {
  const place = `${holder}.${field.name}${canonical(args)}${inputs === undefined ? '' : canonical(inputs)}`;
  return yieldedAt(model, field, typeNode(field.type), place, subgraph);
}

function yieldedAt(
  model: FederationModel,
  field: ModelField,
  type: TypeNode,
  place: string,
  subgraph: string | null,
): unknown {
  if (type.kind === 'NonNullType') return presentAt(model, field, type.type, place, subgraph);
  return hash(`${place}?`) % 6 === 0 ? null : presentAt(model, field, type, place, subgraph);
}

function presentAt(
  model: FederationModel,
  field: ModelField,
  type: TypeNode,
  place: string,
  subgraph: string | null,
): unknown {
  if (type.kind === 'ListType') {
    const length = hash(`${place}#`) % 4;
    return Array.from({ length }, (_, index) =>
      yieldedAt(model, field, type.type, `${place}[${String(index)}]`, subgraph),
    );
  }
  const name = namedIn(field.type);
  if (!model.types.has(name)) return leafAt(name, place);
  const owners = [...field.owners];
  const possible = possibleIn(model, name, owners[0] ?? '').filter((each) =>
    owners.every((owner) => possibleIn(model, name, owner).includes(each)),
  );
  const is = possible[hash(`${place}:`) % possible.length];
  // Nothing may stand there for all who answer it: a list then is one of nulls, where it may be.
  if (is === undefined) return null;
  const at = model.types.get(is)?.kind === 'entity' ? `${is}#${String(hash(place) % rowsPerEntity)}` : place;
  return { __typename: typenameIn(model, is, name, subgraph), is, at } satisfies ModelObject;
}

/** An interface's own name where a subgraph knows it as an object. */
export function typenameIn(model: FederationModel, is: string, declared: string, subgraph: string | null): string {
  const type = model.types.get(declared);
  return type?.kind === 'interface' && type.keyed !== null && type.keyed.objectIn === subgraph ? declared : is;
}

function leafAt(type: string, place: string): unknown {
  const drawn = hash(place);
  switch (type) {
    case 'Int':
      return (drawn % 2_000) - 1_000;
    case 'Float':
      return (drawn % 2_000) / 8;
    case 'Boolean':
      return drawn % 2 === 0;
    case 'Colour':
      return ['RED', 'GREEN', 'BLUE'][drawn % 3];
    case 'Blob':
      return [{ a: drawn % 9, b: [null, 'x'] }, [drawn % 5], `blob${String(drawn % 7)}`, drawn % 11][drawn % 4];
    default:
      return ['', '税"\\'][drawn % 12] ?? `s${drawn.toString(36)}`;
  }
}

/** Equal values give equal texts, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (value instanceof EnumValue) return JSON.stringify(value.name);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, each]) => `${name}:${canonical(each)}`).join(',')}}`;
}

/** Values of key fields; nested ones are places of their own. */
export function keyValue(at: string, field: string): unknown {
  const [type = '', number = '0'] = at.split('#');
  switch (field) {
    case 'id':
      return `${type}-${number}`;
    case 'code':
      return `c${number}${type}`;
    case 'region':
      return Number(number) % 2;
    case 'number':
      return Number(number) >> 1;
    case 'home':
      return { __typename: 'Home', is: 'Home', at: `${at}.home` } satisfies ModelObject;
    default:
      return undefined;
  }
}

export function zipOf(homeAt: string): string {
  return `z-${homeAt}`;
}

/** The one entity that a representation means, `null` where it contradicts itself. */
export function entityOf(entity: ModelEntity, given: Readonly<Record<string, unknown>>): string | null {
  const rows = Array.from({ length: rowsPerEntity }, (_, index) => `${entity.name}#${String(index)}`);
  const home = given['home'] as { readonly zip?: unknown } | undefined;
  const keys = ['id', 'code', 'region', 'number'].filter((name) => given[name] !== undefined);
  if (keys.length === 0 && home?.zip === undefined) return null;
  const found = rows.filter(
    (at) =>
      keys.every((name) => keyValue(at, name) === given[name]) &&
      (home?.zip === undefined || home.zip === zipOf(`${at}.home`)),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** What a field set selects of a value, as it stands in a representation. */
export function selected(
  value: unknown,
  needs: readonly Need[],
  read: (object: never, need: Need) => unknown,
): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((each) => selected(each, needs, read));
  if (needs.length === 0) return value;
  return Object.fromEntries(needs.map((need) => [need.field, selected(read(value as never, need), need.below, read)]));
}
