/** The providers of the lawful town, as departments would write them: SDL with its directives, and resolvers over the invented rows. */
import { governed } from './governed-subgraphs';
import type { StatedSubgraph } from './start-federation';
import {
  accounts,
  cases,
  companies,
  counts,
  cursors,
  endCursor,
  households,
  longAddress,
  motto,
  persons,
  visits,
  type PersonRow,
} from './town-data';

const open = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';
const shared = '@share(class: "UNCONDITIONAL") @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"])';
const never = '@share(class: "NONE", basis: ["LAW"]) @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"])';
const conditional = (purpose: string): string =>
  `@share(class: "CONDITIONAL", basis: ["LAW"], conditions: ["C"], scope: ["S"]) @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"]) @purpose(allow: ["${purpose}"])`;
const onAgreement =
  '@share(class: "CONDITIONAL", basis: ["LAW"], conditions: ["C"], scope: ["S"]) @open(class: "CONDITIONAL", reason: ["CONTINUOUS"], basis: ["LAW"], conditions: ["C"]) @purpose(allow: ["aid", "health"])';

/** PSB, the police: persons, under `@defaults` (CONDITIONAL, never open, for aid and health). */
const people: StatedSubgraph = {
  name: 'people',
  sdl: governed(
    'PSB',
    `type Query {
  person(pid: ID! @influences(fields: ["Person.pid"])): Person ${open}
  people(
    name: String @influences(fields: ["Person.name"])
    filter: PersonFilter
    order: PersonOrder
  ): [Person!] ${open}
  ranked(order: PersonOrder = SECRET_DESC): [Person!] ${open}
  sifted(filter: RankFilter): [Person!] ${open}
  absent(secret: [String!] = null @influences(fields: ["Person.secret"])): [Person!] ${open}
  pages(filter: PersonFilter, order: PersonOrder, first: Int, after: String): PersonConnection ${open}
  peopleCount(filter: PersonFilter): Int ${open}
  node(id: ID! @influences(fields: [])): Node ${open}
  find(text: String @influences(fields: [])): [Found] ${open}
  household(label: String @influences(fields: ["Household.label"])): Household ${open}
  motto: String ${open}
}
type Mutation {
  rename(pid: ID! @influences(fields: ["Person.pid"]), name: String! @influences(fields: [])): Person @share(class: "CONDITIONAL", methods: ["MUTATE"])
  greet(pid: ID! @influences(fields: [])): Person ${open}
}
interface Node { id: ID! }
union Found = Person | Household
type Person implements Node @key(fields: "pid") @key(fields: "idNumber") @subject(kind: "PERSON", key: "pid") @scope(by: "region", kind: "REGION") {
  pid: ID!
  id: ID!
  idNumber: String @deidentified(technique: "id-number", share: "UNCONDITIONAL", evidence: "E-ID")
  name: String @shareable @deidentified(technique: "name", share: "UNCONDITIONAL", open: "UNCONDITIONAL", evidence: "E-NAME")
  phone: String @deidentified(technique: "phone", share: "UNCONDITIONAL", evidence: "E-PHONE")
  region: String ${shared}
  city: String @shareable ${open}
  address(style: String = "SHORT" @influences(fields: [])): String
  birth: String @deidentified(technique: "date-year", share: "UNCONDITIONAL", evidence: "E-BIRTH")
  secret: String ${never} @noOnwardTransfer
  nickname: String
  card: Card
  household: Household
  friends: [Person!]
  employer: Company ${open}
}
type Card { number: String issuer: String ${shared} }
type Household @key(fields: "hid") {
  hid: ID! @inaccessible ${shared}
  label: String ${shared}
  members(first: Int): [Person!] ${open}
}
type Company @key(fields: "code", resolvable: false) { code: ID! }
type PersonConnection { edges: [PersonEdge!]! ${open} total: Int ${open} pageInfo: PageInfo! ${open} }
type PersonEdge { cursor: String ${open} node: Person! ${open} }
type PageInfo { endCursor: String ${open} hasNextPage: Boolean! ${open} }
input PersonFilter {
  name: String @influences(fields: ["Person.name"])
  city: String @influences(fields: ["Person.city"])
  secretIn: [String!] @influences(fields: ["Person.secret"])
  birthFrom: String @influences(fields: ["Person.birth"])
  and: [PersonFilter!] @influences(fields: [])
}
input RankFilter {
  name: String @influences(fields: [])
  secretFrom: String = "" @influences(fields: ["Person.secret"])
}
enum PersonOrder {
  CITY_ASC @influences(fields: ["Person.city"])
  NAME_ASC @influences(fields: ["Person.name"])
  SECRET_DESC @influences(fields: ["Person.secret"])
}`,
    '@defaults(share: "CONDITIONAL", open: "NONE", basis: ["LAW"], reason: ["PRIVACY"], conditions: ["C"], scope: ["S"], purposes: ["aid", "health", "tax"]) @consumes(fields: ["Case.person"], purpose: "aid")',
  ),
  resolvers: {
    Query: {
      person: (_: unknown, { pid }: { pid: string }) => personOf(pid),
      people: () => persons,
      ranked: () => persons,
      sifted: () => persons,
      absent: () => persons,
      pages: () => ({
        edges: persons.map((node, index) => ({ cursor: cursors[index], node })),
        total: counts.total,
        pageInfo: { endCursor, hasNextPage: false },
      }),
      peopleCount: () => counts.people,
      node: (_: unknown, { id }: { id: string }) => persons.find((person) => person.id === id) ?? null,
      find: () => [...persons, ...households],
      household: (_: unknown, { label }: { label?: string }) =>
        households.find((each) => each.label === label) ?? households[0],
      motto: () => motto,
    },
    Mutation: {
      rename: (_: unknown, { pid }: { pid: string }) => personOf(pid),
      greet: (_: unknown, { pid }: { pid: string }) => personOf(pid),
    },
    Node: { __resolveType: () => 'Person' },
    Found: { __resolveType: (row: object) => ('hid' in row ? 'Household' : 'Person') },
    Person: {
      __resolveReference: (key: { pid?: string; idNumber?: string }) =>
        persons.find(({ pid, idNumber }) => pid === key.pid || idNumber === key.idNumber) ?? null,
      address: ({ address }: PersonRow, { style }: { style: string }) =>
        style === 'LONG' ? longAddress(address) : address,
      household: ({ household }: PersonRow) => households.find(({ row }) => row === household),
      friends: ({ pid }: PersonRow) => persons.filter((person) => person.pid !== pid),
      employer: ({ employer }: PersonRow) => ({ code: companies[employer === 'c1' ? 0 : 1]?.code }),
    },
    Household: {
      __resolveReference: ({ hid }: { hid: string }) => households.find((each) => each.hid === hid) ?? null,
      members: ({ row }: { row: string }) => persons.filter(({ household }) => household === row),
    },
  },
};

