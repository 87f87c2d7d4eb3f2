/** The GraphQL types of the hospitals' own service data. What may be denied is nullable: a denial leaves its neighbours alone. */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Key, Shareable } from '../kit/federation-decorators';
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
import type { InsuranceScheme as Scheme, SyntheticVisit } from './data/visits';

export enum InsuranceScheme {
  EMPLOYEE = 'EMPLOYEE',
  RESIDENT = 'RESIDENT',
  NONE = 'NONE',
}
registerEnumType(InsuranceScheme, { name: 'InsuranceScheme', description: 'Whom the hospital billed.' });

/** Health data are sensitive personal data (PIPL 28); citizens' health information is protected (Basic Healthcare Law 92). */
const SHARED = {
  class: 'CONDITIONAL',
  basis: ['CN-PIPL:28', 'CN-PIPL:34', 'CN-HEALTH-PROMOTION-LAW:92'],
  conditions: ['PATIENT_SERVED', 'OWN_STATUTORY_DUTY'],
  scope: ['PATIENTS_OF_THE_REGION'],
} as const;
const NOT_OPEN = { class: 'NONE', reason: ['PRIVACY'], basis: ['CN-PIPL:28', 'CN-HEALTH-PROMOTION-LAW:92'] } as const;
const SENSITIVE = { category: 'health', level: 'IMPORTANT', grade: 4, personal: true } as const;

@ObjectType({
  description:
    "How a visit was paid, as the hospital billed it. The register of the insured is a department's, and not here.",
})
@Share(SHARED)
@Open(NOT_OPEN)
@Purpose(['public-health', 'social-assistance'])
@Grade(SENSITIVE)
// A department needs these for its own management: the law wants the interface form for them, not LOGICAL (Art 25).
@Catalogue({
  id: '45-HOS/SETTLEMENT',
  title: '就诊结算信息',
  updateCycle: 'P1D',
  aggregation: 'INTERFACE',
  publicManagementNeed: true,
})
export class Settlement {
  @Field(() => InsuranceScheme, { nullable: true })
  scheme!: Scheme;

  @Field(() => Int, { nullable: true, description: 'Whole yuan.' })
  total!: number;

  @Field(() => Int, { nullable: true, description: 'Whole yuan.' })
  covered!: number;

  @Field(() => Int, { nullable: true, description: 'Whole yuan.' })
  ownPayment!: number;
}

@ObjectType({ description: 'A visit to a hospital; synthetic.' })
@Key('visitId')
@Subject({ kind: 'PERSON', key: 'pid' })
@Scope({ by: 'regionCode', kind: 'REGION' })
@Share(SHARED)
@Open(NOT_OPEN)
@Purpose(['public-health', 'social-assistance'])
@Grade(SENSITIVE)
@Catalogue({ id: '45-HOS/VISIT', title: '就诊记录', updateCycle: 'P1D', aggregation: 'LOGICAL' })
export class Visit {
  @Field(() => ID)
  visitId!: string;

  @Field(() => ID, { nullable: true, description: 'The patient.' })
  pid!: string;

  @Field({ nullable: true, description: 'YYYY-MM-DD; without a grant, the month.' })
  @Deidentified({ technique: 'date-month', share: 'UNCONDITIONAL', open: 'CONDITIONAL', evidence: 'E-45-HOS-1' })
  visitedOn!: string;

  @Field({ nullable: true, description: 'The ward, in Chinese.' })
  ward!: string;

  @Field({ nullable: true, description: 'ICD-10; leaves the hospital for nobody.' })
  @Share({ class: 'NONE', basis: ['CN-PIPL:28', 'CN-HEALTH-PROMOTION-LAW:92'] })
  @NoOnwardTransfer()
  diagnosis!: string;

  @Field({ nullable: true, description: 'ICD-10 chapter, for surveillance of public health.' })
  @Purpose(['public-health.surveillance'])
  diagnosisGroup!: string;

  @Field({ nullable: true, description: 'Six-digit code of the county of the hospital.' })
  regionCode!: string;

  @Field(() => Settlement, { nullable: true })
  settlement!: Settlement;
}

/** What hospitals know about a resident. The description of the type is population's. */
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
  @Share(SHARED)
  @Open(NOT_OPEN)
  @Purpose(['public-health'])
  @Grade({ category: 'contact', level: 'GENERAL', grade: 3, personal: true })
  @Catalogue({ id: '45-HOS/CONTACT', title: '患者联系电话', updateCycle: 'P1D', aggregation: 'LOGICAL' })
  contactPhone!: string | null;

  @Field(() => [Visit], { nullable: true, description: 'In date order.' })
  @Catalogue({ id: '45-HOS/VISIT/BY-PERSON', title: '个人就诊记录', updateCycle: 'P1D', aggregation: 'LOGICAL' })
  visits!: Visit[];
}

@ObjectType({ description: 'How many visits there were in a county in a month.' })
@Share({ class: 'UNCONDITIONAL' })
@Open({
  class: 'CONDITIONAL',
  reason: ['TIMELY'],
  basis: ['GX-BDR:36'],
  conditions: ['NO_REIDENTIFICATION', 'SOURCE_NAMED'],
})
@Grade({ category: 'health-statistics', level: 'GENERAL', grade: 2 })
@Catalogue({ id: '45-HOS/VISIT-COUNT', title: '就诊人次统计', updateCycle: 'P1M', aggregation: 'LOGICAL' })
export class VisitCount {
  @Field({ nullable: true })
  regionCode!: string;

  @Field({ nullable: true, description: 'YYYY-MM' })
  month!: string;

  @Field(() => Int, { nullable: true })
  visits!: number;
}

/** The object that GraphQL answers with; a copy, because the server writes its type name on it. */
export function toVisit(record: SyntheticVisit): Visit {
  const settlement = Object.assign(new Settlement(), record.settlement);
  return Object.assign(new Visit(), record, { settlement });
}
