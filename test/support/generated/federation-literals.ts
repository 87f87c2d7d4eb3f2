/** Values for arguments of generated fields, by type; and how such a value is written in GraphQL. */
import type { Draw } from '../generate-operation';

/** What stands for an enum value among strings. */
export class EnumValue {
  constructor(readonly name: string) {}

  toJSON(): string {
    return this.name;
  }
}

const colours = ['RED', 'GREEN', 'BLUE'];

export const sharedTypes = `
enum Colour { RED GREEN BLUE }
scalar Blob
input Where { n: Int = 3 tags: [String!] colour: Colour = GREEN deep: Where }`;

/** @param type SDL text of an input type */
export function literalFor(type: string, draw: Draw): unknown {
  if (type.endsWith('!')) return present(type.slice(0, -1), draw);
  return draw(6) === 5 ? null : present(type, draw);
}

function present(type: string, draw: Draw): unknown {
  if (type.startsWith('[')) {
    return Array.from({ length: draw(3) }, () => literalFor(type.slice(1, -1), draw));
  }
  switch (type) {
    case 'Int':
      return draw(4);
    case 'Boolean':
      return draw(2) === 1;
    case 'Colour':
      return new EnumValue(colours[draw(3)] ?? 'RED');
    case 'Where':
      return where(draw);
    case 'ID':
      return `id${String(draw(3))}`;
    default:
      return ['', 'x', '"\\', '税'][draw(4)];
  }
}

function where(draw: Draw): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  if (draw(2) === 1) value['n'] = draw(5) === 4 ? null : draw(3);
  if (draw(3) === 2) value['tags'] = literalFor('[String!]', draw);
  if (draw(3) === 2) value['colour'] = literalFor('Colour', draw);
  if (draw(5) === 4) value['deep'] = where(draw);
  return value;
}

export function printLiteral(value: unknown): string {
  if (value instanceof EnumValue) return value.name;
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${name}: ${printLiteral(each)}`)
    .join(', ')} }`;
}

export function printArguments(args: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(args).map(([name, value]) => `${name}: ${printLiteral(value)}`);
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}
