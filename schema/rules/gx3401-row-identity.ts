/** GX3401: what decides over rows and names their subject is a field that its own subgraph vouches for. */
import type { Finding } from '../finding';
import { canonicalFieldSet } from '../field-set';
import { fieldIn, typeIn } from '../lookup';
import { isProvided } from '../resolution';
import type { FieldModel, InputModel, SubgraphModel, TypeModel } from '../subgraph-model';
import { fieldElements, typeElements, type TypeElement } from './elements';
import { errorAt } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX3401', article: '34' };

export const rowIdentity: Rule = {
  ...name,
  check: (context) => [
    ...typeElements(context.subgraphs).flatMap((element) => [
      ...unknownField(element, '@scope(by:)', element.type.scope?.by, element.type.scope?.line),
      ...unknownField(element, '@subject(key:)', element.type.subject?.key, element.type.subject?.line),
      ...foreignScope(context, element),
    ]),
    ...fieldElements(context.subgraphs).flatMap(({ subgraph, field }) =>
      Object.values(field.arguments).flatMap((argument) => scopeArgument(subgraph, field, argument)),
    ),
  ],
};

function unknownField(
  { subgraph, type }: TypeElement,
  directive: string,
  field: string | undefined,
  line: number | null | undefined,
): readonly Finding[] {
  if (field === undefined || Object.hasOwn(type.fields, field)) return [];
  return [
    errorAt(
      name,
      { subgraph: subgraph.name, coordinate: type.name, line: line ?? type.line },
      `\`${directive}\` names \`${type.name}.${field}\`, which this subgraph neither resolves nor declares \`@external\`: ` +
        'declare it, or name a field that is there',
    ),
  ];
}

/** A value that another organisation can give would decide over the owner's rows; a key's value is the same everywhere. */
function foreignScope(context: RuleContext, { subgraph, type }: TypeElement): readonly Finding[] {
  const by = type.scope?.by;
  if (by === undefined || !Object.hasOwn(type.fields, by) || isKey(type, by)) return [];
  const coordinate = `${type.name}.${by}`;
  const resolvers = context.subgraphs.filter((each) => givesValues(each, coordinate));
  const organisations = [...new Set(resolvers.map(({ organisation }) => organisation))];
  if (organisations.length < 2) return [];
  const names = organisations.map((each) => `\`${each ?? 'nobody'}\``).join(' and ');
  return [
    errorAt(
      name,
      { subgraph: subgraph.name, coordinate: type.name, line: type.scope?.line ?? type.line },
      `\`@scope(by:)\` names \`${coordinate}\`, which ${names} resolve: let one organisation alone resolve it, or make it a key`,
    ),
  ];
}

/** An overridden copy counts, too: until the override is complete its former owner's values are about. */
function givesValues(subgraph: SubgraphModel, coordinate: string): boolean {
  const field = fieldIn(subgraph, coordinate);
  return field !== null && (!field.external || isProvided(subgraph, coordinate));
}

function isKey(type: TypeModel, field: string): boolean {
  return type.keys.some((key) => canonicalFieldSet(key.fields) === canonicalFieldSet(field));
}

/** The gateway fills it with the grant's scope: a list of values of a field of the rows, out of clients' reach. */
function scopeArgument(subgraph: SubgraphModel, field: FieldModel, argument: InputModel): readonly Finding[] {
  if (argument.scope === null) return [];
  const where = { subgraph: subgraph.name, coordinate: argument.coordinate, line: argument.line };
  const messages = [
    ...(argument.inaccessible ? [] : ["an `@scope` argument is the gateway's to fill: add `@inaccessible`"]),
    ...(argument.type === '[String!]' ? [] : [`an \`@scope\` argument is a \`[String!]\`, not \`${argument.type}\``]),
    ...(rowsHave(subgraph, field.namedType, argument.scope.by, new Set())
      ? []
      : [
          `\`@scope(by:)\` names \`${argument.scope.by}\`, which no row of \`${field.type}\` has: name a field of the rows`,
        ]),
  ];
  return messages.map((message) => errorAt(name, where, message));
}

/** Rows stand below types without a key of their own (connections, edges). */
function rowsHave(subgraph: SubgraphModel, typeName: string, field: string, seen: Set<string>): boolean {
  const type = typeIn(subgraph, typeName);
  if (type === null || seen.has(typeName)) return false;
  seen.add(typeName);
  if (Object.hasOwn(type.fields, field)) return true;
  const below = [
    ...type.members,
    ...Object.values(subgraph.types)
      .filter((each) => each.interfaces.includes(typeName))
      .map((each) => each.name),
    ...(type.keys.length > 0 ? [] : Object.values(type.fields).filter((each) => each.composite)).map(
      (each) => each.namedType,
    ),
  ];
  return below.some((each) => rowsHave(subgraph, each, field, seen));
}
