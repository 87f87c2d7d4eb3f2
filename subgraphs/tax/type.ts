/** The GraphQL types of the tax department: what a person earns serves the purposes that the law names, and stays there. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Key } from '../kit/federation-decorators';
import { Catalogue, Grade, NoOnwardTransfer, Open, Purpose, Share, Subject } from '../kit/governance-decorators';
import type { TaxReturnRecord } from './data-access';

/** Tax secrecy: Tax Collection and Administration Law 8. */
const SHARED = {
  class: 'CONDITIONAL',
  basis: ['CN-TAX-COLLECTION-LAW:8', 'CN-PIPL:28'],
  conditions: ['SUBJECT_SERVED', 'OWN_STATUTORY_DUTY'],
  scope: ['PERSONS_SERVED'],
} as const;
const NOT_OPEN = { class: 'NONE', reason: ['PRIVACY'], basis: ['CN-TAX-COLLECTION-LAW:8', 'CN-PIPL:28'] } as const;
const FINANCIAL = { category: 'income', level: 'GENERAL', grade: 4, personal: true } as const;
const CATALOGUE = { updateCycle: 'P1Y', aggregation: 'INTERFACE' } as const;

@ObjectType({ description: 'What the tax department knows about a resident.' })
@Key('pid')
export class Person {
  @Field(() => ID)
  pid!: string;

  @Field(() => Int, { nullable: true, description: 'Whole yuan in that year; 0 = none.' })
  @Share(SHARED)
  @Open(NOT_OPEN)
  @Purpose(['social-assistance.eligibility', 'taxation'])
  @NoOnwardTransfer()
  @Grade(FINANCIAL)
  @Catalogue({ id: '45-TAX/INCOME', title: '个人年收入', ...CATALOGUE })
  income!: number | null;

  @Field(() => [TaxReturn], { description: 'Of all years, oldest first.' })
  @Share(SHARED)
  @Open(NOT_OPEN)
  @Purpose(['taxation'])
  @NoOnwardTransfer()
  @Grade(FINANCIAL)
  @Catalogue({ id: '45-TAX/RETURN/BY-PERSON', title: '个人纳税申报列表', ...CATALOGUE })
  taxReturns!: TaxReturn[];
}

@ObjectType({ description: 'What a person declared for a year; synthetic.' })
@Key('returnId')
@Subject({ kind: 'PERSON', key: 'pid' })
@Share(SHARED)
@Open(NOT_OPEN)
@Purpose(['taxation'])
@NoOnwardTransfer()
@Grade(FINANCIAL)
@Catalogue({ id: '45-TAX/RETURN', title: '个人纳税申报', ...CATALOGUE })
export class TaxReturn {
  @Field(() => ID)
  returnId!: string;

  @Field(() => ID, { description: 'Who declared.' })
  pid!: string;

  @Field(() => Int)
  year!: number;

  @Field(() => Int, { description: 'Whole yuan.' })
  income!: number;

  @Field(() => Int, { description: 'Whole yuan.' })
  taxDue!: number;

  @Field({ description: 'YYYY-MM-DD' })
  filedOn!: string;
}

export function toTaxReturn(record: TaxReturnRecord): TaxReturn {
  return Object.assign(new TaxReturn(), record);
}
