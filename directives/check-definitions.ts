/** Whether a subgraph's own definition of one of our directives is ours: same arguments, types and repeatability, no location missing. */
import { print, type DirectiveDefinitionNode } from 'graphql';
import type { DirectiveName } from './vocabulary';
import { definitionNodeOf } from './vocabulary';

/** @returns what differs, with what would make it right; `null` where it is ours. */
export function definitionDiffers(node: DirectiveDefinitionNode, name: DirectiveName): string | null {
  const ours = definitionNodeOf(name);
  const spelled = `@${node.name.value}`;
  if (node.repeatable !== ours.repeatable) {
    return `the definition of \`${spelled}\` must ${ours.repeatable ? '' : 'not '}be \`repeatable\``;
  }
  const [given, wanted] = [argumentsOf(node), argumentsOf(ours)];
  for (const [argument, type] of wanted) {
    const found = given.get(argument);
    if (found !== type) {
      const remedy = `write \`${argument}: ${type}\`, or leave the definition out`;
      return found === undefined
        ? `the definition of \`${spelled}\` lacks \`${argument}\`: ${remedy}`
        : `the definition of \`${spelled}\` has \`${argument}: ${found}\`: ${remedy}`;
    }
  }
  for (const argument of given.keys()) {
    if (!wanted.has(argument)) return `the definition of \`${spelled}\` has an unknown \`${argument}\`: leave it out`;
  }
  const locations = new Set(node.locations.map((each) => each.value));
  const missing = ours.locations.map((each) => each.value).filter((each) => !locations.has(each));
  return missing.length === 0 ? null : `the definition of \`${spelled}\` lacks the locations ${missing.join(', ')}`;
}

/** Name → type and default as printed. */
function argumentsOf(node: DirectiveDefinitionNode): ReadonlyMap<string, string> {
  return new Map(
    (node.arguments ?? []).map((each) => [
      each.name.value,
      print(each.type) + (each.defaultValue === undefined ? '' : ` = ${print(each.defaultValue)}`),
    ]),
  );
}
