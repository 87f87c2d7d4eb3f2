/**
 * The GraphQL types of the register of residents. What a field does not say comes from the provider's defaults: shared on conditions,
 * not open. Fields write only what differs.
 */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Key } from '../kit/federation-decorators';
import {
  Catalogue,
  Deidentified,
  Grade,
  NoOnwardTransfer,
  Open,
  Purpose,
  Scope,
  Share,
  Subject,
} from '../kit/governance-decorators';
import type { HouseholdRecord, PersonRecord } from './data-access';

const CATALOGUE = { updateCycle: 'P1D', aggregation: 'INTERFACE' } as const;

@ObjectType({
  description: 'A resident of Guangxi; synthetic. Everything not said below carries the defaults of this provider.',
})
@Key('pid')
@Subject({ kind: 'PERSON', key: 'pid' })
@Scope({ by: 'regionCode', kind: 'REGION' })
@Grade({ category: 'identity', level: 'GENERAL', grade: 3, personal: true })
@Catalogue({ id: '45-PSB/PERSON', title: '常住人口基本信息', ...CATALOGUE })
export class Person {
  @Field(() => ID, { description: 'The key that providers share; says nothing about the person.' })
  @Share({ class: 'UNCONDITIONAL' })
  pid!: string;

  @Field({ nullable: true })
  @Deidentified({ technique: 'name', share: 'UNCONDITIONAL', evidence: 'E-45-PSB-2' })
  name!: string;

  @Field({ nullable: true, description: 'Resident identity number, 18 characters; here with a wrong check digit.' })
  @Deidentified({ technique: 'id-number', share: 'UNCONDITIONAL', open: 'CONDITIONAL', evidence: 'E-45-PSB-1' })
  idNumber!: string;

  @Field({ nullable: true })
  gender!: string;

  @Field({ nullable: true, description: 'YYYY-MM-DD; masked: the year.' })
  @Deidentified({ technique: 'date-year', share: 'UNCONDITIONAL', evidence: 'E-45-PSB-3' })
  birthDate!: string;

  @Field({ nullable: true })
  @Deidentified({ technique: 'phone', share: 'UNCONDITIONAL', evidence: 'E-45-PSB-4' })
  phone!: string;

  @Field({ nullable: true, description: 'In Chinese; masked: down to the county.' })
  @Deidentified({ technique: 'address-county', share: 'UNCONDITIONAL', evidence: 'E-45-PSB-5' })
  address!: string;

  @Field({ nullable: true, description: 'Six-digit code of the county of residence.' })
  @Share({ class: 'UNCONDITIONAL' })
  regionCode!: string;

  @Field(() => Household, { nullable: true })
  household!: Household | null;

  @Field(() => Int, { nullable: true, description: 'How many persons live in the household.' })
  householdSize!: number | null;

  @Field({
    nullable: true,
    description: 'Kept by civil affairs now; this department kept it before, and its label stays.',
  })
  maritalStatus!: string;

  @Field(() => Boolean, { nullable: true, description: 'For criminal investigation only; invented.' })
  @Share({ class: 'NONE', basis: ['CN-CRIMINAL-PROCEDURE-LAW:54'] })
  @Open({ class: 'NONE', reason: ['LAW'], basis: ['CN-CRIMINAL-PROCEDURE-LAW:54'] })
  @NoOnwardTransfer()
  wanted!: boolean;
}

/** The floor: whatever a field of this type says, it serves no more purposes than these: market regulation is left out. */
@ObjectType({ description: 'Persons who live together; synthetic.' })
@Key('householdId')
@Scope({ by: 'regionCode', kind: 'REGION' })
@Purpose(['social-assistance', 'public-health', 'population', 'taxation', 'water-supply'])
@Grade({ category: 'household', level: 'GENERAL', grade: 3, personal: true })
@Catalogue({ id: '45-PSB/HOUSEHOLD', title: '家庭户信息', ...CATALOGUE })
export class Household {
  @Field(() => ID)
  householdId!: string;

  @Field({ nullable: true })
  address!: string;

  @Field({ nullable: true, description: 'Six-digit code of the county.' })
  regionCode!: string;

  @Field(() => Int, { nullable: true })
  size!: number;

  @Field(() => [Person], { description: 'In pid order; the first one is the head.' })
  members!: Person[];
}

@ObjectType({ description: 'Where a page of a list begins and ends.' })
@Catalogue({ id: '45-PSB/PAGE', title: '分页信息', ...CATALOGUE })
export class PageInfo {
  @Field()
  @Share({ class: 'UNCONDITIONAL' })
  hasNextPage!: boolean;

  @Field()
  @Share({ class: 'UNCONDITIONAL' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  @Share({ class: 'UNCONDITIONAL' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  @Share({ class: 'UNCONDITIONAL' })
  endCursor!: string | null;
}

@ObjectType({ description: 'One person in a page.' })
@Catalogue({ id: '45-PSB/PERSON/EDGE', title: '人口列表项', ...CATALOGUE })
export class PersonEdge {
  @Field()
  @Share({ class: 'UNCONDITIONAL' })
  cursor!: string;

  @Field(() => Person)
  node!: Person;
}

@ObjectType({ description: 'A page of persons.' })
@Catalogue({ id: '45-PSB/PERSON/PAGE', title: '人口列表', ...CATALOGUE })
export class PersonConnection {
  @Field(() => [PersonEdge])
  edges!: PersonEdge[];

  @Field(() => PageInfo)
  @Share({ class: 'UNCONDITIONAL' })
  pageInfo!: PageInfo;

  @Field(() => Int, { nullable: true, description: 'Of all pages together.' })
  totalCount!: number;
}

@ObjectType({ description: 'What became of a correction (Art 28).' })
@Catalogue({ id: '45-PSB/CORRECTION', title: '数据更正回执', ...CATALOGUE })
export class Correction {
  @Field(() => ID)
  @Share({ class: 'UNCONDITIONAL' })
  correctionId!: string;

  @Field(() => Person)
  person!: Person;
}

/** The object that GraphQL answers with; what has a resolver of its own is left to it. */
export function toPerson(record: PersonRecord): Person {
  const { pid, name, idNumber, gender, birthDate, phone, address, regionCode } = record;
  return Object.assign(new Person(), {
    pid,
    name,
    idNumber,
    gender,
    birthDate,
    phone,
    address,
    regionCode,
    // One in nine hundred and ninety-seven, by number: nobody is meant.
    wanted: Number(pid.slice(2)) % 997 === 0,
  });
}

export function toHousehold({ householdId, address, regionCode, members }: HouseholdRecord): Household {
  return Object.assign(new Household(), {
    householdId,
    address,
    regionCode,
    size: members.length,
    members: members.map(toPerson),
  });
}
