/** Arguments of the water utility's fields, and what using each of them reveals. */
import { ArgsType, Field, ID } from 'type-graphql';
import { Influences } from '../kit/governance-decorators';

@ArgsType()
export class WaterSummaryArguments {
  @Field({ description: 'YYYY-MM' })
  @Influences('WaterSummary.month')
  month!: string;
}

@ArgsType()
export class ConsumptionArguments {
  @Field({ nullable: true, description: 'YYYY-MM' })
  @Influences('Consumption.month')
  from?: string;

  @Field({ nullable: true, description: 'YYYY-MM, included' })
  @Influences('Consumption.month')
  to?: string;
}

@ArgsType()
export class WaterAccountArguments {
  @Field(() => ID)
  @Influences('WaterAccount.accountId')
  accountId!: string;
}
