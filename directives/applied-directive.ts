/** One application of one of our directives, with its arguments checked against the canonical definition. */
import { isNonNullType, valueFromAST, valueFromASTUntyped, type DirectiveNode } from 'graphql';
import { alternatives, type Problem } from './problem';
import { definitionOf, type DirectiveName } from './vocabulary';

export interface AppliedDirective {
  readonly name: DirectiveName;
  /** As the subgraph spells it, for messages. */
  readonly spelled: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly line: number | null;
}

/** @returns the application, or what is wrong with it: then nothing it says may count. */
export function readApplication(
  node: DirectiveNode,
  name: DirectiveName,
  location: string,
): { readonly applied: AppliedDirective } | { readonly problems: readonly Problem[] } {
  const line = node.loc?.startToken.line ?? null;
  const spelled = `@${node.name.value}`;
  const definition = definitionOf(name);
  const problems: Problem[] = [];
  const values = new Map<string, unknown>();

  if (!(definition.locations as readonly string[]).includes(location)) {
    problems.push({
      line,
      message: `\`${spelled}\` cannot stand on ${location}: it belongs on ${definition.locations.join(', ')}`,
    });
  }
  for (const given of node.arguments ?? []) {
    const known = definition.args.find((each) => each.name === given.name.value);
    if (known === undefined) {
      const names = definition.args.map((each) => each.name);
      const remedy = names.length === 0 ? 'it takes none' : `it takes ${alternatives(names)}`;
      problems.push({ line, message: `\`${spelled}\` has no argument \`${given.name.value}\`: ${remedy}` });
    } else if (values.has(known.name)) {
      problems.push({ line, message: `argument \`${known.name}\` of \`${spelled}\` is given twice` });
    } else {
      const value = valueFromAST(given.value, known.type);
      values.set(known.name, value);
      if (value === undefined) {
        const text = JSON.stringify(valueFromASTUntyped(given.value));
        problems.push({
          line,
          message: `\`${text}\` is no \`${known.type.toString()}\` for \`${spelled}(${known.name}:)\``,
        });
      }
    }
  }
  for (const { name: required, type } of definition.args) {
    if (isNonNullType(type) && !values.has(required)) {
      problems.push({ line, message: `\`${spelled}\` lacks its argument \`${required}\`` });
    }
  }
  if (problems.length > 0) return { problems };
  return { applied: { name, spelled, arguments: Object.fromEntries(values), line } };
}
