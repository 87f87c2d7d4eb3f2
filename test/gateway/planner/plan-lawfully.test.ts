import { parse } from 'graphql';
import type { OwnerPolicy } from '../../../directives/label';
import { compileOperation } from '../../../gateway/compiler/compile-operation';
import type { CompileInput } from '../../../gateway/compiler/compile-input';
import { planLawfully, type LawfulPlan } from '../../../gateway/planner/plan-lawfully';
import { plansInProcess, type PlanSource } from '../../../gateway/planner/plan-source';
import type { FetchNode, PlanNode } from '../../../gateway/planner/query-plan';
import type { Grant } from '../../../gateway/policy/grant';
import { lawProfile } from '../../../gateway/policy/known-law-profiles';
import type { LawProfile } from '../../../gateway/policy/law-profile';
import { governedFederation, type Governed, type GovernedSubgraph } from '../../support/governed-federation';
import { desk, grant, granting, policy } from '../../support/hand-made-supergraph';
import { printPlan } from '../../support/print-plan';

const profile = lawProfile('gx-draft-rev') as LawProfile;
const purpose = 'assistance';

/** `police` has persons, `tax` their income, `welfare` computes a benefit from both; `press` is no department. */
function subgraphs(
  changes: Partial<Record<'tax' | 'welfare' | 'press', Partial<GovernedSubgraph>>> = {},
): GovernedSubgraph[] {
  return [
    {
      name: 'police',
      organisation: 'PSB',
      sdl: `
        type Query { person: Person persons: [Person] office: Office }
        type Person @key(fields: "pid") { pid: ID! name: String region: String head: Person }
        type Office { title: String chief: Person }`,
      resolvers: {},
    },
    {
      name: 'tax',
      organisation: 'TAX',
      sdl: `type Person @key(fields: "pid") { pid: ID! income: Int debts: [Int] }`,
      resolvers: {},
      ...changes.tax,
    },
    {
      name: 'welfare',
      organisation: 'CIV',
      sdl: `
        type Person @key(fields: "pid") {
          pid: ID! income: Int @external region: String @external
          benefit: Int @requires(fields: "income region") visits: Int
        }`,
      resolvers: {},
      ...changes.welfare,
    },
    {
      name: 'press',
      organisation: 'NEWS',
      kind: 'NON_PUBLIC',
      sdl: `type Person @key(fields: "pid") { pid: ID! articles: Int }`,
      resolvers: {},
      ...changes.press,
    },
  ];
}

/** Laws are no part of what the planner sees: many cases share one. */
const planners = new Map<string, PlanSource>();

function plannerOf(planningSdl: string): PlanSource {
  const planner = planners.get(planningSdl) ?? plansInProcess(planningSdl);
  planners.set(planningSdl, planner);
  return planner;
}

function fetchesOf(node: PlanNode | null): readonly FetchNode[] {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Fetch':
      return [node];
    default:
      return [];
  }
}

interface Case {
  readonly laws?: Readonly<Record<string, Partial<OwnerPolicy> | null>>;
  readonly changes?: Parameters<typeof subgraphs>[0];
  readonly grants?: readonly Grant[];
  readonly registered?: readonly string[];
  readonly compile?: Partial<CompileInput>;
  readonly federation?: Governed;
}

async function plan(
  query: string,
  { laws, changes, grants = [], registered = [], compile, federation }: Case = {},
): Promise<LawfulPlan> {
  const governed = federation ?? governedFederation(subgraphs(changes), laws);
  const snapshot = granting(...grants);
  const outcome = compileOperation({
    supergraph: governed.supergraph,
    apiSchema: governed.apiSchema,
    document: parse(query),
    operationName: null,
    variables: {},
    principal: { ...desk, organisation: 'CLIENT', purposes: [purpose] },
    purpose,
    grants: snapshot,
    instant: 1_000,
    profile,
    maxTokens: 10_000,
    onDeny: 'partial',
    ...compile,
  });
  return planLawfully({
    outcome,
    plans: plannerOf(governed.supergraph.planningSdl),
    supergraph: governed.supergraph,
    grants: snapshot,
    instant: 1_000,
    profile,
    registeredPurposes: () => registered,
  });
}

/** The client may have everything by a grant of its own, so that only flows decide. */
function clientGrants(owner: string, ...fields: string[]): Grant {
  return grant({ id: `CLIENT-${owner}`, provider: owner, recipient: 'CLIENT', fields, purposes: [purpose] });
}

