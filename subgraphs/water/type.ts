/** The GraphQL types of the water utility. What may be denied is nullable: a denial leaves its neighbours alone. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { InterfaceObject, Key, Shareable } from '../kit/federation-decorators';
import { Catalogue, Deidentified, Grade, Open, Purpose, Scope, Share, Subject } from '../kit/governance-decorators';
import type { SyntheticWaterAccount } from './data/accounts';

/** What a household uses is its private life (Civil Code 1032): shared for a purpose, never opened (Art 36). */
const SHARED = {
  class: 'CONDITIONAL',
  basis: ['CN-PIPL:34', 'CN-CIVIL-CODE:1032'],
  conditions: ['HOUSEHOLD_SERVED', 'OWN_STATUTORY_DUTY'],
  scope: ['HOUSEHOLDS_OF_THE_REGION'],
} as const;
const NOT_OPEN = { class: 'NONE', reason: ['PRIVACY'], basis: ['CN-PIPL:25', 'CN-CIVIL-CODE:1032'] } as const;
const PERSONAL = { category: 'utility', level: 'GENERAL', grade: 3, personal: true } as const;

@ObjectType({ description: 'What a household used in a month.' })
@Share(SHARED)
@Open(NOT_OPEN)
@Purpose(['water-supply', 'social-assistance'])
@Grade(PERSONAL)
@Catalogue({ id: '45-WAT/CONSUMPTION', title: '居民用水量', updateCycle: 'P1M', aggregation: 'LOGICAL' })
export class Consumption {
  @Field({ nullable: true, description: 'YYYY-MM' })
  month!: string;

  @Field(() => Int, { nullable: true })
  cubicMetres!: number;
}

@ObjectType({ description: "A household's contract with the water utility; synthetic." })
@Key('accountId')
@Subject({ kind: 'PERSON', key: 'pid' })
@Scope({ by: 'regionCode', kind: 'REGION' })
@Share(SHARED)
@Open(NOT_OPEN)
@Purpose(['water-supply', 'social-assistance'])
@Grade(PERSONAL)
@Catalogue({ id: '45-WAT/ACCOUNT', title: '居民用水户信息', updateCycle: 'P1D', aggregation: 'LOGICAL' })
export class WaterAccount {
  @Field(() => ID)
  accountId!: string;

  @Field(() => ID, { nullable: true, description: 'The person who signed the contract.' })
  pid!: string;

  @Field({ nullable: true, description: 'In Chinese; without a grant, down to the county.' })
  @Deidentified({ technique: 'address-county', share: 'UNCONDITIONAL', open: 'CONDITIONAL', evidence: 'E-45-WAT-1' })
  address!: string;

  @Field({ nullable: true, description: 'Six-digit code of the county.' })
  regionCode!: string;

  @Field(() => Int, { nullable: true, description: 'How many persons are supplied.' })
  persons!: number;

  @Field(() => [Consumption], { nullable: true, description: 'In month order.' })
  consumption!: Consumption[];
}

/** What the water utility knows about a resident. The description of the type is population's. */
@ObjectType()
@Key('pid')
export class Person {
  @Field(() => ID)
  pid!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The telephone number given to a hospital or to the water utility.',
  })
  @Shareable()
  @Share({ class: 'NONE', basis: ['CN-PIPL:34'] })
  @Open(NOT_OPEN)
  @Grade({ category: 'contact', level: 'GENERAL', grade: 3, personal: true })
  @Catalogue({ id: '45-WAT/CONTACT', title: '用水户联系电话', updateCycle: 'P1D', aggregation: 'LOGICAL' })
  contactPhone!: string | null;

  @Field(() => [WaterAccount], { nullable: true })
  @Catalogue({ id: '45-WAT/ACCOUNT/BY-PERSON', title: '个人用水户', updateCycle: 'P1D', aggregation: 'LOGICAL' })
  waterAccounts!: WaterAccount[];
}

@ObjectType({ description: 'Consumption of the households of an area in a month; areas of fewer than ten have none.' })
@Share({ class: 'UNCONDITIONAL' })
@Open({
  class: 'CONDITIONAL',
  reason: ['TIMELY'],
  basis: ['GX-BDR:36'],
  conditions: ['SOURCE_AND_DATE_NAMED', 'NO_REIDENTIFICATION'],
})
@Grade({ category: 'utility-statistics', level: 'GENERAL', grade: 2 })
@Catalogue({ id: '45-WAT/TOTAL', title: '分区域用水总量', updateCycle: 'P1M', aggregation: 'LOGICAL' })
export class WaterSummary {
  @Field(() => ID, { nullable: true, description: 'The area: the region, a city or a county.' })
  code!: string;

  @Field({ nullable: true, description: 'YYYY-MM' })
  month!: string;

  @Field(() => Int, { nullable: true })
  households!: number;

  @Field(() => Int, { nullable: true })
  cubicMetres!: number;
}

/** Geography's administrative divisions, with what the water utility adds to each of them, whatever its level. */
@ObjectType()
@InterfaceObject()
@Key('code')
@Catalogue({ id: '45-WAT/TOTAL/BY-DIVISION', title: '行政区划用水总量', updateCycle: 'P1M', aggregation: 'LOGICAL' })
export class Division {
  @Field(() => ID)
  code!: string;

  @Field(() => WaterSummary, {
    nullable: true,
    description: 'Null for towns and villages: no totals are kept for them.',
  })
  waterSummary!: WaterSummary | null;
}

/** The object that GraphQL answers with; `consumption` is resolved on its own. */
export function toWaterAccount(record: SyntheticWaterAccount): WaterAccount {
  return Object.assign(new WaterAccount(), record);
}