/** TAX: incomes and companies; keeps the telephone numbers that the police kept before. */
const taxes: StatedSubgraph = {
  name: 'taxes',
  sdl: governed(
    'TAX',
    `type Query {
  companies: [Company!] ${open}
  company(code: ID!): Company ${open}
}
interface Node { id: ID! ${open} }
type Person @key(fields: "pid") {
  pid: ID! ${open}
  income: Int ${conditional('aid')}
  taxNote: String ${conditional('aid')} @noOnwardTransfer
  taxBand: String ${shared}
  phone: String @override(from: "people") ${open}
}
type Company implements Node @key(fields: "code") {
  code: ID! ${open}
  id: ID! ${open}
  title: String ${open}
  revenue: Int ${onAgreement}
  owner: Person ${open}
}`,
    '@consumes(fields: ["Person.pid", "Person.friends", "Person.household", "Mutation.rename"], purpose: "tax", grant: "G-TAX-PSB") @consumes(fields: ["Case.person"], purpose: "tax")',
  ),
  resolvers: {
    Query: {
      companies: () => companies,
      company: (_: unknown, { code }: { code: string }) => companies.find((each) => each.code === code) ?? null,
    },
    Node: { __resolveType: () => 'Company' },
    Person: { __resolveReference: ({ pid }: { pid: string }) => personOf(pid) },
    Company: {
      __resolveReference: ({ code }: { code: string }) => companies.find((each) => each.code === code) ?? null,
      owner: ({ owner }: { owner: string }) => personOf(owner),
    },
  },
};

/** CIV, civil affairs: computes from what the police and the tax office send; adds to the accounts of the waterworks. */
const aid: StatedSubgraph = {
  name: 'aid',
  sdl: governed(
    'CIV',
    `type Query {
  case(caseNo: ID! @influences(fields: ["Case.caseNo"])): Case ${shared}
  cases: [Case!] ${open}
}
type Mutation { decide(caseNo: ID! @influences(fields: ["Case.caseNo"]), outcome: String @influences(fields: ["Case.outcome"])): Case ${shared} }
type Case @key(fields: "caseNo") {
  caseNo: ID! ${shared}
  outcome: String ${conditional('aid')}
  person: Person ${shared}
}
type Person @key(fields: "pid") {
  pid: ID! ${open}
  income: Int @external
  address(style: String = "SHORT"): String @external
  benefit: String @requires(fields: "income") ${shared}
  postal: String @requires(fields: "address(style: \\"LONG\\")") ${shared}
  eligible: Boolean @requires(fields: "income") @derived(from: ["Person.income"], transform: "PREDICATE", releases: ["R-ELIGIBLE"]) ${shared}
  aidNote: String ${conditional('aid')}
}
type Household @key(fields: "hid") { hid: ID! @inaccessible grantMoney: String ${conditional('aid')} }
type Account @key(fields: "number") @interfaceObject { number: ID! subsidy: String ${conditional('aid')} }`,
    '@consumes(fields: ["Person.pid", "Person.address", "Person.friends", "Person.household", "Mutation.rename"], purpose: "aid", grant: "G-CIV-PSB") @consumes(fields: ["Household.hid"], purpose: "aid") @consumes(fields: ["Person.income"], purpose: "aid", grant: "G-CIV-TAX") @consumes(fields: ["Account.number", "HomeAccount.number", "TradeAccount.number"], purpose: "aid", grant: "G-CIV-WAT")',
  ),
  resolvers: {
    Query: {
      case: (_: unknown, { caseNo }: { caseNo: string }) => cases.find((each) => each.caseNo === caseNo) ?? null,
      cases: () => cases,
    },
    Mutation: {
      decide: (_: unknown, { caseNo }: { caseNo: string }) => cases.find((each) => each.caseNo === caseNo) ?? null,
    },
    Case: {
      __resolveReference: ({ caseNo }: { caseNo: string }) => cases.find((each) => each.caseNo === caseNo) ?? null,
      person: ({ pid }: { pid: string }) => personOf(pid),
    },
    Person: {
      __resolveReference: (reference: object) => ({ ...personOf((reference as PersonRow).pid), ...reference }),
      // What is computed tells its inputs: who may have the result may have them.
      benefit: ({ income }: { income: number | null }) => `benefit-from-${String(income)}`,
      postal: ({ address }: { address: string | null }) => `postal-from-${String(address)}`,
      eligible: ({ income }: { income: number | null }) => (income === null ? null : income < 710_000_003),
    },
    Household: {
      __resolveReference: ({ hid }: { hid: string }) => households.find((each) => each.hid === hid) ?? null,
    },
    Account: {
      __resolveReference: ({ number }: { number: string }) => accounts.find((each) => each.number === number) ?? null,
    },
  },
};