function flowGrant(changes: Partial<Grant>): Grant {
  return grant({ id: 'G-FLOW', purposes: [purpose], ...changes });
}

function summary(lawful: LawfulPlan): Record<string, unknown> {
  return {
    flows: lawful.flows.map(
      ({ from, toSubgraph, coordinate, via, decision }) =>
        `${from} → ${toSubgraph}: ${coordinate} (${via}) ${decision.outcome === 'deny' ? decision.reason : decision.outcome}`,
    ),
    ...(lawful.ok
      ? {
          plan: printPlan(lawful.plan),
          denials: lawful.bound.denials.map(
            ({ position, denial }) =>
              `${position.join('.')}: ${denial.reason} ${denial.coordinate} Art ${denial.article}`,
          ),
        }
      : { refused: lawful.refusal.denials.map(({ reason, coordinate }) => `${reason} ${coordinate}`) }),
  };
}

const grantless = policy();
const CONDITIONAL = { share: 'CONDITIONAL', open: 'NONE' } as const;

test('with everything openly unconditional every flow is permitted and told', async () => {
  expect(summary(await plan('{ person { name benefit } }'))).toMatchInlineSnapshot(`
   {
     "denials": [],
     "flows": [
       "PSB → tax: Query.person (path) permit",
       "PSB → tax: Person.pid (key) permit",
       "PSB → welfare: Query.person (path) permit",
       "TAX → welfare: Person.income (requires) permit",
       "PSB → welfare: Person.region (requires) permit",
       "PSB → welfare: Person.pid (key) permit",
     ],
     "plan": [
       "police: {_l3:person{__typename pid _l2:name region}}",
       "tax at _l3: {...on Person{__typename pid}} → {...on Person{income}}}",
       "welfare at _l3: {...on Person{__typename income region pid}} → {...on Person{_l1:benefit}}}",
     ],
   }
  `);
});

test('a key that nothing declares is not sent, and what depends on it is denied', async () => {
  const laws = { 'Person.pid': CONDITIONAL };
  const grants = [clientGrants('PSB', 'Person.pid')];
  expect(summary(await plan('{ person { name income articles } }', { laws, grants }))).toMatchInlineSnapshot(`
   {
     "denials": [
       "person.income: FLOW_NOT_PERMITTED Person.income Art 35",
       "person.articles: FLOW_NOT_PERMITTED Person.articles Art 36",
     ],
     "flows": [
       "PSB → press: Person.pid (key) NOT_OPEN",
       "PSB → tax: Person.pid (key) PURPOSE_REQUIRED",
     ],
     "plan": [
       "police: {_l2:person{_l1:name}}",
     ],
   }
  `);
});

test('a declared and granted key is sent', async () => {
  const laws = { 'Person.pid': CONDITIONAL };
  const changes = { tax: { consumes: [{ fields: ['Person.pid'], purpose, grant: 'G-FLOW' }] } };
  const grants = [flowGrant({ provider: 'PSB', recipient: 'TAX', fields: ['Person.pid'] })];
  expect(summary(await plan('{ person { name income } }', { laws, changes, grants }))).toMatchInlineSnapshot(`
   {
     "denials": [],
     "flows": [
       "PSB → tax: Query.person (path) permit",
       "PSB → tax: Person.pid (key) permit",
     ],
     "plan": [
       "police: {_l3:person{__typename pid _l2:name}}",
       "tax at _l3: {...on Person{__typename pid}} → {...on Person{_l1:income}}}",
     ],
   }
  `);
});

/** What the lawful plan denies, and which flows were denied. */
async function denied(query: string, given: Case): Promise<readonly string[]> {
  const lawful = await plan(query, given);
  if (!lawful.ok) return lawful.refusal.denials.map(({ reason, coordinate }) => `refused: ${reason} ${coordinate}`);
  return lawful.bound.denials.map(({ position, denial }) => `${position.join('.')}: ${denial.reason}`);
}

const incomeLine = (grantId: string | null, listed = purpose) => ({
  fields: ['Person.income'],
  purpose: listed,
  grant: grantId,
});
const forWelfare = flowGrant({ provider: 'TAX', recipient: 'CIV', fields: ['Person.income'] });

