/** Writes one directive application as SDL text: arguments in the order given, `undefined` ones left out. */
import { astFromValue, GraphQLBoolean, GraphQLFloat, GraphQLList, GraphQLString, print } from 'graphql';

export type ArgumentValue = string | number | boolean | readonly string[] | undefined;

/** @returns e.g. `@share(class: "NONE", basis: ["CN-PIPL:34"])` */
export function directiveText(name: string, values: Readonly<Record<string, ArgumentValue>> = {}): string {
  const written = Object.entries(values).flatMap(([argument, value]) =>
    value === undefined ? [] : [`${argument}: ${literal(value)}`],
  );
  return written.length === 0 ? `@${name}` : `@${name}(${written.join(', ')})`;
}

function literal(value: Exclude<ArgumentValue, undefined>): string {
  const type =
    typeof value === 'string'
      ? GraphQLString
      : typeof value === 'boolean'
        ? GraphQLBoolean
        : typeof value === 'number'
          ? GraphQLFloat
          : new GraphQLList(GraphQLString);
  const node = astFromValue(value, type);
  if (node == null) throw new Error(`\`${String(value)}\` cannot be written as a directive argument`);
  return print(node);
}
