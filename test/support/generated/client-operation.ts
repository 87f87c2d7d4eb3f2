/** Operations as any client might write them, drawn from a tape of numbers: aliases, fragments, variables with and without defaults, `@skip` and `@include`. */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Draw } from '../generate-operation';
import { literalFor, printLiteral } from './federation-literals';

export interface ClientOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Names that keys, needs and every object bear: what an alias may be taken for. */
const aliases = [
  'id',
  'code',
  'region',
  'home',
  'f1',
  'f2',
  'label',
  'w0',
  'x0',
  'zip',
  'constructor',
  'toString',
  'k',
];

export function clientOperation(schema: GraphQLSchema, draw: Draw, depth = 4): ClientOperation {
  const root = (draw(8) === 7 ? schema.getMutationType() : null) ?? schema.getQueryType();
  if (!isObjectType(root)) throw new Error('the schema has no query type');
  const writing = new Writing(schema, draw);
  const selection = writing.selection(root, depth, true);
  const kind = root === schema.getMutationType() ? 'mutation' : 'query';
  const declared = writing.declarations.length === 0 ? '' : `(${writing.declarations.join(', ')})`;
  return {
    query: [`${kind} Some${declared} ${selection}`, ...writing.fragments].join('\n'),
    variables: writing.variables,
  };
}

class Writing {
  readonly declarations: string[] = [];
  readonly fragments: string[] = [];
  readonly variables: Record<string, unknown> = {};
  /** Response key → the one field, with arguments and type, that it stands for everywhere. */
  private readonly keys = new Map<string, string>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly draw: Draw,
  ) {}

  selection(type: GraphQLCompositeType, left: number, isRoot = false): string {
    const { draw } = this;
    const parts: string[] = [];
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const usable = fields.filter((field) => left > 0 || !isCompositeType(getNamedType(field.type)));
    for (let count = 1 + draw(3); count > 0 && usable.length > 0; count--) {
      const field = usable[draw(usable.length)];
      if (field !== undefined) parts.push(this.field(field, left));
    }
    if (draw(5) === 4 && !isRoot) parts.push(this.named('__typename', '__typename String!'));
    if (isAbstractType(type)) {
      for (const concrete of this.schema.getPossibleTypes(type)) {
        if (draw(2) === 0) parts.push(this.fragment(concrete, left));
      }
    } else if (draw(8) === 7 && left > 0) {
      parts.push(this.fragment(this.wider(type), left));
    }
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
  }

  /** An interface of the type, or the type itself. */
  private wider(type: GraphQLObjectType): GraphQLCompositeType {
    const interfaces = type.getInterfaces();
    return interfaces[this.draw(interfaces.length + 1)] ?? type;
  }

  private fragment(type: GraphQLCompositeType, left: number): string {
    const text = this.selection(type, left - 1);
    if (this.draw(3) < 2) return `... on ${type.name}${this.condition()} ${text}`;
    const name = `F${String(this.fragments.length)}`;
    this.fragments.push(`fragment ${name} on ${type.name} ${text}`);
    return `...${name}${this.condition()}`;
  }

  private field(field: GraphQLField<unknown, unknown>, left: number): string {
    const given = field.args.flatMap((argument) => this.argument(argument));
    const call = `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}`;
    const named = getNamedType(field.type);
    const text = `${this.named(call, `${call} ${String(field.type)}`)}${this.condition()}`;
    return isCompositeType(named) ? `${text} ${this.selection(named, left - 1)}` : text;
  }

  private argument(argument: GraphQLArgument): readonly string[] {
    const { draw } = this;
    if (!isRequiredArgument(argument) && draw(2) === 0) return [];
    const type = String(argument.type);
    const value = literalFor(type, draw);
    if (draw(3) < 2) return [`${argument.name}: ${printLiteral(value)}`];
    return [`${argument.name}: $${this.variable(type, value)}`];
  }

  private variable(type: string, value: unknown): string {
    const { draw } = this;
    const name = `v${String(this.declarations.length)}`;
    const hasDefault = draw(3) === 2;
    const preset = hasDefault ? ` = ${printLiteral(literalFor(type, draw))}` : '';
    const given = type.endsWith('!') && !hasDefault ? true : draw(3) > 0;
    if (given) this.variables[name] = JSON.parse(JSON.stringify(value));
    this.declarations.push(`$${name}: ${type}${preset}`);
    return name;
  }

  private condition(): string {
    const { draw } = this;
    if (draw(8) !== 7) return '';
    const how = draw(2) === 0 ? 'skip' : 'include';
    const value = draw(2) === 1;
    return ` @${how}(if: ${draw(2) === 0 ? String(value) : `$${this.variable('Boolean!', value)}`})`;
  }

  /** @param meant tells apart what may not stand under one response key */
  private named(call: string, meant: string): string {
    const { draw } = this;
    const own = call.split('(')[0] ?? '';
    const wanted = draw(4) === 3 ? (aliases[draw(aliases.length)] ?? own) : own;
    let key = wanted;
    for (let n = 0; (this.keys.get(key) ?? meant) !== meant; n++) key = `${wanted}_${String(n)}`;
    this.keys.set(key, meant);
    return key === own ? call : `${key}: ${call}`;
  }
}