test.each<[string, Case]>([
  [
    'a value that is not openly unconditional needs a line that declares it',
    { laws: { 'Person.income': { open: 'NONE' } }, registered: [purpose] },
  ],
  [
    'a line lends nothing of another purpose than its grant',
    {
      laws: { 'Person.income': CONDITIONAL },
      changes: { welfare: { consumes: [incomeLine('G-FLOW', 'other')] } },
      grants: [forWelfare],
    },
  ],
  [
    'a line relies on the grant that it names, and on no other',
    {
      laws: { 'Person.income': CONDITIONAL },
      changes: { welfare: { consumes: [incomeLine('G-OTHER')] } },
      grants: [forWelfare],
    },
  ],
  [
    'a line without a grant is not enough where one is needed',
    {
      laws: { 'Person.income': CONDITIONAL },
      changes: { welfare: { consumes: [incomeLine(null)] } },
      grants: [forWelfare],
    },
  ],
  [
    'a grant must be active',
    {
      laws: { 'Person.income': CONDITIONAL },
      changes: { welfare: { consumes: [incomeLine('G-FLOW')] } },
      grants: [{ ...forWelfare, status: 'SUSPENDED' }],
    },
  ],
  [
    'a grant must be in time',
    {
      laws: { 'Person.income': CONDITIONAL },
      changes: { welfare: { consumes: [incomeLine('G-FLOW')] } },
      grants: [{ ...forWelfare, validUntil: 1_000 }],
    },
  ],
  [
    'a grant for some rows permits none where no field tells them apart',
    {
      laws: { 'Person.income': CONDITIONAL },
      changes: { welfare: { consumes: [incomeLine('G-FLOW')] } },
      grants: [{ ...forWelfare, scope: { region: ['450100'] } }],
    },
  ],
  [
    'a masked form is no substitute',
    {
      laws: {
        'Person.income': {
          ...CONDITIONAL,
          deidentified: { technique: 'band:1000', share: 'UNCONDITIONAL', open: 'UNCONDITIONAL', evidence: 'E' },
        },
      },
      registered: [purpose],
      changes: { welfare: { consumes: [incomeLine(null)] } },
    },
  ],
  [
    'what no grant is needed for is still for registered purposes only',
    {
      laws: { 'Person.income': { open: 'NONE' } },
      changes: { welfare: { consumes: [incomeLine(null)] } },
      registered: ['other'],
    },
  ],
  [
    'what must go no further needs a grant, though it is shared unconditionally',
    {
      laws: { 'Person.income': { open: 'NONE', noOnward: true } },
      changes: { welfare: { consumes: [incomeLine(null)] } },
      registered: [purpose],
    },
  ],
  [
    'NONE never flows',
    {
      laws: { 'Person.income': { share: 'NONE', open: 'NONE' } },
      changes: { welfare: { consumes: [incomeLine('G-FLOW')] } },
      grants: [forWelfare],
    },
  ],
  ['an unlabelled value never flows', { laws: { 'Person.income': null } }],
])('%s', async (_name, given) => {
  // The client may have what it asks for, and does not ask for the input.
  expect(await denied('{ person { name benefit visits } }', given)).toEqual(['person.benefit: FLOW_NOT_PERMITTED']);
});

test.each<[string, Case]>([
  [
    'a declared and granted input flows',
    {
      laws: { 'Person.income': CONDITIONAL },
      changes: { welfare: { consumes: [incomeLine('G-FLOW')] } },
      grants: [forWelfare],
    },
  ],
  [
    'the grant may cover a wider purpose than the line names',
    {
      laws: { 'Person.income': CONDITIONAL },
      changes: { welfare: { consumes: [incomeLine('G-OTHER'), incomeLine('G-FLOW', `${purpose}.eligibility`)] } },
      grants: [forWelfare],
    },
  ],
  [
    'what is shared unconditionally flows for a registered purpose',
    {
      laws: { 'Person.income': { open: 'NONE' } },
      changes: { welfare: { consumes: [incomeLine(null)] } },
      registered: [purpose],
    },
  ],
  [
    'what must go no further flows under a grant',
    {
      laws: { 'Person.income': { open: 'NONE', noOnward: true } },
      changes: { welfare: { consumes: [incomeLine('G-FLOW')] } },
      grants: [forWelfare],
    },
  ],
  [
    'an organisation’s own value needs nothing',
    { laws: { 'Person.income': { share: 'NONE', open: 'NONE' } }, changes: { welfare: { organisation: 'TAX' } } },
  ],
])('%s, and nothing is denied', async (_name, given) => {
  expect(await denied('{ person { name benefit visits } }', given)).toEqual([]);
});

