/** Operations as a cunning client of the lawful town would write them, drawn from a tape of numbers: a shorter or smaller tape gives a simpler one. */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  parse,
  validate,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import fc from 'fast-check';
import { drawFrom } from '../support/generate-operation';
import { cases, companies, households, persons, visits } from '../support/town-data';

export interface TownOperation {
  readonly kind: 'query' | 'mutation';
  readonly query: string;
  readonly variables: Readonly<Record<string, boolean>>;
  /** Response key → the one field that it stands for in this operation. */
  readonly fields: ReadonlyMap<string, string>;
}

export const tapes = fc.array(fc.nat(60), { minLength: 20, maxLength: 120 });

/** Names that other fields bear, or every object: what a gateway may mistake one for. */
const temptingNames = [
  ...['pid', 'idNumber', 'income', 'address', 'hid', 'number', 'region', 'caseNo', 'secret', 'name', 'id'],
  ...['visitId', 'code', 'taxNote', 'phone', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'length'],
];

const filters = [
  ...['name: "x"', 'city: "x"', 'secretIn: null', 'birthFrom: "1980"', 'and: [{ secretIn: ["x"] }]', 'and: [{}]'],
].map((each) => `filter: { ${each} }`);
const orders = ['CITY_ASC', 'NAME_ASC', 'SECRET_DESC'].map((each) => `order: ${each}`);

function each(name: string, values: readonly string[]): readonly string[] {
  return [...values, 'nobody'].map((value) => `${name}: ${JSON.stringify(value)}`);
}

/** What each field may be asked with; the first is by far the most frequent where it is nothing. */
const choices: Readonly<Record<string, readonly string[]>> = {
  'Query.person': each(
    'pid',
    persons.map(({ pid }) => pid),
  ),
  'Query.people': ['', 'name: "x"', ...filters, ...orders],
  'Query.ranked': ['', 'order: CITY_ASC'],
  'Query.sifted': ['', 'filter: { name: "x" }', 'filter: { secretFrom: null }'],
  'Query.absent': ['', 'secret: []'],
  'Query.pages': ['', 'first: 2', ...filters, ...orders],
  'Query.peopleCount': ['', ...filters],
  'Query.node': each(
    'id',
    persons.map(({ id }) => id),
  ),
  'Query.find': ['', 'text: "x"'],
  'Query.household': [
    '',
    ...each(
      'label',
      households.map(({ label }) => label),
    ),
  ],
  'Query.company': each(
    'code',
    companies.map(({ code }) => code),
  ),
  'Query.case': each(
    'caseNo',
    cases.map(({ caseNo }) => caseNo),
  ),
  'Query.visit': each(
    'visitId',
    visits.map(({ visitId }) => visitId),
  ),
  'Person.address': ['', 'style: "LONG"', 'style: "SHORT"'],
  'Household.members': ['', 'first: 1'],
  'Mutation.rename': each(
    'pid',
    persons.map(({ pid }) => pid),
  ).map((pid) => `${pid}, name: "new"`),
  'Mutation.greet': each(
    'pid',
    persons.map(({ pid }) => pid),
  ),
  'Mutation.decide': each(
    'caseNo',
    cases.map(({ caseNo }) => caseNo),
  ),
};

export interface Drawing {
  /** Also ask with filters, orders and pages; default: only what a field requires. */
  readonly filtered?: boolean;
  readonly mutations?: boolean;
  readonly depth?: number;
}

/** @returns `null` where what came out is no valid operation */
export function townOperation(
  schema: GraphQLSchema,
  tape: readonly number[],
  { filtered = true, mutations = true, depth = 4 }: Drawing = {},
): TownOperation | null {
  const draw = drawFrom(tape);
  const kind = mutations && draw(8) === 7 ? 'mutation' : 'query';
  const names = new Map<string, string>();
  const fields = new Map<string, string>();
  let fragments = '';
  let number = 0;

  // Equal fields bear equal names, different ones never: selections always merge.
  const nameOf = (text: string, field: string): string => {
    const before = names.get(text);
    if (before !== undefined) return before;
    const tempting = temptingNames[draw(temptingNames.length)] ?? field;
    const name = [draw(3) === 0 ? tempting : field, `x${String(names.size)}`].find((one) => !fields.has(one)) ?? '';
    names.set(text, name);
    fields.set(name, field);
    return name;
  };
  const asked = (text: string, field: string): string => {
    const name = nameOf(text, field);
    return name === field ? text : `${name}: ${text}`;
  };
  const condition = (): string =>
    ['', '', '', '', '', '', '@include(if: $yes)', '@include(if: $no)', '@skip(if: $no)', '@skip(if: $yes)'][
      draw(10)
    ] ?? '';
  const fieldText = (holder: string, field: GraphQLField<unknown, unknown>, left: number): string => {
    const options = choices[`${holder}.${field.name}`] ?? [''];
    const plain = options[0] === '' && (!filtered || draw(3) > 0);
    const chosen = plain ? '' : (options[draw(options.length)] ?? '');
    const call = `${asked(`${field.name}${chosen === '' ? '' : `(${chosen})`}`, field.name)} ${condition()}`;
    const named = getNamedType(field.type);
    return isCompositeType(named) ? `${call} ${select(named, left - 1)}` : call;
  };
  const select = (type: GraphQLCompositeType, left: number): string => {
    const parts: string[] = [];
    const own = 'getFields' in type ? Object.values(type.getFields()) : [];
    const usable = own.filter((field) => left > 0 || !isCompositeType(getNamedType(field.type)));
    for (let count = 1 + draw(4); count > 0 && usable.length > 0; count--) {
      const field = usable[draw(usable.length)];
      if (field !== undefined) parts.push(fieldText(type.name, field, left));
    }
    if (draw(5) === 0) parts.push(asked('__typename', '__typename'));
    if (isAbstractType(type)) {
      for (const concrete of schema.getPossibleTypes(type)) {
        if (draw(2) === 0) parts.push(`... on ${concrete.name} ${condition()} ${select(concrete, left)}`);
      }
    }
    const body = `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
    switch (draw(8)) {
      case 6:
        return `{ ... ${condition()} ${body} }`;
      case 7:
        fragments += ` fragment F${String(number)} on ${type.name} ${body}`;
        return `{ ...F${String(number++)} ${condition()} }`;
      default:
        return body;
    }
  };

  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  if (root == null) return null;
  const text = select(root, depth) + fragments;
  const variables = Object.fromEntries(
    (['yes', 'no'] as const).flatMap((name) => (text.includes(`$${name}`) ? [[name, name === 'yes']] : [])),
  );
  const declared = Object.keys(variables).map((name) => `$${name}: Boolean!`);
  const query = `${kind} ${declared.length === 0 ? '' : `(${declared.join(', ')}) `}${text}`;
  return validate(schema, parse(query)).length === 0 ? { kind, query, variables, fields } : null;
}
