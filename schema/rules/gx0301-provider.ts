/** GX0301: every subgraph belongs to exactly one registered organisation, which lists it; sharing is for public bodies only. */
import type { Finding } from '../finding';
import type { RegisteredOrganisation } from '../register-view';
import type { ProviderStatement, SubgraphModel } from '../subgraph-model';
import { errorAt } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX0301', article: '3, 20, 33, 34' };

export const provider: Rule = {
  ...name,
  check: (context) => [
    ...context.subgraphs.flatMap((subgraph) => checkSubgraph(context, subgraph)),
    ...checkClients(context),
  ],
};

function checkSubgraph(context: RuleContext, subgraph: SubgraphModel): readonly Finding[] {
  const [statement, second] = subgraph.providers;
  const where = { subgraph: subgraph.name, coordinate: null, line: (second ?? statement)?.line ?? null };
  if (statement === undefined) {
    return [
      errorAt(
        name,
        where,
        `subgraph \`${subgraph.name}\` does not say who answers for it: write one \`@provider\` on its schema`,
        'extend schema @provider(org: "…", kind: "GOV_DEPT", level: "REGION", region: "450000")',
      ),
    ];
  }
  if (second !== undefined) {
    const names = subgraph.providers.map(({ organisation }) => `\`${organisation}\``).join(' and ');
    return [errorAt(name, where, `\`@provider\` stands more than once, with ${names}: keep exactly one`)];
  }
  const organisation = context.register.organisations.find(({ id }) => id === statement.organisation);
  if (organisation === undefined) {
    const message = `organisation \`${statement.organisation}\` is not registered: register it, or correct \`org\``;
    return [errorAt(name, where, message)];
  }
  return [...differences(statement, organisation), ...listing(context, subgraph, organisation)].map((message) =>
    errorAt(name, where, message),
  );
}

function differences(statement: ProviderStatement, organisation: RegisteredOrganisation): readonly string[] {
  return (['kind', 'level', 'region'] as const)
    .filter((key) => statement[key] !== organisation[key])
    .map(
      (key) =>
        `\`@provider\` says ${key} \`${statement[key]}\`, the register says \`${organisation[key]}\` ` +
        `for \`${organisation.id}\`: make them equal`,
    );
}

/** `@provider` alone is a self-assertion; the register says which subgraphs may speak for an organisation. */
function listing(
  { production }: RuleContext,
  subgraph: SubgraphModel,
  organisation: RegisteredOrganisation,
): readonly string[] {
  if (organisation.subgraphs === null) {
    if (!production) return [];
    return [
      `the register lists no \`subgraphs\` for \`${organisation.id}\`, and in production it must: ` +
        `add \`subgraphs: [${subgraph.name}]\` if it is theirs`,
    ];
  }
  if (organisation.subgraphs.includes(subgraph.name)) return [];
  return [
    `the register does not list subgraph \`${subgraph.name}\` for \`${organisation.id}\`: ` +
      'add it to its `subgraphs` if it is theirs, or correct `org`',
  ];
}

function checkClients({ register }: RuleContext): readonly Finding[] {
  return register.clients.flatMap((client) => {
    const organisation = register.organisations.find(({ id }) => id === client.organisation);
    if (client.route !== 'SHARE' || organisation?.kind !== 'NON_PUBLIC') return [];
    return [
      errorAt(
        name,
        { subgraph: null, coordinate: null, line: null },
        `client \`${client.id}\` has route \`SHARE\`, but \`${organisation.id}\` is \`NON_PUBLIC\`: ` +
          'only departments and public service organisations receive by sharing, so make it `OPEN`',
      ),
    ];
  });
}