test('a composite field on the way must be permitted to the receiver: the key’s line lends it its purpose', async () => {
  const laws = { 'Query.person': CONDITIONAL, 'Person.pid': CONDITIONAL };
  const changes = { tax: { consumes: [{ fields: ['Person.pid'], purpose, grant: 'G-FLOW' }] } };
  const client = clientGrants('PSB', 'Query.person', 'Person.pid');
  const key = flowGrant({ provider: 'PSB', recipient: 'TAX', fields: ['Person.pid'] });
  const way = flowGrant({ id: 'G-WAY', provider: 'PSB', recipient: 'TAX', fields: ['Query.person'] });
  expect(await denied('{ person { name income } }', { laws, changes, grants: [client, key] })).toEqual([
    'person.income: FLOW_NOT_PERMITTED',
  ]);
  expect(await denied('{ person { name income } }', { laws, changes, grants: [client, key, way] })).toEqual([]);
});

test('where the key needs no line, the composite field must be listed itself', async () => {
  const laws = { 'Office.chief': { open: 'NONE' } as const };
  const client = [clientGrants('PSB', 'Office.chief')];
  const listed = { tax: { consumes: [{ fields: ['Office.chief'], purpose, grant: null }] } };
  const given = { laws, grants: client, registered: [purpose] };
  expect(await denied('{ office { chief { name income } } person { income } }', given)).toEqual([
    'office.chief.income: FLOW_NOT_PERMITTED',
  ]);
  expect(await denied('{ office { chief { name income } } }', { ...given, changes: listed })).toEqual([]);
});

test('every composite field from the root counts, not the last one alone', async () => {
  const laws = { 'Query.office': { open: 'NONE' } as const };
  expect(await denied('{ office { title chief { name income } } }', { laws })).toEqual([
    'office.chief.income: FLOW_NOT_PERMITTED',
  ]);
});

test('a mutation with a denied flow is refused whole', async () => {
  const [police, ...others] = subgraphs();
  const federation = governedFederation(
    [
      { ...(police as GovernedSubgraph), sdl: `${String(police?.sdl)} type Mutation { move(region: String): Person }` },
      ...others,
    ],
    { 'Person.pid': { open: 'NONE' } },
  );
  expect(await denied('mutation { move(region: "450100") { name income } }', { federation })).toEqual([
    'refused: FLOW_NOT_PERMITTED Person.income',
  ]);
  expect(await denied('mutation { move(region: "450100") { name } }', { federation })).toEqual([]);
});

test('what a mutation moves needs MUTATE, too', async () => {
  const [police, ...others] = subgraphs({ tax: { consumes: [{ fields: ['Person.pid'], purpose, grant: 'G-FLOW' }] } });
  const federation = governedFederation(
    [{ ...(police as GovernedSubgraph), sdl: `${String(police?.sdl)} type Mutation { move: Person }` }, ...others],
    { 'Person.pid': CONDITIONAL },
  );
  const key = flowGrant({ provider: 'PSB', recipient: 'TAX', fields: ['Person.pid'] });
  expect(await denied('mutation { move { income } }', { federation, grants: [key] })).toEqual([
    'refused: FLOW_NOT_PERMITTED Person.income',
  ]);
  const both = { ...key, methods: ['QUERY', 'MUTATE'] as const };
  expect(await denied('mutation { move { income } }', { federation, grants: [both] })).toEqual([]);
});

test('a fetch that carries keys for a later hop only takes that hop’s fields with it', async () => {
  const federation = governedFederation(
    [
      {
        name: 'one',
        organisation: 'ONE',
        sdl: 'type Query { top: T } type T @key(fields: "a") { a: ID! x: Int }',
        resolvers: {},
      },
      {
        name: 'two',
        organisation: 'TWO',
        sdl: 'type T @key(fields: "a") @key(fields: "b") { a: ID! b: ID! }',
        resolvers: {},
      },
      { name: 'three', organisation: 'THREE', sdl: 'type T @key(fields: "b") { b: ID! y: Int z: Int }', resolvers: {} },
    ],
    { 'T.a': { owners: { ONE: { ...grantless, open: 'NONE' } }, grade: null } },
  );
  expect(summary(await plan('{ top { x y } }', { federation }))).toMatchInlineSnapshot(`
   {
     "denials": [
       "top.y: FLOW_NOT_PERMITTED T.y Art 35",
     ],
     "flows": [
       "ONE → two: T.a (key) PURPOSE_REQUIRED",
     ],
     "plan": [
       "one: {_l1:top{_l2:x}}",
     ],
   }
  `);
});

