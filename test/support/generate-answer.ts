/** Shapes, merged data, failures and decisions drawn from a tape: whatever an operation, its grants and its subgraphs may come to. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLString,
  getNamedType,
  isListType,
  isNonNullType,
  type GraphQLOutputType,
} from 'graphql';
import type { BoundOperation, FieldShape, ShapeNode, TypeShape } from '../../gateway/compiler/compiled-operation';
import type { WriteContext } from '../../gateway/executor/answer-run';
import type { ExecutionError, ExecutionResult } from '../../gateway/executor/execution';
import type { Decision, OwnerScope } from '../../gateway/policy/decision';
import type { ScopeValues } from '../../gateway/policy/grant';
import type { Draw } from './generate-operation';

export interface GeneratedAnswer {
  readonly bound: BoundOperation;
  readonly result: ExecutionResult;
  readonly context: WriteContext;
}

const colour = new GraphQLEnumType({ name: 'Colour', values: { RED: {}, GREEN: {}, SECRET: {} } });
const json = new GraphQLScalarType({ name: 'JSON' });
const thing = new GraphQLObjectType({ name: 'Thing', fields: { id: { type: GraphQLID } } });
const visible = new Set(['RED', 'GREEN']);

const leafValues: Readonly<Record<string, readonly unknown[]>> = {
  String: [
    '',
    '韦小宝',
    'x',
    '450103199001011234',
    '1990-01-01',
    '4200',
    'a"b',
    '\\',
    '\n',
    '\ud83d\ude00',
    '\ud800',
    '韦'.repeat(40),
  ],
  Int: [0, 7, -1, 42, 999, 1_000, 2 ** 31 - 1, -(2 ** 31)],
  Float: [0, -0, 1.5, -2.25, 1e21, 1e-7, 4_200],
  Boolean: [true, false],
  ID: ['1', '韦', 12],
  Colour: ['RED', 'GREEN', 'SECRET'],
  JSON: [{ a: [1, null, 'x'] }, [], 'text', 3, false, JSON.parse('{"__proto__":1}') as unknown],
};
/** By what may mask it. */
const techniques: Readonly<Record<string, readonly string[]>> = {
  String: ['name', 'id-number', 'date-year', 'band:10', 'pseudonym', 'redact', 'reverse'],
  Int: ['band:10', 'redact'],
  Float: ['band:10'],
  ID: ['pseudonym', 'name'],
};
const keys = ['a', 'b', 'c', '__proto__', 'constructor', 'length'];
const regions = ['450103', '450203', '450100', '45', null, 5];
const owners = ['PSB', 'TAX'];
const scopeValues: readonly ScopeValues[] = [{ region: ['450100'], city: ['1'] }, { region: ['45'] }, {}];

