/** The GraphQL types of civil affairs: social assistance, and the marriage register. */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { External, Key, Override, Requires } from '../kit/federation-decorators';
import { Catalogue, Derived, Grade, Open, Purpose, Scope, Share, Subject } from '../kit/governance-decorators';
import type { AssistanceCaseRecord } from './data-access';

export enum AssistanceStatus {
  SUBMITTED = 'SUBMITTED',
  UNDER_REVIEW = 'UNDER_REVIEW',
  APPROVED = 'APPROVED',
  REFUSED = 'REFUSED',
}
registerEnumType(AssistanceStatus, { name: 'AssistanceStatus', description: 'Where an assistance case stands.' });

const SHARED = {
  class: 'CONDITIONAL',
  basis: ['CN-SOCIAL-ASSISTANCE-MEASURES:57', 'CN-PIPL:34'],
  conditions: ['SUBJECT_SERVED', 'OWN_STATUTORY_DUTY'],
  scope: ['RESIDENTS_OF_THE_AREA_SERVED'],
} as const;
const NOT_OPEN = { class: 'NONE', reason: ['PRIVACY'], basis: ['CN-PIPL:28'] } as const;
const ASSISTANCE = { category: 'social-assistance', level: 'GENERAL', grade: 3, personal: true } as const;
const CATALOGUE = { updateCycle: 'P1D', aggregation: 'INTERFACE' } as const;

@ObjectType({ description: 'What civil affairs knows about a resident.' })
@Key('pid')
export class Person {
  /** Stated here as well, because an applicant's id comes from this department. */
  @Field(() => ID)
  @Share({ class: 'UNCONDITIONAL' })
  @Open(NOT_OPEN)
  @Catalogue({ id: '45-CIV/PID', title: '人员关联标识', ...CATALOGUE })
  pid!: string;

  @Field(() => Int, { nullable: true })
  @External()
  income?: number | null;

  @Field(() => Int, { nullable: true })
  @External()
  householdSize?: number | null;

  /** Both sources' labels would stay on it; each owner has released the yes or no (Art 35; register, `releases`). */
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether social assistance is open to the household; null: not known.',
  })
  @Requires('income householdSize')
  @Derived({
    from: ['Person.income', 'Person.householdSize'],
    transform: 'PREDICATE',
    releases: ['R-2026-0001', 'R-2026-0002'],
  })
  @Share({ class: 'UNCONDITIONAL' })
  @Open(NOT_OPEN)
  @Grade(ASSISTANCE)
  @Catalogue({ id: '45-CIV/ELIGIBLE', title: '社会救助资格核验结果', ...CATALOGUE })
  eligible!: boolean | null;

  /** Moved here from population with the marriage register; its label stays until it is released. */
  @Field(() => String, { nullable: true, description: 'MARRIED or NOT_MARRIED.' })
  @Override('population')
  @Share(SHARED)
  @Open(NOT_OPEN)
  @Purpose(['social-assistance', 'public-health', 'taxation', 'population', 'market-regulation', 'water-supply'])
  @Grade({ category: 'identity', level: 'GENERAL', grade: 3, personal: true })
  @Catalogue({ id: '45-CIV/MARRIAGE', title: '婚姻登记状况', ...CATALOGUE })
  maritalStatus!: string | null;

  @Field(() => AssistanceCase, { nullable: true, description: 'Nobody has more than one.' })
  @Share(SHARED)
  @Open(NOT_OPEN)
  @Purpose(['social-assistance'])
  @Grade(ASSISTANCE)
  @Catalogue({ id: '45-CIV/CASE/BY-PERSON', title: '个人社会救助申请', ...CATALOGUE })
  assistanceCase!: AssistanceCase | null;
}

@ObjectType({ description: 'An application for social assistance; synthetic.' })
@Key('caseId')
@Subject({ kind: 'PERSON', key: 'pid' })
@Scope({ by: 'regionCode', kind: 'REGION' })
@Share(SHARED)
@Open(NOT_OPEN)
@Purpose(['social-assistance'])
@Grade(ASSISTANCE)
@Catalogue({ id: '45-CIV/CASE', title: '社会救助申请', ...CATALOGUE })
export class AssistanceCase {
  @Field(() => ID)
  caseId!: string;

  @Field(() => ID, { description: 'Who applied.' })
  pid!: string;

  @Field(() => Person)
  applicant!: Person;

  @Field({ description: 'Six-digit code of the county whose bureau handles it.' })
  regionCode!: string;

  @Field(() => AssistanceStatus)
  status!: string;

  @Field({ description: 'YYYY-MM-DD' })
  submittedOn!: string;

  @Field(() => Int, { nullable: true, description: 'Whole yuan a month, once approved.' })
  monthlyAmount!: number | null;
}

export function toPerson(pid: string): Person {
  return Object.assign(new Person(), { pid });
}

export function toAssistanceCase(record: AssistanceCaseRecord): AssistanceCase {
  return Object.assign(new AssistanceCase(), record, { applicant: toPerson(record.pid) });
}