test('where the whole object hangs on a denied flow, the field that holds it is denied', async () => {
  const federation = governedFederation(
    [
      {
        name: 'one',
        organisation: 'ONE',
        sdl: 'type Query { top: T other: Int } type T @key(fields: "a") { a: ID! }',
        resolvers: {},
      },
      { name: 'two', organisation: 'TWO', sdl: 'type T @key(fields: "a") { a: ID! y: Int }', resolvers: {} },
    ],
    { 'T.a': { open: 'NONE' } },
  );
  expect(summary(await plan('{ top { y } other }', { federation }))).toMatchInlineSnapshot(`
   {
     "denials": [
       "top.y: FLOW_NOT_PERMITTED T.y Art 35",
     ],
     "flows": [
       "ONE → two: T.a (key) PURPOSE_REQUIRED",
     ],
     "plan": [
       "one: {_l1:other}",
     ],
   }
  `);
});

describe('what is provided', () => {
  const federation = (law: Partial<OwnerPolicy>, consumes: GovernedSubgraph['consumes'] = []): Governed =>
    governedFederation(
      [
        {
          name: 'owner',
          organisation: 'OWN',
          sdl: 'type T @key(fields: "id") { id: ID! email: String @shareable }',
          resolvers: {},
        },
        {
          name: 'lister',
          organisation: 'LIST',
          consumes,
          sdl: 'type Query { t: T @provides(fields: "email") } type T @key(fields: "id") { id: ID! email: String @external }',
          resolvers: {},
        },
      ],
      { 'T.email': law },
    );
  const grants = [clientGrants('OWN', 'T.email')];

  test('a copy that another organisation answers is a flow to it', async () => {
    expect(summary(await plan('{ t { email } }', { federation: federation({}), grants }))).toMatchInlineSnapshot(`
     {
       "denials": [],
       "flows": [
         "OWN → lister: T.email (provides) permit",
       ],
       "plan": [
         "lister: {_l2:t{_l1:email}}",
       ],
     }
    `);
    expect(await denied('{ t { id email } }', { federation: federation({ open: 'NONE' }), grants })).toEqual([
      't.email: FLOW_NOT_PERMITTED',
    ]);
    const line = [{ fields: ['T.email'], purpose, grant: null }];
    const declared = { federation: federation({ open: 'NONE' }, line), grants, registered: [purpose] };
    expect(await denied('{ t { id email } }', declared)).toEqual([]);
  });
});

describe('interfaces', () => {
  const federation = (laws: Parameters<typeof governedFederation>[1]): Governed =>
    governedFederation(
      [
        {
          name: 'shop',
          organisation: 'SHOP',
          sdl: `
            type Query { media: [Media] }
            interface Media @key(fields: "id") { id: ID! title: String }
            type Book implements Media @key(fields: "id") { id: ID! title: String }
            type Film implements Media @key(fields: "id") { id: ID! title: String }`,
          resolvers: {},
        },
        {
          name: 'critics',
          organisation: 'CRIT',
          sdl: 'type Query { best: Media } type Media @key(fields: "id") @interfaceObject { id: ID! reviews: Int }',
          resolvers: {},
        },
      ],
      laws,
    );

  test('a key on an interface is the key of every implementation', async () => {
    const given = { federation: federation({ 'Film.id': { open: 'NONE' } }) };
    expect(summary(await plan('{ media { title reviews } }', given))).toMatchInlineSnapshot(`
     {
       "denials": [
         "media.reviews: FLOW_NOT_PERMITTED Film.reviews Art 35",
       ],
       "flows": [
         "SHOP → critics: Query.media (path) permit",
         "SHOP → critics: Book.id (key) permit",
         "SHOP → critics: Film.id (key) PURPOSE_REQUIRED",
       ],
       "plan": [
         "shop: {_l1:media{__typename _l0:__typename _l3:title ...on Book{__typename id}}}",
         "critics at _l1.@: {...on Book{__typename id}} → {...on Media{_l2:reviews}}}",
       ],
     }
    `);
  });

  test('learning the type of an interface object is a flow of its key', async () => {
    const law = { owners: { CRIT: { ...grantless, open: 'NONE' as const } }, grade: null };
    const given = { federation: federation({ 'Book.id': law, 'Film.id': law, 'Media.id': law }) };
    expect(summary(await plan('{ best { reviews ... on Book { title } } }', given))).toMatchInlineSnapshot(`
     {
       "denials": [
         "best: FLOW_NOT_PERMITTED Query.best Art 35",
       ],
       "flows": [
         "CRIT → shop: Book.id (key) PURPOSE_REQUIRED",
         "CRIT → shop: Film.id (key) PURPOSE_REQUIRED",
       ],
       "plan": [],
     }
    `);
  });
});