export function generateAnswer(draw: Draw): GeneratedAnswer {
  const decisions: Decision[] = [];
  const errors: ExecutionError[] = [];
  const paths: (string | number)[][] = [[]];
  const one = <T>(list: readonly T[]): T => list[draw(list.length)] as T;

  const scopesOf = (): readonly OwnerScope[] =>
    owners
      .filter(() => draw(2) === 1)
      .map((owner) => ({
        owner,
        anyOf: [
          { grant: 'G-1', values: one(scopeValues) },
          ...(draw(2) === 1 ? [{ grant: 'G-2', values: { region: ['450200'], city: ['2'] } }] : []),
        ],
      }));
  const basis = { grants: [], obligations: { noOnwardTransfer: false }, validUntil: null };
  const permit = (): number => {
    const before = draw(6) === 5 ? decisions.findIndex(({ outcome }) => outcome === 'permit') : -1;
    if (before >= 0) return before;
    return decisions.push({ ...basis, outcome: 'permit', scopes: draw(5) > 2 ? scopesOf() : [] }) - 1;
  };
  const slotOf = (leaf: string): number => {
    const known = techniques[leaf];
    if (known === undefined || draw(4) < 3) return permit();
    const scopes = draw(3) === 2 ? scopesOf() : [];
    return decisions.push({ ...basis, outcome: 'mask', technique: one(known), maskedBy: [one(owners)], scopes }) - 1;
  };

  const wrapped = (named: GraphQLOutputType, lists: number): GraphQLOutputType => {
    const nonNull = (type: GraphQLOutputType): GraphQLOutputType =>
      draw(3) === 2 ? new GraphQLNonNull(type as typeof GraphQLString) : type;
    let type = nonNull(named);
    for (let left = lists; left > 0; left--) type = nonNull(new GraphQLList(type));
    return type;
  };

  const nodeOf = (position: readonly string[], left: number): ShapeNode => {
    const several = position.length > 0 && draw(4) === 3;
    const byType: Record<string, TypeShape> = Object.create(null) as Record<string, TypeShape>;
    if (several) for (const name of ['Cat', 'Dog'].slice(draw(2))) byType[name] = typeOf(name, position, left, true);
    const typename = several || draw(3) === 2 ? '_t' : null;
    return {
      position,
      typename,
      any: several ? null : typeOf('Cat', position, left, typename !== null),
      byType,
      unnamed: several ? ['Hidden'] : [],
    };
  };

  const typeOf = (name: string, position: readonly string[], left: number, typename: boolean): TypeShape => {
    const root = position.length === 0;
    const row = !root && draw(2) === 1;
    const scopes: Record<string, TypeShape['scopes'][string]> = Object.create(null) as Record<string, never>;
    if (row && draw(5) > 0) scopes['PSB'] = { alias: '_region', by: 'region', kind: 'REGION' };
    if (row && draw(5) > 1) scopes['TAX'] = { alias: '_city', by: 'city', kind: 'EQUALS' };
    const taken = keys.slice(draw(3), 3 + draw(4));
    return {
      ...{ name, row, scopes },
      subject: row && draw(4) === 3 ? { alias: '_key', kind: 'PERSON' } : null,
      rowSlots: row && draw(5) === 4 ? [permit()] : [],
      fields: taken.map((key, index) => fieldOf(key, `_l${String(index)}`, name, position, left, typename)),
    };
  };

  const fieldOf = (
    key: string,
    alias: string,
    holder: string,
    position: readonly string[],
    left: number,
    typename: boolean,
  ): FieldShape => {
    const base = { key, coordinate: `${holder}.${key}` };
    const kind = draw(10);
    if (kind === 9) return { ...base, kind: 'denied', type: GraphQLString };
    if (kind === 8) {
      const value = typename && draw(2) === 1 ? null : holder;
      return { ...base, kind: 'typename', type: new GraphQLNonNull(GraphQLString), value };
    }
    if (kind === 7 && position.length === 0) return { ...base, kind: 'introspection', type: json };
    if (kind > 3 && left > 0) {
      const child = nodeOf([...position, key], left - 1);
      const scopedOn = draw(2) === 0 ? 'yielded-rows' : 'holder';
      return {
        ...base,
        alias,
        kind: 'composite',
        type: wrapped(thing, one([0, 1, 1, 2])),
        slot: permit(),
        scopedOn,
        child,
      };
    }
    const named = one([GraphQLString, GraphQLInt, GraphQLFloat, GraphQLBoolean, GraphQLID, colour, json]);
    const slot = slotOf(named.name);
    return {
      ...base,
      alias,
      kind: 'leaf',
      type: wrapped(named, one([0, 0, 0, 1, 2])),
      slot,
      values: named === colour ? visible : null,
    };
  };

  const valueOf = (
    type: GraphQLOutputType,
    path: (string | number)[],
    leaf: (path: (string | number)[]) => unknown,
  ) => {
    const nullable = isNonNullType(type) ? (type.ofType as GraphQLOutputType) : type;
    const missing = draw(isNonNullType(type) ? 36 : 18);
    if (missing === 11) return null;
    if (missing === 10) return undefined;
    if (!isListType(nullable)) return leaf(path);
    if (missing === 9) return 'no list';
    const items: unknown[] = [];
    for (let count = draw(5); count > 0; count--) {
      const place = [...path, items.length];
      paths.push(place);
      items.push(valueOf(nullable.ofType as GraphQLOutputType, place, leaf));
    }
    return items;
  };

  const objectOf = (node: ShapeNode, path: readonly (string | number)[]): unknown => {
    const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    const typename = one(['Cat', 'Dog', 'Cat', 'Dog', 'Hidden', 'Ghost', undefined]);
    if (node.typename !== null && typename !== undefined) object[node.typename] = typename;
    const shape = node.any ?? node.byType[typename ?? 'Ghost'];
    object['_region'] = one(regions);
    if (draw(6) > 0) object['_city'] = one(['1', '2', 1, null]);
    object['_key'] = one(['K-1', 'K-2', 3, '', null]);
    for (const field of shape?.fields ?? []) {
      if (field.kind !== 'leaf' && field.kind !== 'composite') continue;
      const place = [...path, field.alias];
      paths.push(place);
      const value = valueOf(field.type, place, (at) =>
        field.kind === 'composite' ? objectOf(field.child, at) : one(leafValues[getNamedType(field.type).name] ?? []),
      );
      if (value !== undefined) object[field.alias] = value;
    }
    return object;
  };

  const shape = draw(40) === 39 ? null : nodeOf([], 3);
  const data = shape === null ? {} : (objectOf(shape, []) as Record<string, unknown>);
  for (let count = Math.max(0, draw(12) - 4); count > 0; count--) {
    const path = [...one(paths), ...(draw(4) === 3 ? ['_planner', draw(2)] : [])];
    const code = one(['SUBGRAPH_ERROR', 'SUBGRAPH_TIMEOUT', 'DISPATCH_REFUSED'] as const);
    errors.push({ code, subgraph: one(['one', 'two']), path });
  }
  return {
    bound: {
      operation: { key: '', kind: 'query', document: null, shape },
      ...{ variables: {}, decisions, denials: [], scopedPositions: [], permits: [], relied: [], introspection: null },
    } as unknown as BoundOperation,
    result: { data, errors },
    context: {
      pseudonymKey: (owner, coordinate) => (owner === 'TAX' ? null : Buffer.from(`${owner} ${coordinate}`)),
      introspection:
        draw(3) === 2
          ? null
          : Object.assign(Object.create(null) as Record<string, unknown>, { a: { types: ['"'] }, b: 1 }),
    },
  };
}
