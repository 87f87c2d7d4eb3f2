/** The GraphQL types of the register of enterprises. What may be denied is nullable: a denial leaves its neighbours alone. */
import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Key } from '../kit/federation-decorators';
import { Catalogue, Deidentified, Grade, Open, Purpose, Scope, Share, Subject } from '../kit/governance-decorators';
import type {
  EnterpriseStatus as Status,
  Industry as Line,
  SyntheticEnterprise,
  SyntheticShare,
} from './data/enterprises';

export enum EnterpriseStatus {
  OPERATING = 'OPERATING',
  SUSPENDED = 'SUSPENDED',
  REVOKED = 'REVOKED',
  DEREGISTERED = 'DEREGISTERED',
}
registerEnumType(EnterpriseStatus, { name: 'EnterpriseStatus', description: 'Standing in the register.' });

export enum Industry {
  AGRICULTURE = 'AGRICULTURE',
  MANUFACTURING = 'MANUFACTURING',
  CONSTRUCTION = 'CONSTRUCTION',
  TRADE = 'TRADE',
  TRANSPORT = 'TRANSPORT',
  SERVICES = 'SERVICES',
}
registerEnumType(Industry, { name: 'Industry', description: 'The main line of business.' });

/** A county, as the register refers to it; the rest is known to geography. */
@ObjectType()
@Key('code', { resolvable: false })
export class County {
  @Field(() => ID)
  code!: string;
}

/** A person, as the register refers to one; the rest is known to population. */
@ObjectType()
@Key('pid', { resolvable: false })
export class Person {
  @Field(() => ID)
  pid!: string;
}

/** Who stands behind an enterprise is personal: shared for supervision, never opened (PIPL 25, 34). */
const BASIS = ['CN-PIPL:34', 'CN-MARKET-ENTITY-REGISTRATION-REGULATIONS'];
const SHARED = {
  class: 'CONDITIONAL',
  basis: BASIS,
  conditions: ['OWN_STATUTORY_DUTY'],
  scope: ['ENTERPRISES_OF_THE_REGION'],
} as const;
const NOT_OPEN = { class: 'NONE', reason: ['PRIVACY'], basis: ['CN-PIPL:25'] } as const;
const PURPOSES = ['market-regulation', 'social-assistance'];

@ObjectType({ description: 'An enterprise in the register; synthetic, its credit code fails its own check.' })
@Key('creditCode')
@Subject({ kind: 'ORGANISATION', key: 'creditCode' })
@Scope({ by: 'regionCode', kind: 'REGION' })
@Share({ class: 'UNCONDITIONAL' })
@Open({ class: 'UNCONDITIONAL' })
@Catalogue({ id: '45-AMR/ENTERPRISE', title: '企业登记基本信息', updateCycle: 'P1D', aggregation: 'INTERFACE' })
export class Enterprise {
  @Field(() => ID, { description: 'Unified social credit code, 18 characters.' })
  creditCode!: string;

  // Nullable as `Person.name` is, so that one selection can ask both kinds of party for it.
  @Field({ nullable: true })
  name!: string;

  @Field(() => Industry)
  industry!: Line;

  @Field(() => EnterpriseStatus)
  status!: Status;

  @Field({ description: 'YYYY-MM-DD' })
  establishedOn!: string;

  @Field(() => Int, { description: 'In units of 10,000 yuan.' })
  registeredCapital!: number;

  @Field({ description: 'Six-digit code of the county of registration.' })
  regionCode!: string;

  @Field(() => County)
  county!: County;

  @Field({
    nullable: true,
    description: 'The name of the legal representative; to everybody with the family name only.',
  })
  @Share(SHARED)
  @Open(NOT_OPEN)
  @Purpose(PURPOSES)
  @Grade({ category: 'market-entity', level: 'GENERAL', personal: true })
  @Deidentified({ technique: 'name', share: 'UNCONDITIONAL', open: 'UNCONDITIONAL', evidence: 'E-45-AMR-1' })
  legalRepresentativeName!: string;

  @Field(() => Person, { nullable: true })
  @Share(SHARED)
  @Open(NOT_OPEN)
  @Purpose(PURPOSES)
  @Grade({ category: 'market-entity', level: 'GENERAL', personal: true })
  legalRepresentative!: Person;

  @Field(() => [Shareholding], { nullable: true })
  @Share(SHARED)
  @Open(NOT_OPEN)
  @Purpose(PURPOSES)
  shareholders!: Shareholding[];

  /** What `shareholders` is resolved from; not in the schema. */
  shares!: readonly SyntheticShare[];
}

@ObjectType({ description: 'A part of an enterprise and who holds it.' })
@Share(SHARED)
@Open(NOT_OPEN)
@Purpose(PURPOSES)
@Grade({ category: 'market-entity', level: 'GENERAL', personal: true })
@Catalogue({ id: '45-AMR/SHAREHOLDING', title: '企业出资信息', updateCycle: 'P1D', aggregation: 'INTERFACE' })
export class Shareholding {
  @Field(() => Party, { nullable: true })
  party!: Person | Enterprise;

  @Field(() => Int, { nullable: true, description: 'Per cent.' })
  percent!: number;
}

export const Party = createUnionType({
  name: 'Party',
  description: 'Whoever can hold a part of an enterprise.',
  types: () => [Person, Enterprise] as const,
  resolveType: (value) => ('creditCode' in value ? Enterprise : Person),
});

/** The object that GraphQL answers with; a copy, because the server writes its type name on it. */
export function toEnterprise(record: SyntheticEnterprise): Enterprise {
  return Object.assign(new Enterprise(), {
    creditCode: record.creditCode,
    name: record.name,
    industry: record.industry,
    status: record.status,
    establishedOn: record.establishedOn,
    registeredCapital: record.registeredCapital,
    regionCode: record.regionCode,
    county: Object.assign(new County(), { code: record.regionCode }),
    legalRepresentativeName: record.legalRepresentative.name,
    legalRepresentative: toPerson(record.legalRepresentative.pid),
    shares: record.shares,
  });
}

export function toPerson(pid: string): Person {
  return Object.assign(new Person(), { pid });
}