describe('rows within a scope', () => {
  const laws = { 'Person.name': CONDITIONAL };
  const scope = { region: ['450100'] };
  const clientScoped = { ...clientGrants('PSB', 'Person.name'), scope };

  function scoped(
    given: Parameters<typeof governedFederation>[1],
    changes: Parameters<typeof subgraphs>[0] = {},
    fixtures = subgraphs(changes),
  ): Governed {
    const federation = governedFederation(fixtures, given);
    const person = federation.supergraph.labelMap.types['Person'];
    const types = {
      ...federation.supergraph.labelMap.types,
      Person: { ...person, scopes: { PSB: { by: 'region', kind: 'REGION' } } },
    };
    const labelMap = { ...federation.supergraph.labelMap, types } as typeof federation.supergraph.labelMap;
    return { ...federation, supergraph: { ...federation.supergraph, labelMap } };
  }

  /** What the plan is, and which of its fetches send only some rows on. */
  async function gated(
    query: string,
    federation: Governed,
    grants: readonly Grant[],
  ): Promise<{ readonly lawful: Extract<LawfulPlan, { ok: true }>; readonly gates: readonly string[] }> {
    const lawful = await plan(query, { federation, grants });
    if (!lawful.ok) throw new Error('refused');
    const gates = fetchesOf(lawful.plan.node).map((fetch) => {
      const rows = lawful.rowsToSend(fetch, granting(...grants), 1_000);
      return `${fetch.serviceName}: ${typeof rows === 'string' ? rows : 'some'}`;
    });
    return { lawful, gates };
  }

  test('rows that the client may have in part are told apart before they are sent to another organisation', async () => {
    const { lawful, gates } = await gated('{ persons { name income } }', scoped(laws), [clientScoped]);
    expect(lawful.bound.denials).toEqual([]);
    expect(gates).toEqual(['police: all', 'tax: some']);
  });

  test('so is what lies below them', async () => {
    const query = '{ persons { name head { income } } }';
    expect((await gated(query, scoped(laws), [clientScoped])).gates).toEqual(['police: all', 'tax: some']);
  });

  test('rows at other places, and without a scoped field, all go', async () => {
    const ask = async (query: string): Promise<readonly string[]> =>
      (await gated(query, scoped(laws), [clientScoped])).gates;
    expect(await ask('{ persons { name } person { income } }')).toEqual(['police: all', 'tax: all']);
    expect(await ask('{ persons { head { name } income } }')).toEqual(['police: all', 'tax: all']);
  });

  test('to their owner’s own subgraphs all go', async () => {
    const own = scoped(laws, { tax: { organisation: 'PSB' } });
    expect((await gated('{ persons { name income } }', own, [clientScoped])).gates).toEqual([
      'police: all',
      'tax: all',
    ]);
  });

  test('a fetch waits for the values that tell its rows apart', async () => {
    const fixtures: GovernedSubgraph[] = [
      {
        name: 'cases',
        organisation: 'CIV',
        sdl: 'type Query { case: Person } type Person @key(fields: "pid") { pid: ID! }',
        resolvers: {},
      },
      ...subgraphs().filter(({ name }) => name === 'tax'),
      {
        name: 'police',
        organisation: 'PSB',
        sdl: 'type Person @key(fields: "pid") { pid: ID! name: String region: String }',
        resolvers: {},
      },
    ];
    const query = '{ case { name income } }';
    const parallel = await gated(query, scoped({}, {}, fixtures), []);
    expect(parallel.lawful.plan.node).toMatchObject({ nodes: [{ kind: 'Fetch' }, { kind: 'Parallel' }] });
    const { lawful, gates } = await gated(query, scoped(laws, {}, fixtures), [clientScoped]);
    expect(gates).toEqual(['cases: all', 'police: all', 'tax: some']);
    expect(lawful.plan.node).toMatchObject({ kind: 'Sequence', nodes: [{}, { kind: 'Flatten' }, { kind: 'Flatten' }] });
  });

  test('where the values cannot come before, what depends on the fetch is denied', async () => {
    // Only tax knows a key by which the police answers.
    const fixtures: GovernedSubgraph[] = [
      {
        name: 'cases',
        organisation: 'CIV',
        sdl: 'type Query { case: Person } type Person @key(fields: "no") { no: ID! }',
        resolvers: {},
      },
      {
        name: 'tax',
        organisation: 'TAX',
        sdl: 'type Person @key(fields: "no") @key(fields: "pid") { no: ID! pid: ID! income: Int }',
        resolvers: {},
      },
      {
        name: 'police',
        organisation: 'PSB',
        sdl: 'type Person @key(fields: "pid") { pid: ID! name: String region: String }',
        resolvers: {},
      },
    ];
    expect(
      await denied('{ case { name income } }', { federation: scoped(laws, {}, fixtures), grants: [clientScoped] }),
    ).toEqual(['case: FLOW_NOT_PERMITTED']);
  });

  describe('that the receiver was granted in part', () => {
    const line = { fields: ['Person.pid'], purpose, grant: 'G-FLOW' };
    const keys = { 'Person.pid': { share: 'CONDITIONAL', open: 'NONE' } as const };
    const toTax = flowGrant({ provider: 'PSB', recipient: 'TAX', fields: ['Person.pid'], scope });
    const limited = (sdl?: string): Governed =>
      scoped(keys, { tax: { consumes: [line], ...(sdl === undefined ? {} : { sdl }) } });

    test('are told apart by a field that the gateway selects, and a notice stands', async () => {
      const { lawful, gates } = await gated('{ persons { name income } }', limited(), [toTax]);
      expect(gates).toEqual(['police: all', 'tax: some']);
      expect(printPlan(lawful.plan)[0]).toContain(':region');
      expect(lawful.bound.denials).toEqual([]);
      expect(lawful.bound.scopedPositions).toEqual([['persons', 'income']]);
      expect(lawful.flows.map(({ coordinate, decision }) => `${coordinate} ${decision.outcome}`)).toContain(
        'Person.pid permit',
      );
    });

    test('where null may not stand, the row itself is withheld', async () => {
      const strict = limited('type Person @key(fields: "pid") { pid: ID! income: Int debts: [Int]! }');
      const { lawful } = await gated('{ persons { name debts } }', strict, [toTax]);
      const persons = lawful.bound.operation.shape?.any?.fields[0];
      const rows = persons?.kind === 'composite' ? persons.child.any : null;
      expect(rows?.rowSlots.map((slot) => lawful.bound.decisions[slot])).toMatchObject([
        { scopes: [{ owner: 'PSB', anyOf: [{ grant: 'G-FLOW', values: scope }] }] },
      ]);
      // Of a list that is shortened pages would tell how much.
      expect(lawful.bound.scopedPositions).toContainEqual(['persons']);
    });

    test('by the grants in force when the fetch is sent', async () => {
      const { lawful } = await gated('{ persons { name income } }', limited(), [toTax]);
      const [, tax] = fetchesOf(lawful.plan.node);
      if (tax === undefined) throw new Error('a fetch from tax was expected');
      const later = { ...toTax, scope: { region: ['450200'] } };
      expect(lawful.rowsToSend(tax, granting(later), 1_000)).toMatchObject({
        tests: [{ scopes: [{ anyOf: [{ values: { region: ['450200'] } }] }] }],
      });
      expect(lawful.rowsToSend(tax, granting({ ...toTax, scope: 'ALL' }), 1_000)).toMatchObject({ tests: [] });
      expect(lawful.rowsToSend(tax, granting({ ...toTax, status: 'SUSPENDED' }), 1_000)).toBe('none');
    });

    test('a scope that nobody foresaw cannot be tested: nothing is sent', async () => {
      const { lawful } = await gated('{ persons { name income } }', limited(), [{ ...toTax, scope: 'ALL' }]);
      const [, tax] = fetchesOf(lawful.plan.node);
      if (tax === undefined) throw new Error('a fetch from tax was expected');
      expect(lawful.rowsToSend(tax, granting({ ...toTax, scope: 'ALL' }), 1_000)).toBe('all');
      expect(lawful.stands(tax, granting(toTax), 1_000)).toBe(false);
      expect(lawful.rowsToSend(tax, granting(toTax), 1_000)).toBe('none');
    });

    test('where no row that the client asked for says it, the flow is denied', async () => {
      const other = scoped(keys, { tax: { consumes: [line] } });
      const nowhere = { ...toTax, scope: { elsewhere: ['x'] } };
      expect(await denied('{ persons { name income } }', { federation: other, grants: [nowhere] })).toEqual([
        'persons.income: FLOW_NOT_PERMITTED',
      ]);
    });
  });
});

