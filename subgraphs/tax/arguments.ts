/** Arguments of the tax department's fields, and what using each of them reveals. */
import { ArgsType, Field, ID, Int } from 'type-graphql';
import { Influences } from '../kit/governance-decorators';

@ArgsType()
export class TaxReturnArguments {
  @Field(() => ID)
  @Influences('TaxReturn.returnId')
  returnId!: string;
}

@ArgsType()
export class IncomeArguments {
  @Field(() => Int, { nullable: true, description: 'The latest year when left out.' })
  @Influences()
  year?: number;
}

@ArgsType()
export class TaxReturnsArguments {
  @Field(() => Int, { nullable: true })
  @Influences('TaxReturn.year')
  year?: number;
}