/** HOS, a hospital: visits, and copies of what the police know, under its own stricter words. */
const clinics: StatedSubgraph = {
  name: 'clinics',
  sdl: governed(
    'HOS',
    `type Query { visits: [Visit!] ${open} visit(visitId: ID! @influences(fields: ["Visit.visitId"])): Visit ${open} }
interface Node { id: ID! ${open} }
type Person @key(fields: "pid") {
  pid: ID! ${open}
  name: String @external
  city: String @shareable ${conditional('health')}
  blood: String ${conditional('health')}
  visits: [Visit!] ${conditional('health')}
}
type Visit implements Node @key(fields: "visitId") @subject(kind: "PERSON", key: "visitId") @scope(by: "region", kind: "REGION") {
  visitId: ID! ${shared}
  id: ID! ${conditional('health')}
  region: String ${shared}
  ward: String ${onAgreement}
  diagnosis: String ${never} @noOnwardTransfer
  patient: Person @provides(fields: "name") ${conditional('health')}
}`,
    '@consumes(fields: ["Person.pid", "Person.name", "Person.friends", "Person.household"], purpose: "health", grant: "G-HOS-PSB")',
  ).replace('kind: "GOV_DEPT"', 'kind: "PUBLIC_SERVICE_ORG"'),
  resolvers: {
    Query: {
      visits: () => visits,
      visit: (_: unknown, { visitId }: { visitId: string }) => visits.find((each) => each.visitId === visitId) ?? null,
    },
    Node: { __resolveType: () => 'Visit' },
    Person: {
      __resolveReference: ({ pid }: { pid: string }) => personOf(pid),
      visits: ({ pid }: { pid: string }) => visits.filter((visit) => visit.pid === pid),
    },
    Visit: {
      __resolveReference: ({ visitId }: { visitId: string }) => visits.find((each) => each.visitId === visitId) ?? null,
      patient: ({ pid }: { pid: string }) => personOf(pid),
    },
  },
};

/** WAT, the waterworks: an entity interface whose implementations are classed differently. */
const water: StatedSubgraph = {
  name: 'water',
  sdl: governed(
    'WAT',
    `type Query { accounts: [Account!] ${open} }
interface Account @key(fields: "number") { number: ID! holder: String usage: Int }
type HomeAccount implements Account @key(fields: "number") {
  number: ID! ${shared} holder: String ${conditional('aid')} usage: Int ${conditional('aid')} tariff: String ${open}
}
type TradeAccount implements Account @key(fields: "number") {
  number: ID! ${shared} holder: String ${open} usage: Int ${shared} tariff: String ${open}
}`,
  ).replace('kind: "GOV_DEPT"', 'kind: "PUBLIC_SERVICE_ORG"'),
  resolvers: {
    Query: { accounts: () => accounts },
    Account: {
      __resolveType: ({ kind }: { kind: string }) => kind,
      __resolveReference: ({ number }: { number: string }) => accounts.find((each) => each.number === number) ?? null,
    },
    HomeAccount: {
      __resolveReference: ({ number }: { number: string }) => accounts.find((each) => each.number === number) ?? null,
    },
    TradeAccount: {
      __resolveReference: ({ number }: { number: string }) => accounts.find((each) => each.number === number) ?? null,
    },
  },
};

function personOf(pid: string): PersonRow | null {
  return persons.find((person) => person.pid === pid) ?? null;
}

export const townProviders: readonly StatedSubgraph[] = [people, taxes, aid, clinics, water];