test('a fetch stands as long as its grants do', async () => {
  const laws = { 'Person.pid': CONDITIONAL };
  const changes = { tax: { consumes: [{ fields: ['Person.pid'], purpose, grant: 'G-FLOW' }] } };
  const flow = flowGrant({ provider: 'PSB', recipient: 'TAX', fields: ['Person.pid'], validUntil: 5_000 });
  const lawful = await plan('{ person { name income } }', { laws, changes, grants: [flow] });
  if (!lawful.ok || lawful.plan.node?.kind !== 'Sequence') throw new Error('a plan of two fetches was expected');
  const [root, entities] = lawful.plan.node.nodes;
  if (root?.kind !== 'Fetch' || entities?.kind !== 'Flatten' || entities.node.kind !== 'Fetch')
    throw new Error('unexpected plan');
  expect(lawful.stands(entities.node, granting(flow), 4_999)).toBe(true);
  expect(lawful.stands(entities.node, granting(flow), 5_000)).toBe(false);
  expect(lawful.stands(entities.node, granting({ ...flow, status: 'SUSPENDED' }), 1_000)).toBe(false);
  expect(lawful.stands(root, granting(), 9_999)).toBe(true);
  expect(lawful.stands({ ...root }, granting(flow), 1_000)).toBe(false);
});

test('what the planner fetches on its own to fill a required input is a flow, too', async () => {
  const federation = (laws: Parameters<typeof governedFederation>[1]): Governed =>
    governedFederation(
      [
        {
          name: 'police',
          organisation: 'PSB',
          sdl: `
            type Query { person: Person }
            type Person @key(fields: "pid") { pid: ID! name: String household: Household }
            type Household @key(fields: "hid") { hid: ID! }`,
          resolvers: {},
        },
        {
          name: 'census',
          organisation: 'STAT',
          sdl: 'type Household @key(fields: "hid") { hid: ID! size: Int }',
          resolvers: {},
        },
        {
          name: 'welfare',
          organisation: 'CIV',
          sdl: `
            type Person @key(fields: "pid") {
              pid: ID! household: Household @external benefit: Int @requires(fields: "household { size }")
            }
            type Household @key(fields: "hid") { hid: ID! size: Int @external }`,
          resolvers: {},
        },
      ],
      laws,
    );
  const query = '{ person { name benefit } }';
  expect(summary(await plan(query, { federation: federation({}) }))).toMatchInlineSnapshot(`
   {
     "denials": [],
     "flows": [
       "PSB → census: Query.person (path) permit",
       "PSB → census: Person.household (path) permit",
       "PSB → welfare: Query.person (path) permit",
       "PSB → welfare: Person.household (requires) permit",
       "STAT → welfare: Household.size (requires) permit",
       "PSB → welfare: Person.pid (key) permit",
     ],
     "plan": [
       "police: {_l3:person{__typename pid _l2:name household{__typename hid}}}",
       "census at _l3.household: {...on Household{__typename hid}} → {...on Household{size}}}",
       "welfare at _l3: {...on Person{__typename household{size} pid}} → {...on Person{_l1:benefit}}}",
     ],
   }
  `);
  const owners = { 'Household.hid': 'PSB', 'Household.size': 'STAT', 'Person.household': 'PSB', 'Query.person': 'PSB' };
  for (const [coordinate, owner] of Object.entries(owners)) {
    const law = { owners: { [owner]: policy({ open: 'NONE' }) }, grade: null };
    const given = { federation: federation({ [coordinate]: law }) };
    expect({ coordinate, denied: await denied(query, given) }).toEqual({
      coordinate,
      denied: ['person.benefit: FLOW_NOT_PERMITTED'],
    });
  }
});
